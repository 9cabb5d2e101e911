// What must be true of a node after every call, in every build: of its state (point) and of what the call
// did to it (delta). O(1), and for each follower of a leader that the call was about.
#include "core/base/check.hpp"
#include "core/raft/node.hpp"

namespace whitewater::raft {

void Node::check_invariants() {
  check(current_term_ >= before_.current_term, "the current term never decreases");
  check(current_term_ != before_.current_term || before_.voted_for == no_node || voted_for_ == before_.voted_for,
        "a node gives one vote a term");
  check(commit_index_ >= before_.commit_index, "the commit index never decreases");
  check(commit_index_ <= log_.last_index(), "what is committed is in the log");
  check(log_.chain_hash(before_.commit_index) == before_.commit_hash, "a committed prefix never changes");
  check(log_.last_term() <= current_term_, "no entry is of a later term than the current one");
  Leader* leader = std::get_if<Leader>(&role_);
  if (leader != nullptr) {
    check(!before_.leading || current_term_ != before_.current_term || log_.last_index() >= before_.last_index,
          "a leader only appends to its log");
    check_leader(*leader);
  }
  if (commit_index_ != before_.commit_index) before_.commit_hash = log_.chain_hash(commit_index_);
  before_.current_term = current_term_;
  before_.voted_for = voted_for_;
  before_.commit_index = commit_index_;
  before_.last_index = log_.last_index();
  before_.leading = leader != nullptr;
}

void Node::check_leader(Leader& leader) const {
  check(voted_for_ == config_.self, "a leader voted for itself");
  check(log_.last_term() == current_term_, "a leader's last entry is of its own term");
  for (NodeId follower : leader.touched) {
    const Progress& progress = leader.progress[follower.value];
    check(progress.match < progress.next, "what a follower is sent next is behind what it is known to hold");
    check(progress.next <= log_.last_index().next(),
          "what a follower is sent next is in the leader's log, or just behind");
  }
  leader.touched = {};
}

}  // namespace whitewater::raft
