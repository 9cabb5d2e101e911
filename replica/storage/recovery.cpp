// Lists the files, reads the segments in order, then the contents that the last state names.
#include "replica/storage/recovery.hpp"

#include <algorithm>

#include "core/wire/crc32c.hpp"
#include "core/wire/frame.hpp"
#include "replica/storage/content_file.hpp"
#include "replica/storage/replay.hpp"

namespace whitewater::replica {

namespace {

using Failure = std::optional<Error>;
using Found = FrameScanner::Found;

class Reader {
 public:
  Reader(const ReadableFiles& files, const RecordCodec& codec, PayloadPool& pool, StoreListener* listener)
      : files_(files), codec_(codec), pool_(pool), listener_(listener), replay_(codec, pool) {}

  Result<RecoveredStore> read() {
    for (const auto step :
         {&Reader::list, &Reader::read_segments, &Reader::finish_log, &Reader::read_contents, &Reader::find_leftovers})
      if (Failure failure = (this->*step)()) return std::move(*failure);
    return std::move(found_);
  }

 private:
  // A segment while it is read.
  struct Segment {
    std::uint64_t number = 0;
    std::string name;
    std::string bytes;
    ReadHeader header;
  };

  Error damaged(const std::string& name, std::uint64_t byte, const std::string& why) const {
    return {files_.path(name), "damaged at byte " + std::to_string(byte) + ": " + why};
  }
  void remark(const std::string& name, const std::string& sentence) {
    found_.remarks.push_back(files_.path(name) + ": " + sentence);
  }
  bool is_last(const Segment& segment) const { return segment.number == numbers_.back(); }

  Failure list();
  Failure read_mark();
  Failure read_segments();
  Result<Segment> open_segment(std::uint64_t number);
  Failure check_former(const Segment& former, const Segment& segment);
  Failure read_records(const Segment& segment, const Segment* next);
  Failure take(const Segment& segment, std::uint64_t byte);
  Failure judge_end(const Segment& segment, Found end, std::uint64_t byte);
  Failure judge_closed_end(const Segment& segment, const Segment& next, std::uint64_t byte);
  bool holds_only_its_checkpoint(const Segment& segment) const;
  Failure finish_log();
  Failure read_contents();
  Failure read_chunks(SlotId slot, const ContentFile& file);
  Failure find_leftovers();

