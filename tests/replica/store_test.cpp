// The store in a real directory: what a start finds in it after a clean end and a torn end, a second owner, a disk that
// fails; and a line sink that nobody reads.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include "core/client/request.hpp"
#include "core/raft/types.hpp"
#include "replica/host.hpp"
#include "replica/posix/line_sink.hpp"
#include "replica/storage/kv_records.hpp"
#include "tests/catch.hpp"
#include "tests/replica/crash_files.hpp"
#include "tests/replica/open_store.hpp"
#include "tests/replica/probe_records.hpp"
#include "tests/replica/process.hpp"

using namespace whitewater;
using namespace whitewater::replica;
using namespace whitewater::replica::test;

namespace {

struct Directory {
  Folder folder;
  PayloadPool pool;
  KvRecords records;
  Effects effects{pool};
  StoreOptions options;

  Result<std::unique_ptr<OpenStore>> open() { return OpenStore::open(folder.file("data"), records, pool, options); }
  PayloadRef batch(std::uint64_t term, const char* value) {
    const raft::Entry entries[] = {{raft::Term{term}, client::make_put(pool, NodeId{5}, no_node, "m", "k", value)},
                                   {raft::Term{term}, {}}};
    return raft::make_batch(pool, entries, 2);
  }
  // Two entries, two more in place of the second, and a vote.
  void fill() {
    effects.begin(0);
    effects.append(1, 2, batch(1, "first"));
    effects.truncate(2);
    effects.append(2, 2, batch(2, "second"));
    effects.replace(SlotId{0}, state(2, NodeId{3}));
    write_all();
  }
  PayloadRef state(std::uint64_t term, NodeId vote = no_node) {
    return effects.make<raft::HardState>(raft::Term{term}, vote);
  }
  // All effects, synced, as one life.
  void write_all() {
    const auto storage = std::move(open().value());
    for (const Effects::Write& write : effects.writes) CHECK_FALSE(storage->write(write).has_value());
    CHECK_FALSE(storage->sync().has_value());
    effects.begin(0);
  }
  std::string segment(std::uint64_t number) { return folder.file("data/" + segment_name(number)); }
  std::string value_at(const Recovered& found, std::size_t i) {
    const LogRecord& record = found.log[i];
    const raft::Entry& entry = (*record.payload.get_if<raft::EntryBatch>())[record.ordinal];
    return entry.command ? std::string(entry.command.get_if<client::Request>()->value()) : "";
  }
};

}  // namespace

TEST_CASE_METHOD(Directory, "a start finds what was synced") {
  {
    const auto empty = std::move(open().value());
    CHECK(empty->recovered().log.empty());
  }
  fill();
  const auto storage = std::move(open().value());
  const Recovered found = storage->recovered();
  REQUIRE(found.log.size() == 3);
  CHECK(value_at(found, 0) == "first");
  CHECK(value_at(found, 1) == "second");
  CHECK(value_at(found, 2).empty());
  const auto* state = found.slots[0].get_if<raft::HardState>();
  REQUIRE(state != nullptr);
  CHECK(state->current_term == raft::Term{2});
  CHECK(state->voted_for == NodeId{3});
}

TEST_CASE_METHOD(Directory, "what was written and not synced is not there") {
  fill();
  {
    const auto storage = std::move(open().value());
    effects.begin(0);
    effects.append(4, 2, batch(3, "lost"));
    CHECK_FALSE(storage->write(effects.writes[0]).has_value());
  }
  const auto storage = std::move(open().value());
  CHECK(storage->recovered().log.size() == 3);
}

