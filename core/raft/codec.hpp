// The binary form of Raft's messages, entries and hard state: versioned, little-endian, fixed width, canonical (equal
// values have equal bytes). Any bytes decode to a value or an error. No count in the bytes makes the decoder allocate
// more than a small multiple of their length. A CommandCodec of the owner encodes the commands.
//
//   message    u8 version (1) | u8 alternative of Message | its fields in order, u64 each; entries or chunk last
//   entries    u32 count | count times: u64 term | u32 length of the command (0: none) | command
//   chunk      u64 each: last included index, its term, hash of the log up to there, voters as bits, the snapshot's id,
//              bytes of its state, offset | u32 length | that many bytes of the state
//   hard state u64 current_term | u16 voted_for (0xFFFF: nobody)
//
// A message takes message_wire_bytes(message) bytes, if each command takes exactly its wire_bytes().
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/error.hpp"
#include "core/raft/message.hpp"
#include "core/raft/snapshots/snapshot.hpp"
#include "core/raft/types.hpp"
#include "core/wire/byte_reader.hpp"
#include "core/wire/byte_writer.hpp"

namespace whitewater::raft {

inline constexpr std::uint8_t message_codec_version = 1;

class CommandCodec {
 public:
  virtual ~CommandCodec() = default;
  // Appends at least one byte; command is not empty.
  virtual void encode(const PayloadRef& command, ByteWriter& bytes) const = 0;
  // Receives exactly the bytes of one command, and must read all of them.
  virtual Result<PayloadRef> decode(ByteReader& bytes, PayloadPool& pool) const = 0;
};

void encode_message(const Message& message, const CommandCodec& commands, ByteWriter& bytes);
Result<Message> decode_message(std::string_view bytes, const CommandCodec& commands, PayloadPool& pool);

// Writes the form "entries" above; used for disks.
void encode_batch(const EntryBatch& batch, const CommandCodec& commands, ByteWriter& bytes);
// Returns an EntryBatch, or an empty reference if the count is 0.
Result<PayloadRef> decode_batch(std::string_view bytes, const CommandCodec& commands, PayloadPool& pool);

// Writes the form "chunk" above; used for disks.
void encode_chunk(const SnapshotChunk& chunk, ByteWriter& bytes);
Result<PayloadRef> decode_chunk(std::string_view bytes, const CommandCodec& commands, PayloadPool& pool);

void encode_hard_state(const HardState& state, ByteWriter& bytes);
Result<HardState> decode_hard_state(std::string_view bytes);

}  // namespace whitewater::raft