  const ReadableFiles& files_;
  const RecordCodec& codec_;
  PayloadPool& pool_;
  StoreListener* listener_;
  Replay replay_;
  StoredRecord record_;
  std::vector<std::uint64_t> numbers_;   // of segments
  std::vector<std::uint64_t> contents_;  // numbers of files
  bool has_mark_ = false;
  std::optional<SyncMark> mark_;
  RecoveredStore found_;
};

Failure Reader::list() {
  const Result<std::vector<std::string>> names = files_.list();
  if (!names) return names.error();
  for (const std::string& name : names.value()) {
    if (name == old_journal_name)
      return Error{files_.path(name), "is the journal of an earlier version, which this version does not read"};
    if (const auto number = segment_number(name))
      numbers_.push_back(*number);
    else if (const auto content = content_number(name))
      contents_.push_back(*content);
    else if (is_aside(name))
      found_.leftovers.push_back(name);
    has_mark_ = has_mark_ || name == sync_mark_name;
  }
  for (std::size_t i = 1; i < numbers_.size(); ++i)
    if (numbers_[i] != numbers_[i - 1] + 1)
      return Error{files_.path(segment_name(numbers_[i - 1] + 1)), "is missing, and later segments are there"};
  if (numbers_.empty() && !contents_.empty())
    return Error{files_.path(segment_name(1)), "is missing, and " + content_name(contents_.front()) + " is there"};
  return std::nullopt;
}

Failure Reader::read_mark() {
  if (!has_mark_) return std::nullopt;
  const Result<std::string> bytes = files_.read(sync_mark_name);
  if (!bytes) return bytes.error();
  mark_ = read_sync_mark(bytes.value());
  if (!mark_) {
    remark(sync_mark_name, "is not whole, as a crash may leave it: not heeded");
  } else if (!numbers_.empty() && mark_->identity != found_.identity) {
    remark(sync_mark_name, "belongs to another store: not heeded");
    mark_.reset();
  } else if (numbers_.empty() || mark_->segment > numbers_.back()) {
    const std::string synced = "is missing: it was synced up to byte " + std::to_string(mark_->bytes);
    return Error{files_.path(segment_name(mark_->segment)), synced};
  }
  return std::nullopt;
}

Result<Reader::Segment> Reader::open_segment(std::uint64_t number) {
  Segment segment;
  segment.number = number;
  segment.name = segment_name(number);
  Result<std::string> bytes = files_.read(segment.name);
  if (!bytes) return bytes.error();
  segment.bytes = std::move(bytes.value());
  const Result<ReadHeader> header = read_header(segment.bytes, FileKind::segment);
  if (!header) return Error{files_.path(segment.name), header.error().message};
  segment.header = header.value();
  if (segment.header.header.number != number)
    return damaged(segment.name, 0, "it is segment " + std::to_string(segment.header.header.number));
  return segment;
}

Failure Reader::read_segments() {
  if (numbers_.empty()) return read_mark();
  Result<Segment> segment = open_segment(numbers_.front());
  if (!segment) return segment.error();
  found_.identity = segment.value().header.header.identity;
  if (Failure failure = read_mark()) return failure;
  for (const std::uint64_t number : numbers_) {
    if (number == numbers_.back()) return read_records(segment.value(), nullptr);
    Result<Segment> next = open_segment(number + 1);
    if (!next) return next.error();
    if (Failure failure = check_former(segment.value(), next.value())) return failure;
    if (Failure failure = read_records(segment.value(), &next.value())) return failure;
    segment = std::move(next);
  }
  return std::nullopt;
}

Failure Reader::check_former(const Segment& former, const Segment& segment) {
  const FileHeader& header = segment.header.header;
  if (header.identity != found_.identity) return damaged(segment.name, 0, "it belongs to another store");
  const std::string_view bytes = former.bytes;
  if (bytes.size() < header.former_bytes)
    return damaged(former.name, bytes.size(),
                   "it ends there, and had " + std::to_string(header.former_bytes) + " bytes when it was closed");
  if (former.header.bytes > header.former_bytes || crc32c(bytes.substr(0, header.former_bytes)) != header.former_sum) {
    // Which byte? The records say, if they can.
    FrameScanner scanner(bytes.substr(former.header.bytes), {former.header.seed, former.header.bytes});
    std::string_view record;
    while (scanner.next(record) == Found::frame) continue;
    return damaged(former.name, former.header.bytes + scanner.valid_bytes(),
                   "it is not what it was when it was closed");
  }
  return std::nullopt;
}

Failure Reader::read_records(const Segment& segment, const Segment* next) {
  found_.segments.push_back({segment.number, 0});
  if (listener_ != nullptr) listener_->segment(segment.name, segment.header.header);
  const std::size_t start = segment.header.bytes;
  FrameScanner scanner(std::string_view(segment.bytes).substr(start), {segment.header.seed, start});
  std::string_view payload;
  std::uint64_t byte = start;
  for (bool first = true;; first = false) {
    const Found found = scanner.next(payload);
    if (found != Found::frame) {
      if (first) return damaged(segment.name, byte, "its checkpoint is not whole");
      return next != nullptr ? judge_closed_end(segment, *next, byte) : judge_end(segment, found, byte);
    }
    if (!read_record(payload, record_)) return damaged(segment.name, byte, "a record has no known form");
    if (first != (record_.kind == RecordKind::checkpoint))
      return damaged(segment.name, byte, "a checkpoint is the first record of a segment, and no other");
    if (listener_ != nullptr) listener_->record(byte, record_);
    if (record_.kind == RecordKind::end) {
      if (next == nullptr)
        return Error{files_.path(segment_name(segment.number + 1)),
                     "is missing: segment " + std::to_string(segment.number) + " is closed"};
      const std::uint64_t end = start + scanner.valid_bytes();
      if (end != segment.bytes.size()) return damaged(segment.name, end, "bytes behind the end record");
      if (byte != next->header.header.former_bytes) return damaged(segment.name, byte, "an end record too early");
      return std::nullopt;
    }
    if (Failure failure = take(segment, byte)) return failure;
    byte = start + scanner.valid_bytes();
  }
}

// Applies record_, which begins at that byte.
Failure Reader::take(const Segment& segment, std::uint64_t byte) {
  if (record_.kind == RecordKind::checkpoint) {
    if (segment.number == numbers_.front()) {
      if (segment.number == 1 && record_.checkpoint != StoreState())
        return damaged(segment.name, byte, "the first segment begins with an empty store");
      replay_.begin(record_.checkpoint);
    } else if (record_.checkpoint != replay_.state()) {
      return damaged(segment.name, byte, "its checkpoint is not where the segment before it ends");
    }
    found_.segments.back().log_floor = record_.checkpoint.log_next;
    return std::nullopt;
  }
  for (const StoredWrite& write : record_.writes) {
    if (const std::optional<std::string> wrong = replay_.apply(write))
      return damaged(segment.name, byte, "a write that is not valid there: " + *wrong);
    if (write.kind == StoredWrite::Kind::truncate)
      for (SegmentSpan& span : found_.segments) span.log_floor = std::min(span.log_floor, write.index);
  }
  return std::nullopt;
}

// Of the last segment, whose whole records end at byte.
Failure Reader::judge_end(const Segment& segment, Found end, std::uint64_t byte) {
  if (end == Found::corrupt) return damaged(segment.name, byte, "a broken record with whole records behind it");
  if (mark_ && mark_->segment == segment.number && byte < mark_->bytes) {
    const std::string synced = "it was synced up to byte " + std::to_string(mark_->bytes);
    return damaged(segment.name, byte, (end == Found::end ? "it ends there, and " : "a broken record, and ") + synced);
  }
  if (end == Found::torn) {
    found_.last_is_torn = true;
    const std::string torn = std::to_string(segment.bytes.size() - byte) + " bytes of a torn record at byte ";
    remark(segment.name, torn + std::to_string(byte) + ", as a crash leaves them: a start cuts them off");
  }
  const std::string_view whole = std::string_view(segment.bytes).substr(0, byte);
  found_.last = {segment.number, segment.header.seed, byte, crc32c(whole)};
  return std::nullopt;
}

// Of a closed segment without a whole end record. The next segment is made before the end record is written, and used
// after it.
Failure Reader::judge_closed_end(const Segment& segment, const Segment& next, std::uint64_t byte) {
  if (byte != next.header.header.former_bytes)
    return damaged(segment.name, byte, "a broken record in a closed segment");
  if (!is_last(next) || !holds_only_its_checkpoint(next))
    return damaged(segment.name, byte, "its end record is not whole, and the next segment is in use");
  found_.unclosed = LastSegment{segment.number, segment.header.seed, byte, next.header.header.former_sum};
  remark(segment.name, "its end record at byte " + std::to_string(byte) +
                           " is not whole, as a crash leaves it: a start writes it again");
  return std::nullopt;
}

bool Reader::holds_only_its_checkpoint(const Segment& segment) const {
  FrameScanner scanner(std::string_view(segment.bytes).substr(segment.header.bytes),
                       {segment.header.seed, segment.header.bytes});
  std::string_view record;
  return scanner.next(record) == Found::frame && scanner.next(record) == Found::end &&
         !(mark_ && mark_->segment == segment.number);
}

Failure Reader::finish_log() {
  found_.state = replay_.state();
  if (numbers_.empty()) return std::nullopt;
  if (replay_.missing() != 0)
    return Error{files_.path(segment_name(numbers_.front() - 1)),
                 "is missing: entries of the log from " + std::to_string(found_.state.log_first) + " to " +
                     std::to_string(found_.state.log_first + replay_.missing() - 1) + " are in no segment"};
  found_.log = replay_.take_log();
  return std::nullopt;
}

Failure Reader::read_contents() {
  for (std::uint8_t number = 0; number < slots_max; ++number) {
    const SlotHolding& holding = found_.state.slots[number];
    if (holding.kind == SlotHolding::Kind::file)
      if (Failure failure = read_chunks(SlotId{number}, holding.file)) return failure;
    if (holding.kind != SlotHolding::Kind::record) continue;
    Result<PayloadRef> payload = replay_.record_of(holding);
    if (!payload) return Error{files_.path(""), "slot " + std::to_string(number) + ": " + payload.error().text()};
    Effects::Write write(std::move(payload.value()), 0, 0, Effects::Write::Kind::replace, SlotId{number});
    check(found_.slots.apply(write), "a slot takes one payload at any time");
  }
  return std::nullopt;
}

Failure Reader::read_chunks(SlotId slot, const ContentFile& file) {
  Result<std::vector<ReadChunk>> chunks = read_content(files_, found_.identity, file, codec_, pool_);
  if (!chunks) return chunks.error();
  if (listener_ != nullptr) listener_->content(content_name(file.number), slot, file);
  std::uint32_t place = 0;
  for (ReadChunk& chunk : chunks.value()) {
    if (listener_ != nullptr) listener_->chunk(chunk.byte, chunk.payload);
    const Effects::Write write(std::move(chunk.payload), place++, 0, Effects::Write::Kind::append_chunk, slot);
    check(found_.slots.apply(write), "chunks are read in order");
  }
  const Effects::Write commit({}, 0, place, Effects::Write::Kind::commit_slot, slot);
  check(found_.slots.apply(commit), "a content has at least one chunk");
  return std::nullopt;
}

Failure Reader::find_leftovers() {
  for (const std::uint64_t number : contents_) {
    const auto names_it = [number](const SlotHolding& slot) {
      return slot.kind == SlotHolding::Kind::file && slot.file.number == number;
    };
    const auto& slots = found_.state.slots;
    if (std::none_of(slots.begin(), slots.end(), names_it)) found_.leftovers.push_back(content_name(number));
  }
  for (const std::string& name : found_.leftovers)
    remark(name, "was not completed, or is not needed any more: a start removes it");
  return std::nullopt;
}

}  // namespace

Result<RecoveredStore> recover(const ReadableFiles& files, const RecordCodec& codec, PayloadPool& pool,
                               StoreListener* listener) {
  return Reader(files, codec, pool, listener).read();
}

std::string end_frame(const LastSegment& segment) {
  std::string bytes;
  append_frame(bytes, end_record(), {segment.seed, segment.bytes});
  return bytes;
}

}  // namespace whitewater::replica
