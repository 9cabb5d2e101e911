// Config: the settings of a Raft node, fixed for its life. Plain data.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/ids.hpp"
#include "core/raft/timing.hpp"

namespace whitewater::raft {

class Draws;

// Which followers an entry is sent to first. The policy never changes what counts as committed.
enum class ReplicationPolicy : std::uint8_t {
  broadcast,  // to all at once: the textbook
  thrifty,    // to just enough followers for a quorum, in turn; to the others only if those are late
};

// How a leader makes sure that it still leads before it answers a read (thesis §6.4).
enum class ReadPolicy : std::uint8_t {
  read_index,  // by a round of messages sent after the read arrived
  lease,       // no messages while a lease holds; otherwise as read_index
};

// When a leader sends heartbeats.
enum class HeartbeatPolicy : std::uint8_t {
  always,      // to all followers in every interval: the textbook
  suppressed,  // to a follower only if nothing else was sent to it for an interval
};

struct Config {
  NodeId self;
  unsigned replicas = 5;  // voters are 0 … replicas-1
  std::uint64_t seed = 0;
  std::uint32_t incarnation = 0;
  std::optional<std::uint16_t> number;  // by which draws know this node; nothing: its id
  Draws* draws = nullptr;  // what this node draws goes through it; null: nothing is pinned. Outlives the node
  Timing timing;
  ReplicationPolicy replication = ReplicationPolicy::broadcast;
  ReadPolicy reads = ReadPolicy::read_index;
  HeartbeatPolicy heartbeats = HeartbeatPolicy::always;
  bool prevote = true;
  bool check_quorum = true;
  std::uint32_t append_bytes_max = 48 * 1024;  // of one AppendEntries, by wire size; at least one entry is always sent
  std::uint32_t inflight_max = 16;             // unanswered appends with entries per follower
  std::uint32_t snapshot_keeps = 0;            // how many of the entries that a snapshot covers stay in the log
  std::uint32_t snapshot_chunk_bytes = 16 * 1024;  // of the state, in one chunk
};

}  // namespace whitewater::raft
