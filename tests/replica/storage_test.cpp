// The journal: what a start finds in it after a clean end, a torn end, and rot; and a line sink that nobody reads.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <vector>

#include "core/client/request.hpp"
#include "core/raft/types.hpp"
#include "replica/posix/line_sink.hpp"
#include "replica/storage/file_storage.hpp"
#include "replica/storage/kv_records.hpp"
#include "tests/catch.hpp"
#include "tests/replica/process.hpp"

using namespace whitewater;
using namespace whitewater::replica;
using replica::test::Folder;

namespace {

struct Journal {
  Folder folder;
  PayloadPool pool;
  KvRecords records;
  Effects effects{pool};

  Result<std::unique_ptr<FileStorage>> open() { return FileStorage::open(folder.file("data"), records, pool); }
  PayloadRef batch(std::uint64_t term, const char* value) {
    const raft::Entry entries[] = {{raft::Term{term}, client::make_put(pool, NodeId{5}, no_node, "m", "k", value)},
                                   {raft::Term{term}, {}}};
    return raft::make_batch(pool, entries, 2);
  }
  // Two entries, two more in place of the second, and a vote.
  void fill() {
    const auto storage = std::move(open().value());
    effects.begin(0);
    effects.append(1, 2, batch(1, "first"));
    effects.truncate(2);
    effects.append(2, 2, batch(2, "second"));
    effects.replace(SlotId{0}, effects.make<raft::HardState>(raft::Term{2}, NodeId{3}));
    for (const Effects::Write& write : effects.writes) CHECK_FALSE(storage->write(write).has_value());
    CHECK_FALSE(storage->sync().has_value());
  }
  PayloadRef state(std::uint64_t term) { return effects.make<raft::HardState>(raft::Term{term}, no_node); }
  // All effects, synced, as one life.
  void write_all() {
    const auto storage = std::move(open().value());
    for (const Effects::Write& write : effects.writes) CHECK_FALSE(storage->write(write).has_value());
    CHECK_FALSE(storage->sync().has_value());
    effects.begin(0);
  }
  std::string path() { return folder.file("data/journal"); }
  std::string value_at(const Recovered& found, std::size_t i) {
    const LogRecord& record = found.log[i];
    const raft::Entry& entry = (*record.payload.get_if<raft::EntryBatch>())[record.ordinal];
    return entry.command ? std::string(entry.command.get_if<client::Request>()->value()) : "";
  }
};

}  // namespace

TEST_CASE_METHOD(Journal, "a start finds what was synced") {
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

TEST_CASE_METHOD(Journal, "what was written and not synced is not there") {
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

TEST_CASE_METHOD(Journal, "a log that was trimmed begins where it was told to, also behind its end") {
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
  write_all();
  const auto found = open();
  REQUIRE_FALSE(found.ok());
  CHECK(found.error().text().find("is not valid there") != std::string::npos);
}

TEST_CASE_METHOD(Journal, "a torn end is cut off, at every length, and written over") {
  fill();
  const auto whole = std::filesystem::file_size(path());
  for (std::uintmax_t length = whole - 1; length > whole - 20; --length) {
    std::filesystem::resize_file(path(), length);
    const auto storage = std::move(open().value());
    CHECK(storage->recovered().log.size() == 3);
    CHECK_FALSE(storage->recovered().slots[0]);
  }
  effects.begin(0);
  effects.replace(SlotId{0}, effects.make<raft::HardState>(raft::Term{9}, NodeId{1}));
  {
    const auto storage = std::move(open().value());
    CHECK_FALSE(storage->write(effects.writes[0]).has_value());
    CHECK_FALSE(storage->sync().has_value());
  }
  const auto storage = std::move(open().value());
  CHECK(storage->recovered().slots[0].get_if<raft::HardState>()->current_term == raft::Term{9});
}

namespace {

using Terms = std::vector<std::uint64_t>;

Terms terms_of(std::span<const PayloadRef> content) {
  Terms terms;
  for (const PayloadRef& chunk : content) terms.push_back(chunk.get_if<raft::HardState>()->current_term.value);
  return terms;
}

// Slot 2 holds one payload, then three chunks, and two more that are not committed follow: returns its length after
// each of the six writes.
std::vector<std::uintmax_t> write_chunks(Journal& journal) {
  std::vector<std::uintmax_t> lengths;
  const auto storage = std::move(journal.open().value());
  Effects& effects = journal.effects;
  effects.begin(0);
  effects.replace(SlotId{2}, journal.state(9));
  for (std::uint32_t place = 0; place < 3; ++place) effects.append_chunk(SlotId{2}, place, journal.state(10 + place));
  effects.commit_slot(SlotId{2}, 3);
  effects.append_chunk(SlotId{2}, 0, journal.state(20));
  for (const Effects::Write& write : effects.writes) {
    CHECK_FALSE(storage->write(write).has_value());
    CHECK_FALSE(storage->sync().has_value());
    lengths.push_back(std::filesystem::file_size(journal.path()));
  }
  effects.begin(0);
  return lengths;
}

}  // namespace

TEST_CASE_METHOD(Journal,
                 "a journal that is torn anywhere within chunks gives the former content or the whole next one") {
  const std::vector<std::uintmax_t> lengths = write_chunks(*this);
  for (std::uintmax_t length = lengths.back(); length >= lengths.front(); --length) {
    std::filesystem::resize_file(path(), length);
    const auto storage = std::move(open().value());
    CHECK(terms_of(storage->recovered().content(SlotId{2})) == (length >= lengths[4] ? Terms{10, 11, 12} : Terms{9}));
    CHECK(storage->recovered().content(SlotId{1}).empty());
  }
}

TEST_CASE_METHOD(Journal, "chunks of a former life are never part of a later content") {
  write_chunks(*this);
  {
    // Its second chunk and a commit would fit to what is in the journal; this life has not begun a content.
    const auto storage = std::move(open().value());
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
}

TEST_CASE_METHOD(Journal, "a chunk that rots before good records, or is missing, is refused") {
  const std::vector<std::uintmax_t> lengths = write_chunks(*this);
  std::string bytes;
  {
    std::ifstream file(path(), std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
  }
  const auto refusal = [&](const std::string& content) {
    std::ofstream(path(), std::ios::binary | std::ios::trunc) << content;
    const auto found = open();
    REQUIRE_FALSE(found.ok());
    return found.error().text();
  };
  std::string rotten = bytes;
  rotten[lengths[2] - 1] = static_cast<char>(rotten[lengths[2] - 1] ^ 1);
  CHECK(refusal(rotten).find("damaged") != std::string::npos);
  const std::string missing = bytes.substr(0, lengths[2]) + bytes.substr(lengths[3]);
  CHECK(refusal(missing).find("is not valid there") != std::string::npos);
}

TEST_CASE_METHOD(Journal, "rot before good records is refused, and so is a second owner") {
  fill();
  {
    const auto storage = std::move(open().value());
    const auto second = open();
    REQUIRE_FALSE(second.ok());
    CHECK(second.error().text().find("in use") != std::string::npos);
  }
  std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(30);
  file.put('\x7F');
  file.close();
  const auto found = open();
  REQUIRE_FALSE(found.ok());
  CHECK(found.error().text().find("damaged") != std::string::npos);
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
