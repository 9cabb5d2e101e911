// The default settings of a replica, chosen by measurement over the seventeen course scenarios (docs/tuning.md shows
// the effect of each). raft::Config itself defaults to textbook Raft, which Raft's tests use.
#pragma once

#include "core/raft/config.hpp"

namespace whitewater::kv {

inline constexpr raft::Timing tuned_timing() {
  raft::Timing timing;
  timing.heartbeat_interval = milliseconds(700);
  timing.election_timeout_min = milliseconds(1'750);
  timing.election_timeout_max = milliseconds(2'750);
  timing.retransmit_after = milliseconds(20);
  timing.hedge_after = milliseconds(2);
  timing.commit_notice_after = milliseconds(65);
  return timing;
}

inline constexpr raft::ReplicationPolicy tuned_replication = raft::ReplicationPolicy::thrifty;
inline constexpr raft::ReadPolicy tuned_reads = raft::ReadPolicy::lease;
inline constexpr raft::HeartbeatPolicy tuned_heartbeats = raft::HeartbeatPolicy::suppressed;
inline constexpr Duration tuned_redirect_freshness = milliseconds(800);

}  // namespace whitewater::kv