TEST_CASE_METHOD(Directory, "a log that was trimmed begins where it was told to, also behind its end") {
  fill();
  effects.begin(0);
  effects.trim(3);
  effects.append(4, 2, batch(3, "third"));
  write_all();
  {
    const auto storage = std::move(open().value());
    CHECK(storage->recovered().log_first == 3);
    REQUIRE(storage->recovered().log.size() == 3);
    CHECK(value_at(storage->recovered(), 1) == "third");
  }
  effects.begin(0);
  effects.trim(20);
  effects.append(20, 2, batch(4, "fourth"));
  write_all();
  {
    const auto storage = std::move(open().value());
    CHECK(storage->recovered().log_first == 20);
    REQUIRE(storage->recovered().log.size() == 2);
    CHECK(value_at(storage->recovered(), 0) == "fourth");
  }
  effects.begin(0);
  effects.trim(19);
  CHECK_THROWS_AS(open().value()->write(effects.writes[0]), CheckFailure);
}

TEST_CASE_METHOD(Directory, "a torn end is cut off and told, and written over") {
  fill();
  const auto whole = std::filesystem::file_size(segment(1));
  std::ofstream(segment(1), std::ios::binary | std::ios::app) << "torn";
  {
    const auto storage = std::move(open().value());
    CHECK(storage->recovered().log.size() == 3);
    REQUIRE(storage->remarks().size() == 1);
    CHECK(storage->remarks()[0] == segment(1) + ": 4 bytes of a torn record at byte " + std::to_string(whole) +
                                       ", as a crash leaves them: a start cuts them off");
    CHECK(std::filesystem::file_size(segment(1)) == whole);
  }
  effects.replace(SlotId{0}, state(9, NodeId{1}));
  write_all();
  const auto storage = std::move(open().value());
  CHECK(storage->remarks().empty());
  CHECK(storage->recovered().slots[0].get_if<raft::HardState>()->current_term == raft::Term{9});
}

namespace {

using Terms = std::vector<std::uint64_t>;

Terms terms_of(std::span<const PayloadRef> content) {
  Terms terms;
  for (const PayloadRef& chunk : content) terms.push_back(chunk.get_if<raft::HardState>()->current_term.value);
  return terms;
}

}  // namespace

TEST_CASE_METHOD(Directory, "chunks of a former life are never part of a later content") {
  effects.begin(0);
  for (std::uint32_t place = 0; place < 3; ++place) effects.append_chunk(SlotId{2}, place, state(10 + place));
  effects.commit_slot(SlotId{2}, 3);
  effects.append_chunk(SlotId{2}, 0, state(20));
  write_all();
  {
    // Its second chunk and a commit would fit to what the former life has written; this life has not begun a content.
    const auto storage = std::move(open().value());
    CHECK(terms_of(storage->recovered().content(SlotId{2})) == Terms{10, 11, 12});
    effects.append_chunk(SlotId{2}, 1, state(21));
    CHECK_THROWS_AS(storage->write(effects.writes[0]), CheckFailure);
    effects.begin(0);
    effects.commit_slot(SlotId{2}, 1);
    CHECK_THROWS_AS(storage->write(effects.writes[0]), CheckFailure);
    effects.begin(0);
  }
  effects.append_chunk(SlotId{2}, 0, state(30));
  effects.append_chunk(SlotId{2}, 1, state(31));
  effects.commit_slot(SlotId{2}, 2);
  effects.append_chunk(SlotId{2}, 0, state(40));
  write_all();
  CHECK(terms_of(open().value()->recovered().content(SlotId{2})) == Terms{30, 31});
  effects.replace(SlotId{2}, state(50));
  write_all();
  CHECK(terms_of(open().value()->recovered().content(SlotId{2})) == Terms{50});
  // No file is left of all those contents.
  for (const auto& file : std::filesystem::directory_iterator(folder.file("data")))
    CHECK(file.path().filename().string().rfind("content-", 0) == std::string::npos);
}

