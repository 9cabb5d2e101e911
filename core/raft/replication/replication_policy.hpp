// Which followers an entry, or the question whether a leader still leads, is sent to. A choice about cost
// and delay only: what counts as committed, the previous-entry check and persistence are not decided here,
// so no policy can be unsafe.
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

// Whom to send to at first. needed: how many followers make a quorum together with the leader.
// broadcast: all, be they reachable or not. thrifty: needed ones of the reachable, the prompt before the
// others, beginning at the rotation-th.
NodeSet first_targets(ReplicationPolicy policy, const FollowerSets& followers, unsigned needed, unsigned rotation);

}  // namespace whitewater::raft
