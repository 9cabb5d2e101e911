// Checks after every call, in every build, what must be true of a node's state, and of how the call changed it. The
// cost is constant, plus a few comparisons for each follower whose progress changed. An unchanged state was checked
// after the previous call and is not checked again.
#include "core/base/check.hpp"
#include "core/base/hash.hpp"
#include "core/raft/node.hpp"

namespace whitewater::raft {

// Compares the values that change most often first. Equal hashes mean equal logs.
bool Node::unchanged() const {
  return state_.commit_index == before_.commit_index && state_.log.last_hash() == before_.last_hash &&
         state_.current_term == before_.current_term && state_.voted_for == before_.voted_for && role() == before_.role;
}

void Node::check_changes() {
  const Standing now{state_.current_term,    state_.commit_index, state_.log.last_index(),
                     state_.log.last_hash(), state_.voted_for,    role()};
  check(now.current_term >= before_.current_term, "the current term never decreases");
  check(now.current_term != before_.current_term || before_.voted_for == no_node || now.voted_for == before_.voted_for,
        "a node gives one vote a term");
  check(now.commit_index >= before_.commit_index, "the commit index never decreases");
  check(now.commit_index <= now.last_index, "what is committed is in the log");
  if (state_.log.knows(before_.commit_index)) [[likely]]  // a snapshot that was installed may hide it
    check(state_.log.chain_hash(before_.commit_index) == before_commit_hash_, "a committed prefix never changes");
  check(state_.log.last_term() <= now.current_term, "no entry is of a later term than the current one");
  if (now.role == RoleKind::leader) {
    check(before_.role != RoleKind::leader || now.current_term != before_.current_term ||
              now.last_index >= before_.last_index,
          "a leader only appends to its log");
    check(now.voted_for == state_.config.self, "a leader voted for itself");
    check(state_.log.last_term() == now.current_term, "a leader's last entry is of its own term");
  }
  if (now.commit_index != before_.commit_index) before_commit_hash_ = state_.log.chain_hash(now.commit_index);
  before_ = now;
  fingerprint_ = sum_words(now.current_term.value, now.commit_index.value, now.last_index.value, now.voted_for.value,
                           static_cast<std::uint64_t>(now.role), now.last_hash);
}

void Node::check_touched(Replication& replication) const {
  for (NodeId follower : replication.touched) {
    const Progress& progress = replication.known[follower.value];
    check(progress.match < progress.next, "what a follower is sent next is behind what it is known to hold");
    check(progress.next <= state_.log.last_index().next(),
          "what a follower is sent next is in the leader's log, or just behind");
  }
  replication.touched = {};
}

void Node::check_invariants() {
  if (!unchanged()) check_changes();
  if (Leader* leader = std::get_if<Leader>(&role_)) check_touched(leader->replication);
}

}  // namespace whitewater::raft
