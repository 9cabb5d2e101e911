// What an event puts into the digest besides its time, sequence number, payload and fingerprint. Fixed for
// ever: a change is a new Digest::version.
#pragma once

#include <cstdint>

#include "core/base/ids.hpp"

namespace whitewater::simnet {

// kind: of an actor's event, its EventKind; of a fault, heal_kind, or episode_kinds + twice its KindId, and one more
// for its end.
constexpr std::uint64_t kind_word(NodeId node, std::uint64_t kind, std::uint64_t peer) {
  return node.value | (kind << 16) | (peer << 32);
}

inline constexpr std::uint64_t heal_kind = 127;
inline constexpr std::uint64_t episode_kinds = 128;  // and above

}  // namespace whitewater::simnet
