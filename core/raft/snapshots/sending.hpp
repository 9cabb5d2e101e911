// Sending: what a leader keeps of the snapshot that it sends to one follower: one chunk at a time is unanswered.
#pragma once

#include <cstdint>

#include "core/base/payload.hpp"
#include "core/raft/snapshots/snapshot.hpp"

namespace whitewater::raft {

struct Sending {
  PayloadRef snapshot;        // a Snapshot; stays the same while newer ones are taken
  std::uint32_t place = 0;    // of the chunk that was sent last
  std::uint32_t attempt = 0;  // counts what is sent again in this term; part of a message's identity
  std::uint64_t round = 0;    // of the message that was sent last

  const Snapshot& what() const { return *snapshot.get_if<Snapshot>(); }
  Index end() const { return snapshot ? what().head.last.index : Index{}; }
};

}  // namespace whitewater::raft
