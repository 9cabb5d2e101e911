// Which followers are first sent an entry, or asked whether the leader still leads. The choice changes cost and delay
// only. Commitment, the previous-entry check and persistence are decided elsewhere, so no policy can be unsafe.
#pragma once

#include "core/base/ids.hpp"
#include "core/raft/config.hpp"

namespace whitewater::raft {

// What a policy may know of the followers.
struct FollowerSets {
  NodeSet all;
  NodeSet reachable;  // not silent: worth sending to
  NodeSet prompt;     // nothing sent to them timed out since their last answer
};

// Who is sent a message first. needed: how many followers make a quorum together with the leader.
// broadcast: all followers, reachable or not. thrifty: as many reachable ones as needed, the prompt ones first, in turn
// from number `rotation` on.
NodeSet first_targets(ReplicationPolicy policy, const FollowerSets& followers, unsigned needed, unsigned rotation);

}  // namespace whitewater::raft
