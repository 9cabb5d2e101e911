// Recovery: what a store holds, read from its files without changing them; and what a start has to repair first.
// What a crash leaves is told and repaired: a torn last record, a file that was being written aside, a closed segment
// whose end record is not complete, files that nothing needs any more. Everything else is damage: an error names the
// file and the byte.
// A broken record is a torn one only in the last segment, with no whole record behind it, and not before the sync mark.
#pragma once

#include <string>
#include <vector>

#include "core/actor/slot_contents.hpp"
#include "replica/storage/files.hpp"
#include "replica/storage/record_codec.hpp"
#include "replica/storage/store_layout.hpp"
#include "replica/storage/stored_write.hpp"

namespace whitewater::replica {

// What a store knows of each of its segments, oldest first.
struct SegmentSpan {
  std::uint64_t number = 0;
  // Segments before this one are not needed when the log begins here or later: no entry in them has this index or a
  // later one.
  std::uint64_t log_floor = 0;
};

// The segment to which records are appended.
struct LastSegment {
  std::uint64_t number = 0;
  std::uint32_t seed = 0;
  std::uint64_t bytes = 0;
  std::uint32_t sum = 0;  // CRC-32C of these bytes
};

struct RecoveredStore {
  std::uint64_t identity = 0;
  StoreState state;
  std::vector<LogRecord> log;
  SlotContents slots;
  std::vector<SegmentSpan> segments;  // empty: there is no store yet
  LastSegment last;

  // --- repairs ---
  bool last_is_torn = false;            // cut it to last.bytes
  std::optional<LastSegment> unclosed;  // cut this one, the last but one, to its bytes, and write its end record
  std::vector<std::string> leftovers;   // remove

  std::vector<std::string> remarks;  // sentences for a person
};

// Is told what is read, in its order; for `store dump`.
class StoreListener {
 public:
  virtual ~StoreListener() = default;
  virtual void segment(const std::string& name, const FileHeader& header) = 0;
  // byte: where the record begins in its segment.
  virtual void record(std::uint64_t byte, const StoredRecord& record) = 0;
  virtual void content(const std::string& name, SlotId slot, const ContentFile& file) = 0;
  virtual void chunk(std::uint64_t byte, const PayloadRef& chunk) = 0;
};

// The payloads lie in pool. listener may be null.
Result<RecoveredStore> recover(const ReadableFiles& files, const RecordCodec& codec, PayloadPool& pool,
                               StoreListener* listener = nullptr);

// The end record of a closed segment, as a frame behind its bytes.
std::string end_frame(const LastSegment& segment);

}  // namespace whitewater::replica
