// Writes and reads the forms that codec.hpp defines, and rejects bytes that do not follow them.
#include "core/raft/codec.hpp"

#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/check.hpp"

namespace whitewater::raft {

namespace {

constexpr std::size_t entry_bytes_min = 12;  // term and length

// Calls `field` with each field of a message in the order of the wire format; for writing and for reading. A new
// alternative of Message without a function here does not compile.
template <class M, class Field>
void each_field(M& m, Field&& field) {
  using Kind = std::remove_const_t<M>;
  field(m.term);
  if constexpr (std::is_same_v<Kind, PreVoteRequest> || std::is_same_v<Kind, VoteRequest>) {
    field(m.last_log_index);
    field(m.last_log_term);
  } else if constexpr (std::is_same_v<Kind, PreVoteGranted> || std::is_same_v<Kind, PreVoteDenied> ||
                       std::is_same_v<Kind, VoteGranted> || std::is_same_v<Kind, VoteDenied>) {
    field(m.commit_index);
  } else if constexpr (std::is_same_v<Kind, AppendEntries>) {
    field(m.prev_log_index);
    field(m.prev_log_term);
    field(m.leader_commit);
    field(m.round);
    field(m.entries);
  } else if constexpr (std::is_same_v<Kind, AppendAccepted>) {
    field(m.match_index);
    field(m.round);
  } else if constexpr (std::is_same_v<Kind, AppendRejected>) {
    field(m.prev_log_index);
    field(m.conflict_term);
    field(m.conflict_index);
    field(m.round);
  } else if constexpr (std::is_same_v<Kind, InstallSnapshot>) {
    field(m.round);
    field.chunk(m.chunk);
  } else if constexpr (std::is_same_v<Kind, SnapshotAccepted>) {
    field(m.match_index);
    field(m.snapshot);
    field(m.bytes);
    field(m.round);
  } else {
    static_assert(std::is_same_v<Kind, CommitNotice>, "every message has its fields listed");
    field(m.leader_commit);
  }
}

void write_batch(const EntryBatch* batch, const CommandCodec& commands, ByteWriter& bytes) {
  const std::uint32_t count = batch == nullptr ? 0 : batch->count;
  bytes.u32(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const Entry& entry = (*batch)[i];
    bytes.u64(entry.term.value);
    const std::size_t length_at = bytes.position();
    bytes.u32(0);
    if (!entry.command) continue;
    commands.encode(entry.command, bytes);
    const std::size_t length = bytes.position() - length_at - 4;
    check(length > 0 && length <= UINT32_MAX, "a command takes from one byte to four gibibytes");
    bytes.replace_u32(length_at, static_cast<std::uint32_t>(length));
  }
}

class FieldWriter {
 public:
  FieldWriter(const CommandCodec& commands, ByteWriter& bytes) : commands_(commands), bytes_(bytes) {}

  void operator()(std::uint64_t word) { bytes_.u64(word); }
  void operator()(Term term) { bytes_.u64(term.value); }
  void operator()(Index index) { bytes_.u64(index.value); }
  void operator()(const PayloadRef& entries) {
    const EntryBatch* batch = entries.get_if<EntryBatch>();
    check(!entries || (batch != nullptr && batch->count > 0), "what is appended is a batch of one entry or more");
    write_batch(batch, commands_, bytes_);
  }
  void chunk(const PayloadRef& payload) {
    const auto* chunk = payload.get_if<SnapshotChunk>();
    check(chunk != nullptr, "a snapshot is sent in chunks");
    encode_chunk(*chunk, bytes_);
  }

 private:
  const CommandCodec& commands_;
  ByteWriter& bytes_;
};

// Reads fields until one is invalid. Then `error` says why, and the reader has failed.
class FieldReader {
 public:
  FieldReader(ByteReader& bytes, const CommandCodec& commands, PayloadPool& pool)
      : bytes_(bytes), commands_(commands), pool_(pool) {}

  void operator()(std::uint64_t& word) { word = bytes_.u64(); }
  void operator()(Term& term) { term.value = bytes_.u64(); }
  void operator()(Index& index) { index.value = bytes_.u64(); }
  void operator()(PayloadRef& entries) {
    const std::uint32_t count = bytes_.u32();
    if (count > bytes_.remaining() / entry_bytes_min)
      return refuse({"entries", "expected as many as there are bytes for, found a larger count"});
    std::vector<Entry> read;
    read.reserve(count);
    for (std::uint32_t i = 0; i < count && bytes_.ok(); ++i) {
      Entry entry;
      entry.term.value = bytes_.u64();
      const std::string_view command = bytes_.bytes(bytes_.u32());
      if (!command.empty() && !read_command(command, entry.command)) return;
      read.push_back(std::move(entry));
    }
    if (bytes_.ok() && count > 0) entries = make_batch(pool_, read.data(), count);
  }
  void chunk(PayloadRef& payload) {
    SnapshotHead head;
    head.last.index.value = bytes_.u64();
    head.last.term.value = bytes_.u64();
    head.last.hash = bytes_.u64();
    head.voters = NodeSet(bytes_.u64());
    head.id = bytes_.u64();
    head.bytes = bytes_.u64();
    const std::uint64_t offset = bytes_.u64();
    const std::string_view state = bytes_.bytes(bytes_.u32());
    if (!bytes_.ok()) return;
    if (offset > head.bytes || state.size() > head.bytes - offset)
      return refuse({"chunk", "expected it to end within the snapshot, found a later end"});
    payload = make_snapshot_chunk(pool_, head, offset, state);
  }