TEST_CASE_METHOD(Directory, "a trim lets segments go, and the directory stays small") {
  options.segment_bytes = 2'000;
  effects.begin(0);
  const auto storage = std::move(open().value());
  std::uintmax_t most = 0;
  for (std::uint64_t index = 1; index < 2'000; index += 2) {
    effects.begin(0);
    effects.append(index, 2, batch(1, "some value that takes some bytes"));
    if (index > 20) effects.trim(index - 20);
    for (const Effects::Write& write : effects.writes) REQUIRE_FALSE(storage->write(write).has_value());
    REQUIRE_FALSE(storage->sync().has_value());
    std::uintmax_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder.file("data"))) bytes += file.file_size();
    most = std::max(most, bytes);
  }
  CHECK(most < 10'000);
}

TEST_CASE_METHOD(Directory, "a second owner is refused, and so is the journal of an earlier version") {
  fill();
  {
    const auto storage = std::move(open().value());
    const auto second = open();
    REQUIRE_FALSE(second.ok());
    CHECK(second.error().text() ==
          folder.file("data") + ": is in use by another process: " + system_error(EWOULDBLOCK));
    CHECK_FALSE(DirectoryFiles::look_at(folder.file("data")).ok());
  }
  CHECK(open().ok());
  std::ofstream(folder.file("data/journal")) << "";
  const auto found = open();
  REQUIRE_FALSE(found.ok());
  CHECK(found.error().text() ==
        folder.file("data/journal") + ": is the journal of an earlier version, which this version does not read");
}

namespace {

struct OneWrite {
  PayloadPool pool;
  ProbeRecords records;
  Effects effects{pool};

  OneWrite() {
    effects.begin(0);
    effects.append(1, 1, effects.make<contract::Probe>(contract::Probe{5}));
    effects.append_chunk(SlotId{1}, 0, effects.make<contract::Probe>(contract::Probe{6}));
    effects.commit_slot(SlotId{1}, 1);
  }
};

}  // namespace

TEST_CASE_METHOD(OneWrite, "each call that fails ends the store: an error, and nothing is written after it") {
  StoreOptions options;
  options.segment_bytes = 1;
  std::size_t in_open = 0;
  for (std::size_t call = 0;; ++call) {
    CrashFiles files;
    files.fails_from = call;
    Result<std::unique_ptr<Store>> opened = Store::open(files, records, pool, options);
    if (!opened) {
      CHECK(opened.error().text().find("this disk is broken") != std::string::npos);
      in_open = call + 1;
      continue;
    }
    Store& store = *opened.value();
    for (const Effects::Write& write : effects.writes) CHECK_FALSE(store.write(write).has_value());
    const std::optional<Error> failed = store.sync();
    if (!failed) break;  // it takes fewer calls
    INFO(call);
    CHECK(failed->text().find("this disk is broken") != std::string::npos);
    files.fails_from = SIZE_MAX;
    const std::size_t calls = files.calls().size();
    CHECK_THROWS_AS(store.sync(), CheckFailure);
    CHECK(files.calls().size() == calls);
    CHECK(call > in_open - 1);
  }
  CHECK(in_open > 5);
}

TEST_CASE("lines for which there is no room are dropped and counted, and are ASCII") {
  const Folder folder;
  const std::string path = folder.file("pipe");
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  CHECK_FALSE(LineSink::file(path).ok());  // nobody reads
  const Descriptor reader(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  LineSink sink = std::move(LineSink::file(path).value());
  for (int i = 0; i < 10'000; ++i) sink.line("a line of some length that nobody reads \xC3\xA9");
  CHECK(sink.dropped() > 1'000);
  std::string text(1 << 20, '\0');
  const ssize_t count = read(reader.get(), text.data(), text.size());
  REQUIRE(count > 0);
  CHECK(text.substr(0, 43) == "a line of some length that nobody reads ??\n");
  sink.line("again");
  const ssize_t more = read(reader.get(), text.data(), text.size());
  REQUIRE(more > 0);
  CHECK(text.substr(0, static_cast<std::size_t>(more)) ==
        "again (" + std::to_string(sink.dropped()) + " lines before this one were dropped)\n");
}
