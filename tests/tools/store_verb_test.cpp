// whitewater store: what it prints of stores that are sound, torn, damaged and none; and that it changes nothing.
#include <map>

#include "core/client/request.hpp"
#include "core/raft/snapshots/snapshot.hpp"
#include "core/raft/types.hpp"
#include "core/wire/json.hpp"
#include "replica/storage/directory_files.hpp"
#include "replica/storage/kv_records.hpp"
#include "replica/storage/store.hpp"
#include "tests/tools/shell.hpp"

using namespace whitewater;
using namespace whitewater::tools::testing;
using replica::DirectoryFiles;
using replica::Store;

namespace {

constexpr const char* first = "segment-0000000000000001";
constexpr const char* second = "segment-0000000000000002";

struct StoreOnDisk {
  Folder folder;
  PayloadPool pool;
  replica::KvRecords records;
  std::string directory = folder.file("data");

  StoreOnDisk() {
    const auto files = std::move(DirectoryFiles::own(directory).value());
    replica::StoreOptions options;
    options.segment_bytes = 300;
    options.identity = 0xABC;
    const auto store = std::move(Store::open(*files, records, pool, options).value());
    Effects effects(pool);
    const auto sync = [&] {
      for (const Effects::Write& write : effects.writes) REQUIRE_FALSE(store->write(write).has_value());
      REQUIRE_FALSE(store->sync().has_value());
      effects.begin(0);
    };
    effects.begin(0);
    effects.replace(SlotId{0}, effects.make<raft::HardState>(raft::Term{2}, NodeId{1}));
    const raft::Entry entries[] = {{raft::Term{1}, {}},
                                   {raft::Term{2}, client::make_put(pool, NodeId{19}, no_node, "m7", "k", "a \"v\"")}};
    effects.append(1, 2, raft::make_batch(pool, entries, 2));
    sync();
    const PayloadRef snapshot = raft::make_snapshot(pool, {raft::Index{2}, raft::Term{2}, 9}, {}, "state", 3);
    const auto chunks = snapshot.get_if<raft::Snapshot>()->chunks();
    for (std::uint32_t place = 0; place < chunks.size(); ++place) effects.append_chunk(SlotId{1}, place, chunks[place]);
    effects.commit_slot(SlotId{1}, static_cast<std::uint32_t>(chunks.size()));
    effects.truncate(2);
    sync();
    effects.trim(2);
    effects.append(2, 2, raft::make_batch(pool, entries, 2));
    sync();
  }

  std::string file(const std::string& name) const { return directory + "/" + name; }
  // Every file's content.
  std::map<std::string, std::string> files() const {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::directory_iterator(directory)) all[entry.path().filename()] = file_text(entry.path());
    return all;
  }
  void append(const std::string& name, const std::string& bytes) const {
    std::ofstream(file(name), std::ios::binary | std::ios::app) << bytes;
  }
  void flip(const std::string& name, std::size_t byte) const {
    std::string bytes = file_text(file(name));
    bytes[byte] = static_cast<char>(bytes[byte] ^ 1);
    std::ofstream(file(name), std::ios::binary | std::ios::trunc) << bytes;
  }
};

}  // namespace