  // Why the bytes are invalid. where: the name of what was read.
  Error error(const char* where) const {
    if (!error_.message.empty()) return {where, error_.text()};
    return {where, bytes_.failed() ? "expected more bytes, found the end" : "expected the end, found more bytes"};
  }

 private:
  bool read_command(std::string_view encoded, PayloadRef& command) {
    ByteReader reader(encoded);
    Result<PayloadRef> decoded = commands_.decode(reader, pool_);
    if (!decoded.ok()) {
      refuse(decoded.error());
    } else if (!reader.finished() || !decoded.value()) {
      refuse({"command", "expected it to take all bytes of its length, found some left"});
    } else {
      command = std::move(decoded.value());
      return true;
    }
    return false;
  }

  void refuse(const Error& error) {
    if (error_.message.empty()) error_ = error;
    bytes_.fail();
  }

  ByteReader& bytes_;
  const CommandCodec& commands_;
  PayloadPool& pool_;
  Error error_;
};

// Sets message to its alternative of this number. Returns false if there is no such alternative.
template <std::size_t... numbers>
bool emplace(Message& message, std::size_t number, std::index_sequence<numbers...>) {
  return ((number == numbers && (message.emplace<numbers>(), true)) || ...);
}

}  // namespace

void encode_message(const Message& message, const CommandCodec& commands, ByteWriter& bytes) {
  bytes.u8(message_codec_version);
  bytes.u8(static_cast<std::uint8_t>(message.index()));
  std::visit([&](const auto& m) { each_field(m, FieldWriter(commands, bytes)); }, message);
}

Result<Message> decode_message(std::string_view bytes, const CommandCodec& commands, PayloadPool& pool) {
  ByteReader reader(bytes);
  const std::uint8_t version = reader.u8();
  const std::uint8_t alternative = reader.u8();
  if (reader.ok() && version != message_codec_version)
    return Error{"raft message", "expected version 1, found " + std::to_string(version)};
  Message message;
  if (!emplace(message, alternative, std::make_index_sequence<std::variant_size_v<Message>>()))
    return Error{"raft message", "expected a kind of message, found number " + std::to_string(alternative)};
  FieldReader fields(reader, commands, pool);
  std::visit([&](auto& m) { each_field(m, fields); }, message);
  if (!reader.finished()) return fields.error("raft message");
  return message;
}

void encode_batch(const EntryBatch& batch, const CommandCodec& commands, ByteWriter& bytes) {
  write_batch(&batch, commands, bytes);
}

Result<PayloadRef> decode_batch(std::string_view bytes, const CommandCodec& commands, PayloadPool& pool) {
  ByteReader reader(bytes);
  FieldReader fields(reader, commands, pool);
  PayloadRef batch;
  fields(batch);
  if (!reader.finished()) return fields.error("entries");
  return batch;
}

void encode_chunk(const SnapshotChunk& chunk, ByteWriter& bytes) {
  bytes.u64(chunk.head.last.index.value);
  bytes.u64(chunk.head.last.term.value);
  bytes.u64(chunk.head.last.hash);
  bytes.u64(chunk.head.voters.bits());
  bytes.u64(chunk.head.id);
  bytes.u64(chunk.head.bytes);
  bytes.u64(chunk.offset);
  bytes.u32(chunk.length);
  bytes.bytes(chunk.state());
}

Result<PayloadRef> decode_chunk(std::string_view bytes, const CommandCodec& commands, PayloadPool& pool) {
  ByteReader reader(bytes);
  FieldReader fields(reader, commands, pool);
  PayloadRef chunk;
  fields.chunk(chunk);
  if (!reader.finished()) return fields.error("snapshot chunk");
  return chunk;
}

void encode_hard_state(const HardState& state, ByteWriter& bytes) {
  bytes.u64(state.current_term.value);
  bytes.u16(state.voted_for.value);
}

Result<HardState> decode_hard_state(std::string_view bytes) {
  ByteReader reader(bytes);
  HardState state;
  state.current_term.value = reader.u64();
  state.voted_for.value = reader.u16();
  if (!reader.finished()) return Error{"hard state", "expected 10 bytes, found " + std::to_string(bytes.size())};
  return state;
}

}  // namespace whitewater::raft
