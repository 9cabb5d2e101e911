// Elections: a node as a voter, and its election timer, in every role. Raft §5.2, §5.4.1; the pre-vote of thesis §9.6;
// and the promise that leases rely on: no vote within election_timeout_min of a leader's contact (thesis §4.2.3,
// §6.4.1). One object serves all roles and terms, because the promise outlives them.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/raft/message.hpp"
#include "core/raft/node_state.hpp"

namespace whitewater::raft {

class Elections {
 public:
  // Call it once, first. A node that was in any term may have answered a leader just before it stopped.
  void start(const NodeState& node);

  Time deadline() const { return deadline_; }
  bool timed_out(const NodeState& node) const { return node.now >= deadline_; }
  void draw_timeout(const NodeState& node);
  void restart_timer(const NodeState& node) { deadline_ = node.now + timeout_; }

  // When the node last heard from a leader of any term, or when this life began.
  Time leader_contact() const { return leader_contact_; }
  void heard_leader(const NodeState& node) {
    leader_contact_ = node.now;
    restart_timer(node);
  }
  // True if a leader may still rely on this node. contact: the node's last contact with a leader. A lease does not end
  // when the voter hears of a larger term.
  bool promised(const NodeState& node, Time contact) const {
    return node.now < contact + node.config.timing.election_timeout_min;
  }

  // The number of a request for votes, counted over the node's whole life. A pre-vote does not change the term. So if
  // each campaign counted anew, its requests would have the names of the last campaign's requests and share their
  // fate.
  std::uint64_t next_request(Term term) {
    if (term != asked_for_) asked_ = 0;
    asked_for_ = term;
    return asked_++;
  }

  void answer_pre_vote(const NodeState& node, NodeId from, const PreVoteRequest& request, bool promised, Output& out);
  // True if this node may vote for the sender. The request is of the current term, and no promise forbids it.
  bool may_vote(const NodeState& node, NodeId from, const VoteRequest& request) const;
  void grant_vote(NodeState& node, NodeId from, Output& out);
  void deny_vote(const NodeState& node, NodeId from, Output& out);

 private:
  // How many requests of this candidate the node has answered in its present term.
  std::uint64_t next_answer(const NodeState& node, NodeId to) {
    if (node.current_term != answered_in_) answered_.fill(0);
    answered_in_ = node.current_term;
    return answered_[to.value]++;
  }
  bool log_is_up_to_date(const NodeState& node, Index last_log_index, Term last_log_term) const;

  Time leader_contact_ = time_long_ago;
  Time deadline_ = time_never;
  Duration timeout_;
  std::uint64_t timeouts_drawn_ = 0;
  std::uint64_t term_of_attempt_ = UINT64_MAX;                       // of the latest draw; there was none
  std::uint32_t attempt_ = 0;                                        // which draw of that term it was
  Term answered_in_;                                                 // the term that answered_ counts in
  std::array<std::uint32_t, Configuration::voters_max> answered_{};  // requests of each candidate, of both kinds
  Term asked_for_;                                                   // the term that asked_ counts requests for
  std::uint64_t asked_ = 0;                                          // of both kinds
};

}  // namespace whitewater::raft
