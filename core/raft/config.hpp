// Config: what a Raft node is told once. Plain data.
#pragma once

#include <cstdint>

#include "core/base/ids.hpp"
#include "core/raft/timing.hpp"

namespace whitewater::raft {

// Which followers an entry is sent to at first. Never what counts as committed.
enum class ReplicationPolicy : std::uint8_t {
  broadcast,  // to all at once: the textbook
  thrifty,    // to a rotating bare quorum; to the others only when that is late
};

// How a leader makes sure that it still leads before it answers a read (thesis §6.4).
enum class ReadPolicy : std::uint8_t {
  read_index,  // a confirmation round after the read arrived
  lease,       // none while a lease holds; else as read_index
};

// When an idle or busy leader sends heartbeats.
enum class HeartbeatPolicy : std::uint8_t {
  always,      // to all, every interval: the textbook
  suppressed,  // to a follower only when nothing else was sent to it for an interval
};

struct Config {
  NodeId self;
  unsigned replicas = 5;  // voters are 0 … replicas-1
  std::uint64_t seed = 0;
  std::uint32_t incarnation = 0;
  Timing timing;
  ReplicationPolicy replication = ReplicationPolicy::broadcast;
  ReadPolicy reads = ReadPolicy::read_index;
  HeartbeatPolicy heartbeats = HeartbeatPolicy::always;
  bool prevote = true;
  bool check_quorum = true;
  std::uint32_t append_bytes_max = 48 * 1024;  // of one AppendEntries, by wire size; at least one entry always goes
  std::uint32_t inflight_max = 16;             // unanswered appends with entries per follower
};

}  // namespace whitewater::raft
