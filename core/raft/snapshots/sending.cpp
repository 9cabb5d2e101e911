// A leader sends its snapshot to a follower that needs entries which the leader has forgotten (Raft §7). The answer to
// a chunk says where the next one begins, so a follower that has lost what it had begins anew. A chunk without an
// answer is sent again; in the end only heartbeats are, as with appends.
#include "core/raft/snapshots/sending.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/raft/identity.hpp"
#include "core/raft/replication/replication.hpp"

namespace whitewater::raft {

void Replication::send_snapshot(const NodeState& node, NodeId follower, Output& out) {
  Sending& sending = snapshots[follower.value];
  known[follower.value].begin_snapshot();
  if (sending.end() > known[follower.value].match && sending.end() >= node.log.compacted().index) {
    // Begun before, and still enough: the log goes on where it ends.
    ++sending.attempt;
  } else {
    check(node.snapshot && node.snapshot_end() >= node.log.compacted().index,
          "a snapshot stands for every entry that is compacted");
    sending.snapshot = node.snapshot;
    sending.place = 0;
    node.note(out, NoteCode::snapshot_sent, follower.value, sending.end().value);
  }
  send_chunk(node, follower, out);
}

void Replication::send_chunk(const NodeState& node, NodeId follower, Output& out) {
  Sending& sending = snapshots[follower.value];
  Progress& progress = known[follower.value];
  const Snapshot& snapshot = sending.what();
  const std::uint64_t ordinal = snapshot.chunk(sending.place).offset << 16 | sending.attempt;
  sending.round = rounds.send(node.now);
  node.send(out, NodeSet::of(follower),
            message_identity(MessageKind::install_snapshot, node.current_term, sending.end(), ordinal), Claim::term,
            InstallSnapshot{node.current_term, sending.round, snapshot.chunks()[sending.place]});
  progress.retransmit_at = node.now + progress.backoff;
  sent_to(node, follower, Claim::term);
}

void Replication::snapshot_accepted(NodeState& node, NodeId from, const SnapshotAccepted& answer, Output& out) {
  accepted(node, from, {answer.term, answer.match_index, answer.round}, out);
  Sending& sending = snapshots[from.value];
  if (known[from.value].match >= sending.end()) return sending.snapshot.reset();
  if (known[from.value].state == Progress::State::snapshot && sending.what().head.id == answer.snapshot) {
    const std::uint64_t offset = sending.what().chunk(sending.place).offset;
    const bool goes_on = answer.bytes > offset;
    // An answer to an earlier message tells nothing new, unless the follower is further than we knew.
    if (goes_on || answer.round == sending.round) {
      sending.place = sending.what().place_of(answer.bytes);
      if (!goes_on || sending.place == 0) ++sending.attempt;
      send_chunk(node, from, out);
    }
  }
}

}  // namespace whitewater::raft
