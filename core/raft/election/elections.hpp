// Elections: a node as a voter, and its election timer, in every role. Raft §5.2, §5.4.1; the pre-vote of thesis §9.6;
// and the promise that leases stand on: no vote within election_timeout_min of a leader's contact (thesis §4.2.3,
// §6.4.1). It outlives roles and terms, because the promise does.
#pragma once

#include <cstdint>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/raft/message.hpp"
#include "core/raft/node_state.hpp"

namespace whitewater::raft {

class Elections {
 public:
  // Once, first. A node that has been in any term may have answered a leader just before it stopped.
  void start(const NodeState& node);

  Time deadline() const { return deadline_; }
  bool timed_out(const NodeState& node) const { return node.now >= deadline_; }
  void draw_timeout(const NodeState& node);
  void restart_timer(const NodeState& node) { deadline_ = node.now + timeout_; }

  // When a leader of any term was heard last, or this life began.
  Time leader_contact() const { return leader_contact_; }
  void heard_leader(const NodeState& node) {
    leader_contact_ = node.now;
    restart_timer(node);
  }
  // True if a leader may count on this node, which had contact at that time. A lease does not end because the voter has
  // heard of a larger term.
  bool promised(const NodeState& node, Time contact) const {
    return node.now < contact + node.config.timing.election_timeout_min;
  }

  // The ordinal of a request for votes. Counted over the node's life: a pre-vote leaves the term as it is, so a count
  // that began anew with every campaign would give the next one the names, and in a simulated network the fate, of the
  // last.
  std::uint64_t next_request() { return requests_sent_++; }

  void answer_pre_vote(const NodeState& node, NodeId from, const PreVoteRequest& request, bool promised, Output& out);
  // True if this node may vote for the sender. The request is of the current term, and no promise forbids it.
  bool may_vote(const NodeState& node, NodeId from, const VoteRequest& request) const;
  void grant_vote(NodeState& node, NodeId from, Output& out);
  void deny_vote(const NodeState& node, NodeId from, Output& out);

 private:
  bool log_is_up_to_date(const NodeState& node, Index last_log_index, Term last_log_term) const;

  Time leader_contact_ = time_long_ago;
  Time deadline_ = time_never;
  Duration timeout_;
  std::uint64_t timeouts_drawn_ = 0;
  std::uint64_t requests_answered_ = 0;  // of both kinds, granted or not
  std::uint64_t requests_sent_ = 0;      // of both kinds
};

}  // namespace whitewater::raft
