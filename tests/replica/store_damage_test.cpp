// Damage to a store: every single bit, every cut and every missing file is found, and the file and the byte are named.
// What looks like damage and is what a crash leaves is not refused.
#include "core/wire/frame.hpp"
#include "tests/catch.hpp"
#include "tests/replica/probe_records.hpp"
#include "tests/replica/store_workload.hpp"

using namespace whitewater;
using namespace whitewater::replica;
using namespace whitewater::replica::test;
using contract::Probe;

namespace {

StoreOptions small_segments(std::uint64_t identity = 77) {
  StoreOptions options;
  options.segment_bytes = 220;
  options.identity = identity;
  return options;
}

// Closed segments, a content, a segment in use.
Image short_store(std::uint64_t identity = 77) {
  const ProbeRecords records;
  CrashFiles files;
  RecordedLife life(files, records, small_segments(identity));
  for (std::uint64_t i = 1; i <= 9; ++i)
    life.turn([i](Effects& effects) {
      effects.append(2 * i - 1, 2, effects.make<Probe>(Probe{1'000 * i}));
      effects.replace(SlotId{0}, effects.make<Probe>(Probe{i}));
    });
  life.turn([](Effects& effects) {
    effects.append_chunk(SlotId{2}, 0, effects.make<Probe>(Probe{20}));
    effects.append_chunk(SlotId{2}, 1, effects.make<Probe>(Probe{21}));
    effects.commit_slot(SlotId{2}, 2);
  });
  life.turn([](Effects& effects) { effects.replace(SlotId{1}, effects.make<Probe>(Probe{9})); });
  return files.live();
}

struct Reading {
  std::string refusal;  // empty: it was read
  std::vector<std::string> remarks;
  Contents contents;
};

Reading read(const Image& image) {
  const ProbeRecords records;
  const CrashFiles files(image);
  PayloadPool pool;
  const Result<RecoveredStore> found = recover(files, records, pool);
  if (!found) return {found.error().text(), {}, {}};
  const RecoveredStore& store = found.value();
  const Recovered recovered{store.state.log_first, store.log, store.slots.first(), 0, store.slots.chunks()};
  return {"", store.remarks, contents_of(recovered, records)};
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string last_segment(const Image& image) {
  std::string last;
  for (const auto& [name, bytes] : image)
    if (segment_number(name)) last = name;
  return last;
}

// The byte that a refusal names.
std::size_t byte_in(const std::string& refusal) {
  const std::string mark = "damaged at byte ";
  const std::size_t at = refusal.find(mark);
  return at == std::string::npos ? SIZE_MAX : std::stoul(refusal.substr(at + mark.size()));
}

}  // namespace

TEST_CASE("a store as it was written is read without a remark") {
  const Image image = short_store();
  const Reading whole = read(image);
  CHECK(whole.refusal.empty());
  CHECK(whole.remarks.empty());
  CHECK(whole.contents.log.size() == 18);
  CHECK(whole.contents.slots[2].size() == 2);
  CHECK(segment_number(last_segment(image)).value() >= 3);
}

TEST_CASE("each single bit that flips in a segment or a content is found, and its file and byte are named") {
  const Image image = short_store();
  std::size_t bits = 0;
  for (const auto& [name, bytes] : image) {
    if (name == sync_mark_name) continue;
    for (std::size_t byte = 0; byte < bytes.size(); ++byte)
      for (int bit = 0; bit < 8; ++bit) {
        Image flipped = image;
        flipped[name][byte] = static_cast<char>(bytes[byte] ^ (1 << bit));
        const Reading found = read(flipped);
        INFO(name << " byte " << byte << " bit " << bit << ": " << found.refusal);
        REQUIRE(mentions(found.refusal, name));
        // Of the record that holds the bit, the first byte.
        REQUIRE(byte_in(found.refusal) <= byte);
        ++bits;
      }
  }
  CHECK(bits > 5'000);
}

TEST_CASE("a sync mark that rots says less, and never more") {
  const Image image = short_store();
  const Reading whole = read(image);
  const std::string& mark = image.at(sync_mark_name);
  for (std::size_t byte = 0; byte < mark.size(); ++byte) {
    Image changed = image;
    changed[sync_mark_name][byte] = static_cast<char>(mark[byte] ^ 4);
    const Reading found = read(changed);
    CHECK(found.refusal.empty());
    CHECK(found.remarks.size() == 1);
    CHECK(found.contents == whole.contents);
  }
}

TEST_CASE("every cut of a closed segment or a content is found") {
  const Image image = short_store();
  const std::string last = last_segment(image);
  for (const auto& [name, bytes] : image) {
    if (name == sync_mark_name || name == last) continue;
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      Image cut = image;
      cut[name].resize(length);
      const Reading found = read(cut);
      INFO(name << " cut to " << length);
      REQUIRE(mentions(found.refusal, name));
    }
  }
}

TEST_CASE("the last segment may be torn behind the sync mark, and not before it") {
  Image image = short_store();
  const std::string last = last_segment(image);
  const std::size_t synced = image[last].size();
  for (std::size_t length = 0; length < synced; ++length) {
    Image cut = image;
    cut[last].resize(length);
    REQUIRE(mentions(read(cut).refusal, last));
  }
  const Reading whole = read(image);
  image[last] += std::string("\x07\0\0", 3);
  const Reading torn = read(image);
  CHECK(torn.contents == whole.contents);
  REQUIRE(torn.remarks.size() == 1);
  CHECK(mentions(torn.remarks[0], last + ": 3 bytes of a torn record at byte " + std::to_string(synced)));
}

TEST_CASE("without a sync mark the end of the last segment may be torn, and nothing before it") {
  Image image = short_store();
  image.erase(sync_mark_name);
  const std::string last = last_segment(image);
  const std::string bytes = image[last];
  // Its records.
  const ReadHeader header = read_header(bytes, FileKind::segment).value();
  FrameScanner scanner(std::string_view(bytes).substr(header.bytes), {header.seed, header.bytes});
  std::string_view record;
  std::vector<std::size_t> ends;
  while (scanner.next(record) == FrameScanner::Found::frame) ends.push_back(header.bytes + scanner.valid_bytes());
  REQUIRE(ends.size() >= 2);
  for (std::size_t byte = 0; byte < bytes.size(); ++byte) {
    image[last] = bytes;
    image[last][byte] = static_cast<char>(bytes[byte] ^ 0x10);
    const Reading found = read(image);
    INFO(byte);
    if (byte < ends[ends.size() - 2]) {
      REQUIRE(mentions(found.refusal, last));
    } else {
      REQUIRE(found.refusal.empty());
      REQUIRE(found.remarks.size() >= 1);
    }
  }
}

TEST_CASE("each missing file is named") {
  const Image image = short_store();
  for (const auto& [name, bytes] : image) {
    if (name == sync_mark_name) continue;
    Image less = image;
    less.erase(name);
    INFO(name);
    CHECK(mentions(read(less).refusal, name));
  }
  // Also without the mark: a closed segment says that there is a next one.
  Image less = image;
  less.erase(sync_mark_name);
  less.erase(last_segment(image));
  CHECK(mentions(read(less).refusal, last_segment(image)));
}

TEST_CASE("a whole record, segment or content at another place is found") {
  const Image image = short_store();
  Image swapped = image;
  std::swap(swapped[segment_name(1)], swapped[segment_name(2)]);
  CHECK(mentions(read(swapped).refusal, segment_name(1) + ": damaged at byte 0: it is segment 2"));
  const Image other = short_store(78);
  for (const std::string& name : {segment_name(2), last_segment(image), content_name(1)}) {
    Image mixed = image;
    mixed[name] = other.at(name);
    INFO(name);
    CHECK_FALSE(read(mixed).refusal.empty());
  }
  // A record of the last segment once more.
  Image twice = image;
  const std::string last = last_segment(image);
  twice[last] += twice[last].substr(twice[last].size() - 40);
  CHECK(read(twice).contents == read(image).contents);
  CHECK(read(twice).remarks.size() == 1);
}

TEST_CASE("a write that makes no sense where it stands is damage, although its record is whole") {
  Image image = short_store();
  const std::string last = last_segment(image);
  const ReadHeader header = read_header(image[last], FileKind::segment).value();
  std::string record = writes_record_start();
  StoredWrite write;
  write.kind = StoredWrite::Kind::append;
  write.index = 40;
  write.count = 1;
  write.record = "1";
  append_write(record, write);
  const std::size_t place = image[last].size();
  append_frame(image[last], record, {header.seed, place});
  CHECK(read(image).refusal == last + ": damaged at byte " + std::to_string(place) +
                                   ": a write that is not valid there: entries are appended right behind the last one");
}

TEST_CASE("what is not a store is refused by name, or left alone") {
  Image image = short_store();
  image["notes.txt"] = "mine";
  image["segment-1"] = "mine, too";
  CHECK(read(image).refusal.empty());
  image["journal"] = "";
  CHECK(read(image).refusal == "journal: is the journal of an earlier version, which this version does not read");
  std::string later;
  append_header(later, FileKind::segment, {});
  later[8] = 2;
  CHECK_FALSE(read({{segment_name(1), later}}).refusal.empty());
}
