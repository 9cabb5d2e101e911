// Transitions between roles (Raft figure 4), and the initial state of each role.
#include <algorithm>

#include "core/base/check.hpp"
#include "core/raft/node.hpp"

namespace whitewater::raft {

void Node::become_follower(Term term, NodeId leader, Output& out) {
  check(term >= state_.current_term, "the current term never decreases");
  const bool timer_runs = std::holds_alternative<Follower>(role_);
  if (Leader* deposed = std::get_if<Leader>(&role_)) {
    out.reads_abandoned = true;
    std::swap(spare_queue_, deposed->reads.queue);
    spare_queue_.clear();
  }
  if (term > state_.current_term) state_.set_term_and_vote(term, no_node);
  state_.leader = leader;
  if (leader.valid()) state_.know_leader(leader);
  role_.emplace<Follower>();
  // If the node was a follower, its timer runs on. A larger term alone is no reason to wait: otherwise a candidate that
  // cannot win, with a short timeout, would keep all others from campaigning.
  if (!timer_runs) {
    elections_.draw_timeout(state_);
    elections_.restart_timer(state_);
  }
  state_.note(out, NoteCode::became_follower, state_.current_term.value, leader.value);
}

void Node::become_pre_candidate(Output& out) {
  check(!leading(), "a leader does not campaign");
  state_.leader = no_node;
  PreCandidate& self = role_.emplace<PreCandidate>();
  self.term = state_.current_term.next();
  self.grant(state_.config.self, state_.commit_index);
  elections_.draw_timeout(state_);
  elections_.restart_timer(state_);
  state_.note(out, NoteCode::became_pre_candidate, self.term.value);
  if (self.won(state_)) return become_candidate(out);
  self.start(state_, elections_, out);
}

void Node::become_candidate(Output& out) {
  check(!leading(), "a leader does not campaign");
  Index known_commit = state_.commit_index;
  if (const PreCandidate* before = std::get_if<PreCandidate>(&role_))
    known_commit = std::max(before->known_commit, known_commit);
  state_.set_term_and_vote(state_.current_term.next(), state_.config.self);
  state_.leader = no_node;
  // The pre-votes do not count here: they were for a term that no node was in (thesis §9.6).
  Candidate& self = role_.emplace<Candidate>();
  self.term = state_.current_term;
  self.grant(state_.config.self, known_commit);
  elections_.draw_timeout(state_);
  elections_.restart_timer(state_);
  state_.note(out, NoteCode::became_candidate, state_.current_term.value);
  if (self.won(state_)) return become_leader(self.known_commit, out);
  self.start(state_, elections_, out);
}

void Node::become_leader(Index known_commit, Output& out) {
  check(std::holds_alternative<Candidate>(role_), "only a candidate becomes leader");
  check(known_commit <= state_.log.last_index(),
        "a new leader holds every entry that was committed before (Raft §5.4)");
  state_.know_leader(state_.config.self);
  Leader& leader = role_.emplace<Leader>();
  std::swap(leader.reads.queue, spare_queue_);
  leader.first_index = state_.log.last_index().next();
  leader.answered_up_to = known_commit;
  leader.replication.begin(state_, leader.first_index);
  leader.heartbeats.begin(state_);
  state_.note(out, NoteCode::became_leader, state_.current_term.value, state_.log.last_index().value);
  // Raft §8: an entry of the leader's own term, so that it can commit. Sent to all followers, so that they know their
  // leader.
  leader.replication.append_own(state_, {}, state_.followers, out);
}

// A message of the current term's leader: a node that still campaigns in this term becomes a follower (Raft §5.2).
Follower& Node::follow(NodeId leader, Output& out) {
  check(!leading(), "a term has one leader at most");
  Follower* self = std::get_if<Follower>(&role_);
  if (self == nullptr) {
    become_follower(state_.current_term, leader, out);
    self = std::get_if<Follower>(&role_);
  } else if (state_.leader == no_node) {
    state_.know_leader(leader);
    state_.note(out, NoteCode::became_follower, state_.current_term.value, leader.value);
  }
  check(state_.leader == leader, "a term has one leader at most");
  elections_.heard_leader(state_);
  return *self;
}

}  // namespace whitewater::raft
