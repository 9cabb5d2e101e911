// The binary form of writes and checkpoints; all integers are little-endian.
#include "replica/storage/stored_write.hpp"

namespace whitewater::replica {

namespace {

using Kind = StoredWrite::Kind;

constexpr std::size_t content_bytes = 24;

std::size_t bytes_of(const StoredWrite& write) {
  const bool of_slot = write.kind == Kind::replace || write.kind == Kind::commit;
  std::size_t bytes = of_slot ? 2 : 9;
  if (write.kind == Kind::append) bytes += 4;
  if (write.kind == Kind::commit) bytes += content_bytes;
  return bytes + write.record.size();
}

void put_content(ByteWriter& writer, const ContentFile& content) {
  writer.u64(content.number);
  writer.u32(content.chunks);
  writer.u64(content.bytes);
  writer.u32(content.sum);
}

ContentFile content_in(ByteReader& reader) {
  ContentFile content;
  content.number = reader.u64();
  content.chunks = reader.u32();
  content.bytes = reader.u64();
  content.sum = reader.u32();
  return content;
}

bool read_write(std::string_view bytes, StoredWrite& write) {
  ByteReader reader(bytes);
  const std::uint8_t kind = reader.u8();
  if (kind > static_cast<std::uint8_t>(Kind::commit)) return false;
  write = {};
  write.kind = static_cast<Kind>(kind);
  if (write.kind == Kind::replace || write.kind == Kind::commit)
    write.slot.value = reader.u8();
  else
    write.index = reader.u64();
  if (write.kind == Kind::append) write.count = reader.u32();
  if (write.kind == Kind::commit) write.content = content_in(reader);
  if (write.kind == Kind::append || write.kind == Kind::replace) write.record = reader.bytes(reader.remaining());
  return reader.finished();
}

bool read_checkpoint(ByteReader& reader, StoreState& state) {
  state = {};
  state.log_first = reader.u64();
  state.log_next = reader.u64();
  state.next_content = reader.u64();
  for (SlotHolding& slot : state.slots) {
    const std::uint8_t kind = reader.u8();
    if (kind > static_cast<std::uint8_t>(SlotHolding::Kind::file)) return false;
    slot.kind = static_cast<SlotHolding::Kind>(kind);
    if (slot.kind == SlotHolding::Kind::record) slot.record = reader.prefixed();
    if (slot.kind == SlotHolding::Kind::file) slot.file = content_in(reader);
  }
  return reader.finished() && state.log_first <= state.log_next;
}

}  // namespace

void append_write(std::string& record, const StoredWrite& write) {
  ByteWriter writer(record);
  writer.varint(bytes_of(write));
  writer.u8(static_cast<std::uint8_t>(write.kind));
  if (write.kind == Kind::replace || write.kind == Kind::commit)
    writer.u8(write.slot.value);
  else
    writer.u64(write.index);
  if (write.kind == Kind::append) writer.u32(write.count);
  if (write.kind == Kind::commit) put_content(writer, write.content);
  writer.bytes(write.record);
}

std::string writes_record_start() {
  return {static_cast<char>(RecordKind::writes)};
}

std::string end_record() {
  return {static_cast<char>(RecordKind::end)};
}

std::string checkpoint_record(const StoreState& state) {
  std::string bytes;
  ByteWriter writer(bytes);
  writer.u8(static_cast<std::uint8_t>(RecordKind::checkpoint));
  writer.u64(state.log_first);
  writer.u64(state.log_next);
  writer.u64(state.next_content);
  for (const SlotHolding& slot : state.slots) {
    writer.u8(static_cast<std::uint8_t>(slot.kind));
    if (slot.kind == SlotHolding::Kind::record) writer.prefixed(slot.record);
    if (slot.kind == SlotHolding::Kind::file) put_content(writer, slot.file);
  }
  return bytes;
}

bool read_record(std::string_view bytes, StoredRecord& record) {
  ByteReader reader(bytes);
  const std::uint8_t kind = reader.u8();
  if (reader.failed() || kind > static_cast<std::uint8_t>(RecordKind::end)) return false;
  record.kind = static_cast<RecordKind>(kind);
  record.writes.clear();
  if (record.kind == RecordKind::end) return reader.finished();
  if (record.kind == RecordKind::checkpoint) return read_checkpoint(reader, record.checkpoint);
  while (reader.remaining() != 0) {
    StoredWrite write;
    if (!read_write(reader.prefixed(), write)) return false;
    record.writes.push_back(write);
  }
  return reader.ok() && !record.writes.empty();
}

const char* StoreState::apply(const StoredWrite& write) {
  switch (write.kind) {
    case Kind::append:
      if (write.index != log_next) return "entries are appended right behind the last one";
      log_next += write.count;
      return nullptr;
    case Kind::truncate:
      if (write.index < log_first || write.index > log_next) return "a log is truncated at an index that it has";
      log_next = write.index;
      return nullptr;
    case Kind::trim:
      if (write.index < log_first) return "a log is trimmed up to an index that it has not passed";
      log_first = write.index;
      if (log_next < log_first) log_next = log_first;
      return nullptr;
    case Kind::replace:
    case Kind::commit:
      break;
  }
  if (write.slot.value >= slots_max) return "a slot is one of the four that a node has";
  SlotHolding& slot = slots[write.slot.value];
  if (write.kind == Kind::replace) {
    slot.kind = SlotHolding::Kind::record;
    slot.record = write.record;
    slot.file = {};
    return nullptr;
  }
  if (write.content.number != next_content) return "contents are numbered in the order of their commits";
  ++next_content;
  slot.kind = SlotHolding::Kind::file;
  slot.record.clear();
  slot.file = write.content;
  return nullptr;
}

}  // namespace whitewater::replica
