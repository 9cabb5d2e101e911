// StoredWrite: one durable write as a store keeps it; and the records of a segment, each of which holds all writes that
// one sync made durable. A record is a frame, so a crash leaves all writes of a sync or none.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/actor/event.hpp"
#include "core/wire/byte_reader.hpp"
#include "core/wire/byte_writer.hpp"

namespace whitewater::replica {

// A content that was written in chunks lies in a file of its own.
struct ContentFile {
  std::uint64_t number = 0;
  std::uint32_t chunks = 0;
  std::uint64_t bytes = 0;  // of the file
  std::uint32_t sum = 0;    // CRC-32C of the file

  friend bool operator==(const ContentFile&, const ContentFile&) = default;
};

struct StoredWrite {
  // As they stand in segments.
  enum class Kind : std::uint8_t { append, truncate, replace, trim, commit };

  Kind kind = Kind::append;
  std::uint64_t index = 0;  // append: of its first entry; truncate: of the first that goes; trim: that may stay
  std::uint32_t count = 0;  // append: entries
  SlotId slot;              // replace, commit
  ContentFile content;      // commit
  std::string_view record;  // append, replace: in the codec's form
};

// What a slot holds: nothing, the record of a replace, or a file.
struct SlotHolding {
  enum class Kind : std::uint8_t { nothing, record, file };

  Kind kind = Kind::nothing;
  std::string record;
  ContentFile file;

  friend bool operator==(const SlotHolding&, const SlotHolding&) = default;
};

// All that segments tell, apart from the entries of the log.
struct StoreState {
  std::uint64_t log_first = 1;
  std::uint64_t log_next = 1;  // one past the last entry
  std::uint64_t next_content = 1;
  std::array<SlotHolding, slots_max> slots;

  // Null: done. Otherwise: why the write makes no sense here; nothing has changed.
  const char* apply(const StoredWrite& write);

  friend bool operator==(const StoreState&, const StoreState&) = default;
};

// checkpoint: the first of every segment; the state before its writes. end: the last of a closed segment.
enum class RecordKind : std::uint8_t { writes, checkpoint, end };

// Appends to a record of writes, which begins as writes_record_start().
void append_write(std::string& record, const StoredWrite& write);
std::string writes_record_start();
std::string checkpoint_record(const StoreState& state);
std::string end_record();

// Views point into the bytes that were read.
struct StoredRecord {
  RecordKind kind = RecordKind::writes;
  std::vector<StoredWrite> writes;
  StoreState checkpoint;
};

// Reads into record, whose memory is kept. False: these bytes are no record.
bool read_record(std::string_view bytes, StoredRecord& record);

}  // namespace whitewater::replica