TEST_CASE_METHOD(StoreOnDisk, "a sound store: verify says so, and dump prints each write in words and as JSON") {
  const auto before = files();
  REQUIRE(before.count(second) == 1);
  const Outcome verify = shell("$W store verify " + directory);
  CHECK(verify.code == 0);
  CHECK(verify.err.empty());
  CHECK(verify.out == directory + ": sound, entries 2 to 3 in 2 segments\n");
  const Outcome dump = shell("$W store dump " + directory);
  CHECK(dump.code == 0);
  CHECK(dump.err.empty());
  const std::string start = first;
  for (const std::string& line :
       {start + "        0  segment 1 of store 0000000000000abc\n", start + "       44  checkpoint: log nothing\n",
        std::string("replace slot 0: term 2, vote for 0001\n"),
        std::string("append 1 to 2: term 1 nothing; term 2 put \"k\" = \"a \\\"v\\\"\", \"m7\" of 0013\n"),
        std::string("commit slot 1: content-0000000000000001, 2 chunks in "),
        std::string("truncate: entries from 2 on go\n"), std::string("end of a closed segment\n"),
        std::string(second) + "        0  segment 2 of store 0000000000000abc\n",
        std::string("trim: entries before 2 go\n"),
        std::string("chunk: snapshot up to entry 2 of term 2, bytes 0 to 2 of 5\n"),
        std::string("chunk: snapshot up to entry 2 of term 2, bytes 3 to 4 of 5\n")}) {
    INFO(dump.out);
    INFO(line);
    CHECK(mentions(dump.out, line));
  }
  const Outcome json = shell("$W store dump --json " + directory);
  CHECK(json.code == 0);
  CHECK(std::count(json.out.begin(), json.out.end(), '\n') == std::count(dump.out.begin(), dump.out.end(), '\n'));
  for (std::size_t at = 0, end; (end = json.out.find('\n', at)) != std::string::npos; at = end + 1) {
    INFO(json.out.substr(at, end - at));
    CHECK(json::parse(json.out.substr(at, end - at)).ok());
  }
  CHECK(mentions(json.out, R"("record":"append","count":2,"index":1,"entries":[{"term":1},{"term":2,"put":"k",)"
                           R"("value":"a \"v\"","MID":"m7","client":"0013"}])"));
  CHECK(files() == before);
}

TEST_CASE_METHOD(StoreOnDisk, "a torn end is told, is no failure, and stays where it is") {
  append(second, "torn");
  append("content-0000000000000009.new", "half");
  const auto before = files();
  const Outcome verify = shell("$W store verify " + directory);
  CHECK(verify.code == 0);
  CHECK(mentions(verify.out, file(second) + ": 4 bytes of a torn record at byte "));
  CHECK(mentions(verify.out, "content-0000000000000009.new: was not completed"));
  const Outcome json = shell("$W store verify --json " + directory);
  CHECK(json.code == 0);
  CHECK(mentions(json.out, R"("sound":true,"segments":2,"log_first":2,"log_next":4,"remarks":[)"));
  CHECK(shell("$W store dump " + directory).code == 0);
  CHECK(files() == before);
}

TEST_CASE_METHOD(StoreOnDisk, "damage is named by file and byte: 1") {
  flip(first, 60);
  const Outcome verify = shell("$W store verify " + directory);
  CHECK(verify.code == 1);
  CHECK(verify.out.empty());
  CHECK(mentions(verify.err, file(first) + ": damaged at byte 44: it is not what it was when it was closed\n"));
  const Outcome json = shell("$W store verify --json " + directory);
  CHECK(json.code == 1);
  CHECK(mentions(json.out, "\"sound\":false,\"damage\":["));
  CHECK(shell("$W store dump " + directory).code == 1);
  flip(first, 60);
  CHECK(shell("$W store verify " + directory).code == 0);
  fs::remove(file("content-0000000000000001"));
  const Outcome missing = shell("$W store verify " + directory);
  CHECK(missing.code == 1);
  CHECK(mentions(missing.err, file("content-0000000000000001")));
}

TEST_CASE_METHOD(StoreOnDisk, "what is no store, is in use, or is asked wrongly: 2") {
  const auto refused = [](const std::string& command, const std::string& part) {
    const Outcome outcome = shell(command);
    INFO(outcome.err);
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    CHECK(mentions(outcome.err, part));
  };
  refused("$W store verify " + folder.file("nowhere"), "cannot be read");
  fs::create_directory(folder.file("empty"));
  refused("$W store verify " + folder.file("empty"), "expected the store of a replica, found no segment");
  folder.with("empty/journal", "");
  refused("$W store dump " + folder.file("empty"), "journal: is the journal of an earlier version");
  refused("$W store", "expected what to do: dump or verify");
  refused("$W store mend " + directory, "expected what to do: dump or verify");
  refused("$W store verify", "expected one directory");
  refused("$W store verify a b", "expected one directory");
  const auto owner = DirectoryFiles::own(directory);
  REQUIRE(owner.ok());
  refused("$W store verify " + directory, "is in use by another process");
}
