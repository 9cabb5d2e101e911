// The receiving side of InstallSnapshot (Raft §7, figure 13), on a follower. The Node hands it only messages of the
// current term's leader, and has already dealt with term, role and election timer.
#pragma once

#include "core/raft/message.hpp"
#include "core/raft/node_state.hpp"
#include "core/raft/replication/follower.hpp"
#include "core/raft/snapshots/incoming_snapshot.hpp"

namespace whitewater::raft {

// incoming outlives the role, to keep its memory.
void receive_snapshot(NodeState& node, Follower& self, IncomingSnapshot& incoming, NodeId from,
                      const InstallSnapshot& install, Output& out);

// Answers a leader of an older term, which only looks at our term.
void refuse_snapshot(NodeState& node, NodeId from, const InstallSnapshot& install, Output& out);

}  // namespace whitewater::raft
