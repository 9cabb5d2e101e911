// What a leader does because time has passed: heartbeats (Raft §5.2), CheckQuorum (thesis §6.2), sending again
// what was not answered (Raft §5.5), hedging and commit notices.
#include <algorithm>

#include "core/raft/identity.hpp"
#include "core/raft/node.hpp"

namespace whitewater::raft {

void Node::tick_leader(Leader& leader, Output& out) {
  if (now_ >= leader.quorum_check_at && quorum_is_lost(leader)) {
    note(out, NoteCode::quorum_lost, current_term_.value);
    return become_follower(current_term_, no_node, out);
  }
  for (NodeId follower : followers())
    if (now_ >= leader.progress[follower.value].retransmit_at) retransmit(leader, follower, out);
  if (now_ >= leader.hedge_at) hedge(leader, out);
  if (now_ >= leader.reads.ask_again_at) repeat_read_round(leader, out);
  if (now_ >= leader.heartbeat_at) {
    leader.heartbeat_at = now_ + config_.timing.heartbeat_interval;
    send_heartbeats(leader, followers(), out);
  }
  if (config_.heartbeats == HeartbeatPolicy::suppressed) {
    NodeSet unheard;
    for (NodeId follower : followers())
      if (now_ >= leader.progress[follower.value].last_sent + config_.timing.heartbeat_interval)
        unheard.insert(follower);
    send_heartbeats(leader, unheard, out);
  }
  if (now_ >= leader.notice_at) send_commit_notice(leader, out);
}

// A heartbeat to a follower that lacks committed entries carries them: so all catch up when nothing else is sent.
// Only if nothing is in flight to it, and never instead of the heartbeat: a full window holds up no heartbeat.
void Node::send_heartbeats(Leader& leader, NodeSet targets, Output& out) {
  NodeSet lacking;
  for (NodeId target : targets) {
    Progress& progress = leader.progress[target.value];
    if (progress.next > commit_index_ || !progress.inflight.empty() || progress.state == Progress::State::silent)
      continue;
    progress.target = std::max(progress.target, commit_index_);
    lacking.insert(target);
  }
  send_appends(leader, lacking, commit_index_, {}, out);
  send_empty_appends(leader, targets - lacking, out);
}

// The previous entry is one that the follower is known to hold, so that an append that is still under way to it
// cannot make it refuse.
void Node::send_empty_appends(Leader& leader, NodeSet targets, Output& out) {
  while (!targets.empty()) {
    const Index prev = leader.progress[(*targets.begin()).value].match;
    NodeSet group;
    for (NodeId target : targets)
      if (leader.progress[target.value].match == prev) group.insert(target);
    targets = targets - group;
    const auto round = static_cast<std::uint64_t>(now_.ns);
    send(out, group, message_identity(MessageKind::heartbeat, current_term_, prev, leader.heartbeats++), Claim::term,
         AppendEntries{current_term_, prev, log_.term_at(prev), commit_index_, round, {}});
    for (NodeId target : group) sent_to(leader, target, Claim::term);
  }
}

// Ever more rarely, then not at all: a dead follower costs heartbeats only, and when it answers one, catch_up()
// sends again what it lacks. A thrifty leader sends only what others have not committed already: the next append
// that is addressed to the follower, or its next heartbeat, carries the rest along.
void Node::retransmit(Leader& leader, NodeId follower, Output& out) {
  Progress& progress = leader.progress[follower.value];
  const bool again = progress.late;
  const bool all_committed = progress.next <= commit_index_.next();
  progress.timed_out();
  if (again && progress.backoff >= retransmit_delay_max()) {
    progress.state = Progress::State::silent;
  } else if (config_.replication == ReplicationPolicy::broadcast || !all_committed) {
    progress.backoff = std::min(progress.backoff * 2, retransmit_delay_max());
    note(out, NoteCode::append_retransmitted, follower.value, progress.next.value);
    catch_up(leader, follower, out);
  }
  update_due(leader, follower);
}

// One more follower: of those that were not asked yet for the entry that is late, the one heard last.
void Node::hedge(Leader& leader, Output& out) {
  leader.hedge_at = time_never;
  NodeId best = no_node;
  for (NodeId follower : followers()) {
    const Progress& progress = leader.progress[follower.value];
    if (progress.target >= leader.hedge_index || progress.state == Progress::State::silent) continue;
    if (best == no_node || progress.round > leader.progress[best.value].round) best = follower;
  }
  if (best == no_node) return;
  leader.hedge_at = now_ + config_.timing.hedge_after;
  leader.progress[best.value].target = log_.last_index();
  note(out, NoteCode::append_hedged, 1, leader.hedge_index.value);
  catch_up(leader, best, out);
}

// To the follower heard last among those that hold all that is committed.
void Node::send_commit_notice(Leader& leader, Output& out) {
  leader.notice_at = time_never;
  NodeId best = no_node;
  for (NodeId follower : followers()) {
    const Progress& progress = leader.progress[follower.value];
    if (progress.match < commit_index_) continue;
    if (best == no_node || progress.round > leader.progress[best.value].round) best = follower;
  }
  if (best == no_node) return;
  send(out, NodeSet::of(best), message_identity(MessageKind::commit_notice, current_term_, commit_index_, 0),
       Claim::term, CommitNotice{current_term_, commit_index_});
  sent_to(leader, best, Claim::term);
}

// When a quorum was last known to follow: everything that it was sent at that time or earlier has been answered in
// this term. The leader follows itself at all times.
Time Node::quorum_round(const Leader& leader) const {
  return configuration_.quorum_value(config_.self, now_,
                                     [&](NodeId follower) { return leader.progress[follower.value].round; });
}

// The time allowed is election_timeout_max: a follower that hears nothing for so long has campaigned, so by then
// the leader of a majority that hears nothing is superfluous; and no lost round or two can depose it.
bool Node::quorum_is_lost(Leader& leader) {
  const Time last = std::max(leader.elected_at, quorum_round(leader));
  leader.quorum_check_at = last + config_.timing.election_timeout_max;
  return now_ >= leader.quorum_check_at;
}

}  // namespace whitewater::raft
