// Linearizable reads without log entries: ReadIndex and leases (thesis §6.4).
#include "core/raft/reads/reads.hpp"

#include <algorithm>

namespace whitewater::raft {

void LeaderReads::read(const NodeState& node, Replication& replication, std::uint64_t token, Index first_index,
                       Output& out) {
  // Thesis §6.4, step 1: a new leader knows what is committed only after an entry of its own term is committed.
  const Index index = std::max(node.commit_index, first_index);
  if (index <= node.commit_index && lease_holds(node, replication)) {
    out.reads.push_back({token, index});
    refresh_lease(node, replication, out);
  } else {
    queue.push({token, index, replication.rounds.begin(node.now)});
    // One round at a time: reads that arrive during a round share the next one.
    if (ask_again_at == time_never) start_round(node, replication, out);
    release(node, replication, out);
  }
}

// Each member of a quorum answered a message that left at quorum_followed_at or later, so it votes for nobody until
// election_timeout_min after that, on its own clock. The lease is shorter than that by the clock drift.
bool LeaderReads::lease_holds(const NodeState& node, const Replication& replication) const {
  return node.config.reads == ReadPolicy::lease &&
         node.now < replication.quorum_followed_at(node) + node.config.timing.lease();
}

void LeaderReads::start_round(const NodeState& node, Replication& replication, Output& out) {
  round = replication.rounds.next(node.now);
  ask_again_after = node.config.timing.retransmit_after;
  ask_again_at = node.now + ask_again_after;
  replication.send_empty_appends(node, replication.quorum_targets(node, rotation), out);
}

// Asks all followers that have not confirmed: messages to those that were asked first may be lost.
void LeaderReads::repeat_round(const NodeState& node, Replication& replication, Output& out) {
  ask_again_after = std::min(ask_again_after * 2, Replication::retransmit_delay_max(node));
  ask_again_at = node.now + ask_again_after;
  NodeSet unconfirmed;
  for (NodeId follower : node.followers)
    if (replication.known[follower.value].round < round) unconfirmed.insert(follower);
  replication.send_empty_appends(node, unconfirmed, out);
}

// A read renews the lease in the background once half of the lease is over. A leader without reads renews no lease.
void LeaderReads::refresh_lease(const NodeState& node, Replication& replication, Output& out) {
  if ((node.now - replication.quorum_followed_at(node)) * 2 < node.config.timing.lease()) return;
  if (node.now < refreshed_at + node.config.timing.retransmit_after) return;
  refreshed_at = node.now;
  replication.send_empty_appends(node, replication.quorum_targets(node, rotation), out);
}

// Reads are confirmed in the order of arrival, because neither rounds nor indexes ever decrease.
void LeaderReads::release_waiting(const NodeState& node, Replication& replication, Output& out) {
  const Time confirmed = replication.quorum_round(node);
  while (!queue.empty() && queue.front().round <= confirmed && queue.front().index <= node.commit_index) {
    out.reads.push_back({queue.front().token, queue.front().index});
    queue.pop();
  }
  if (queue.empty() || queue.back().round <= confirmed)
    ask_again_at = time_never;  // the remaining reads only wait for a commit
  else if (round <= confirmed)
    start_round(node, replication, out);
}

}  // namespace whitewater::raft
