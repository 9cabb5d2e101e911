// A leader's heartbeats, and whether it still leads.
#include "core/raft/replication/heartbeats.hpp"

#include <algorithm>

namespace whitewater::raft {

void Heartbeats::begin(const NodeState& node) {
  const Config& config = node.config;
  elected_at = node.now;
  if (config.heartbeats == HeartbeatPolicy::always) heartbeat_at = node.now + config.timing.heartbeat_interval;
  if (config.check_quorum && !node.decides_alone()) quorum_check_at = node.now + config.timing.election_timeout_max;
}

// After election_timeout_max a silent quorum has started an election, so to step down costs nothing; one or two lost
// rounds do not reach it.
bool Heartbeats::quorum_is_lost(const NodeState& node, const Replication& replication) {
  if (node.now < quorum_check_at) return false;
  quorum_check_at = quorum_contact(node, replication) + node.config.timing.election_timeout_max;
  return node.now >= quorum_check_at;
}

void Heartbeats::tick(const NodeState& node, Replication& replication, Output& out) {
  const Duration interval = node.config.timing.heartbeat_interval;
  if (node.now >= heartbeat_at) {
    heartbeat_at = node.now + interval;
    send(node, replication, node.followers, out);
  }
  if (node.config.heartbeats == HeartbeatPolicy::suppressed) {
    NodeSet unheard;
    for (NodeId follower : node.followers)
      if (node.now >= replication.known[follower.value].last_sent + interval) unheard.insert(follower);
    send(node, replication, unheard, out);
  }
}

// A heartbeat to a follower that lacks committed entries carries them: so all catch up when nothing else is sent.
// Only if nothing is in flight to it, and never instead of the heartbeat: a full window holds up no heartbeat.
void Heartbeats::send(const NodeState& node, Replication& replication, NodeSet targets, Output& out) const {
  NodeSet lacking;
  for (NodeId target : targets) {
    Progress& progress = replication.known[target.value];
    if (progress.next > node.commit_index || !progress.inflight.empty() || !progress.takes_appends()) continue;
    progress.target = std::max(progress.target, node.commit_index);
    lacking.insert(target);
  }
  replication.send_appends(node, lacking, node.commit_index, {}, out);
  replication.send_empty_appends(node, targets - lacking, out);
}

}  // namespace whitewater::raft
