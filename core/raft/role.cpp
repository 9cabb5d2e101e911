// What a leader does when time has passed, in a fixed order.
#include "core/raft/role.hpp"

namespace whitewater::raft {

void Leader::tick(const NodeState& node, Output& out) {
  for (NodeId follower : node.followers)
    if (node.now >= replication.known[follower.value].retransmit_at) replication.retransmit(node, follower, out);
  if (node.now >= replication.hedge_at) replication.hedge(node, out);
  if (node.now >= reads.ask_again_at) reads.repeat_round(node, replication, out);
  heartbeats.tick(node, replication, out);
  if (node.now >= replication.notice_at) replication.send_commit_notice(node, out);
}

}  // namespace whitewater::raft
