// Heartbeats: the clock of a leader: heartbeats (Raft §5.2), CheckQuorum (thesis §6.2), and the timed actions of
// replication.
#pragma once

#include "core/base/time.hpp"
#include "core/raft/node_state.hpp"
#include "core/raft/replication/replication.hpp"

namespace whitewater::raft {

struct Heartbeats {
  Time elected_at;
  Time heartbeat_at = time_never;     // HeartbeatPolicy::always
  Time quorum_check_at = time_never;  // CheckQuorum

  void begin(const NodeState& node);
  // True if no quorum is known to follow any more. Then the leader steps down.
  bool quorum_is_lost(const NodeState& node, const Replication& replication);
  void tick(const NodeState& node, Replication& replication, Output& out);
  // When a quorum was last known to follow. Winning the election counts as contact.
  Time quorum_contact(const NodeState& node, const Replication& replication) const {
    return std::max(elected_at, replication.quorum_followed_at(node));
  }
  Time deadline() const { return std::min(heartbeat_at, quorum_check_at); }

 private:
  void send(const NodeState& node, Replication& replication, NodeSet targets, Output& out) const;
};

}  // namespace whitewater::raft
