// Follower: the receiving side of replication. Raft §5.3, receiver implementation of AppendEntries in figure 2. The
// Node hands it only messages of the current term's leader, and has already dealt with term, role and election timer.
#pragma once

#include "core/base/ids.hpp"
#include "core/raft/message.hpp"
#include "core/raft/node_state.hpp"
#include "core/raft/replication/reorder_buffer.hpp"

namespace whitewater::raft {

struct Follower {
  Index verified;  // an AppendEntries of the current term has proved that the log agrees with the leader's up to here

  // early outlives the role, to keep its memory. It drops appends of an older term when it is next used.
  [[gnu::always_inline]] inline void receive(NodeState& node, ReorderBuffer& early, NodeId from,
                                             const AppendEntries& append, Output& out);
  void receive(NodeState& node, const CommitNotice& notice, Output& out) const {
    commit_as_told(node, notice.leader_commit, out);
  }

 private:
  [[gnu::always_inline]] inline void agree(NodeState& node, const AppendEntries& append, Output& out);
  static bool holds(const NodeState& node, Index prev, Term prev_term);
  Index agree_with_kept(NodeState& node, ReorderBuffer& early, Output& out);
  bool keep_for_later(const NodeState& node, ReorderBuffer& early, const AppendEntries& append) const;
  [[gnu::always_inline]] inline void accept(NodeState& node, NodeId from, std::uint64_t round, Output& out) const;
  [[gnu::always_inline]] inline void store_entries(NodeState& node, Index prev, const PayloadRef& payload,
                                                   const EntryBatch& batch, Output& out);
  // Commits only entries that are known to agree with this leader's log; other entries may be another leader's. The
  // commit index never decreases: a new leader may know less than its predecessor told us.
  [[gnu::always_inline]] inline void commit_as_told(NodeState& node, Index leader_commit, Output& out) const {
    const Index index = std::min(leader_commit, verified);
    if (index > node.commit_index) node.commit_to(index, out);
  }
};

// Refuses an append, and tells the leader enough to pass over a whole term at once (Raft §5.3, last paragraphs). Also
// the answer to a leader of an older term, which only looks at our term.
void reject_append(NodeState& node, NodeId from, const AppendEntries& append, Output& out);

}  // namespace whitewater::raft
