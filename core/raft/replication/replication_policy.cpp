// Followers take turns. Those that answer promptly come first, then those that can be reached at all.
#include "core/raft/replication/replication_policy.hpp"

namespace whitewater::raft {

namespace {

// Adds members of from to chosen until chosen has count members. Begins at the start-th node of all and goes round.
void choose(NodeSet all, NodeSet from, unsigned start, unsigned count, NodeSet& chosen) {
  for (unsigned pass = 0; pass < 2; ++pass) {
    unsigned position = 0;
    for (NodeId node : all) {
      if (chosen.size() == count) return;
      const bool in_this_pass = (position++ >= start) == (pass == 0);
      if (in_this_pass && from.contains(node)) chosen.insert(node);
    }
  }
}

}  // namespace

NodeSet first_targets(ReplicationPolicy policy, const FollowerSets& followers, unsigned needed, unsigned rotation) {
  if (policy == ReplicationPolicy::broadcast || followers.all.empty()) return followers.all;
  const unsigned start = rotation % followers.all.size();
  NodeSet chosen;
  choose(followers.all, followers.reachable & followers.prompt, start, needed, chosen);
  choose(followers.all, followers.reachable, start, needed, chosen);
  return chosen;
}

}  // namespace whitewater::raft
