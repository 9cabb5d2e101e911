// The timed actions of replication: resending what is not answered (Raft §5.5), hedging, and commit
// notices.
#include <algorithm>

#include "core/raft/identity.hpp"
#include "core/raft/replication/replication.hpp"

namespace whitewater::raft {

// Each resend waits longer than the one before; in the end there are none, so a dead follower costs only heartbeats.
// When it answers one, catch_up() sends the entries that it lacks. A thrifty leader resends only uncommitted entries:
// the next append or heartbeat to the follower carries the others.
void Replication::retransmit(const NodeState& node, NodeId follower, Output& out) {
  Progress& progress = known[follower.value];
  const bool again = progress.late;
  const bool all_committed = progress.next <= node.commit_index.next();
  progress.timed_out();
  if (again && progress.backoff >= retransmit_delay_max(node)) {
    progress.state = Progress::State::silent;
  } else if (progress.state == Progress::State::snapshot) {
    progress.backoff = std::min(progress.backoff * 2, retransmit_delay_max(node));
    ++snapshots[follower.value].attempt;
    send_chunk(node, follower, out);
  } else if (node.config.replication == ReplicationPolicy::broadcast || !all_committed) {
    progress.backoff = std::min(progress.backoff * 2, retransmit_delay_max(node));
    node.note(out, NoteCode::append_retransmitted, follower.value, progress.next.value);
    catch_up(node, follower, out);
  }
  update_due(node, follower);
}

// Sends the late entry to one more follower: among those that were not sent it yet, the one heard from last.
void Replication::hedge(const NodeState& node, Output& out) {
  hedge_at = time_never;
  NodeId best = no_node;
  for (NodeId follower : node.followers) {
    const Progress& progress = known[follower.value];
    if (progress.target >= hedge_index || !progress.takes_appends()) continue;
    if (best == no_node || progress.round > known[best.value].round) best = follower;
  }
  if (best == no_node) return;
  hedge_at = node.now + node.config.timing.hedge_after;
  known[best.value].target = node.log.last_index();
  node.note(out, NoteCode::append_hedged, 1, hedge_index.value);
  catch_up(node, best, out);
}

// Sends the notice to one follower: among those that hold every committed entry, the one heard from last.
void Replication::send_commit_notice(const NodeState& node, Output& out) {
  notice_at = time_never;
  NodeId best = no_node;
  for (NodeId follower : node.followers) {
    const Progress& progress = known[follower.value];
    if (progress.match < node.commit_index) continue;
    if (best == no_node || progress.round > known[best.value].round) best = follower;
  }
  if (best == no_node) return;
  node.send(out, NodeSet::of(best),
            message_identity(MessageKind::commit_notice, node.current_term, node.commit_index, 0), Claim::term,
            CommitNotice{node.current_term, node.commit_index});
  sent_to(node, best, Claim::term);
}

}  // namespace whitewater::raft
