// Campaign: the state of a node that asks for votes: who answered, and when it asks again. Raft §5.2. A pre-vote
// (thesis §9.6) is a campaign for a term that the node is not in yet. A campaign knows whether it is won; the Node then
// changes the role.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/raft/election/elections.hpp"
#include "core/raft/node_state.hpp"

namespace whitewater::raft {

// Sets, not counters: a duplicated grant counts once.
struct Campaign {
  Term term;  // the term in which the node would lead
  NodeSet granted;
  NodeSet denied;
  Index known_commit;  // the largest commit index that a voter has reported
  Time ask_again_at = time_never;
  Duration ask_again_after;

  bool won(const NodeState& node) const { return node.configuration.has_quorum(granted); }
  void start(const NodeState& node, Elections& elections, Output& out);
  void tick(const NodeState& node, Elections& elections, Output& out);
  // A voter has answered.
  void grant(NodeId from, Index commit_index);
  void deny(NodeId from, Index commit_index);

 private:
  void ask(const NodeState& node, Elections& elections, NodeSet whom, Output& out) const;
};

struct PreCandidate : Campaign {};
struct Candidate : Campaign {};

}  // namespace whitewater::raft
