// Linearizable reads without log entries: ReadIndex and leases (thesis §6.4).
#include <algorithm>

#include "core/raft/node.hpp"

namespace whitewater::raft {

bool Node::read(Time now, std::uint64_t token, Output& out) {
  Leader* leader = std::get_if<Leader>(&role_);
  if (leader == nullptr) return false;
  now_ = now;
  // Thesis §6.4, step 1: until an entry of its own term is committed, a new leader does not know what is.
  const Index index = std::max(commit_index_, leader->first_index);
  if (index <= commit_index_ && lease_holds(*leader)) {
    out.reads.push_back({token, index});
    refresh_lease(*leader, out);
  } else {
    leader->reads.queue.push({token, index, now_});
    // One round at a time: reads that arrive during one share the next.
    if (leader->reads.ask_again_at == time_never) start_read_round(*leader, out);
    release_reads(*leader, out);
  }
  finish(out);
  return true;
}

// A majority was sent something at quorum_round, and each of it heard it no earlier than that: so it votes for
// nobody until election_timeout_min later on its own clock, and a lease is shorter than that by the drift.
bool Node::lease_holds(const Leader& leader) const {
  return config_.reads == ReadPolicy::lease && now_ < quorum_round(leader) + config_.timing.lease();
}

void Node::start_read_round(Leader& leader, Output& out) {
  leader.reads.round_at = now_;
  leader.reads.ask_again_after = config_.timing.retransmit_after;
  leader.reads.ask_again_at = now_ + leader.reads.ask_again_after;
  send_empty_appends(leader, quorum_targets(leader, leader.read_rotation), out);
}

// To all that have not confirmed: those that were asked may be the ones that are lost.
void Node::repeat_read_round(Leader& leader, Output& out) {
  leader.reads.ask_again_after = std::min(leader.reads.ask_again_after * 2, retransmit_delay_max());
  leader.reads.ask_again_at = now_ + leader.reads.ask_again_after;
  NodeSet unconfirmed;
  for (NodeId follower : followers())
    if (leader.progress[follower.value].round < leader.reads.round_at) unconfirmed.insert(follower);
  send_empty_appends(leader, unconfirmed, out);
}

// An ageing lease that a read meets is renewed behind its back; an idle leader renews none.
void Node::refresh_lease(Leader& leader, Output& out) {
  if ((now_ - quorum_round(leader)) * 2 < config_.timing.lease()) return;
  if (now_ < leader.reads.refreshed_at + config_.timing.retransmit_after) return;
  leader.reads.refreshed_at = now_;
  send_empty_appends(leader, quorum_targets(leader, leader.read_rotation), out);
}

// Reads are confirmed in the order of their arrival: neither arrival times nor indexes ever decrease.
void Node::release_waiting_reads(Leader& leader, Output& out) {
  LeaderReads& reads = leader.reads;
  const Time confirmed = quorum_round(leader);
  while (!reads.queue.empty() && reads.queue.front().arrived <= confirmed &&
         reads.queue.front().index <= commit_index_) {
    out.reads.push_back({reads.queue.front().token, reads.queue.front().index});
    reads.queue.pop();
  }
  if (reads.queue.empty() || reads.queue.back().arrived <= confirmed)
    reads.ask_again_at = time_never;  // what is left waits only for a commit
  else if (reads.round_at <= confirmed)
    start_read_round(leader, out);
}

}  // namespace whitewater::raft
