// The state machine as bytes, for a snapshot (Raft §7): the store, and the sessions with it, because a put that was
// applied before the snapshot must not be applied again behind it (thesis §6.3). Replicas that have applied the same
// entries write the same bytes. Knows nothing of Raft or of chunks.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/payload.hpp"
#include "core/kv/sessions.hpp"
#include "core/kv/store.hpp"
#include "core/wire/byte_writer.hpp"

namespace whitewater::kv {

// u8 version, 1 | count of keys | each: its latest put (core/client/codec.hpp) | count of clients | each: u16 client,
// count of requests, each prefixed MID, the oldest first. Counts are varints.
void encode_state(const Store& store, const Sessions& sessions, ByteWriter& bytes);

// Fills both, which must be empty. An error names what was expected; then they are not fit for use.
std::optional<Error> decode_state(std::string_view bytes, PayloadPool& pool, Store& store, Sessions& sessions);

}  // namespace whitewater::kv
