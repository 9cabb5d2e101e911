// A follower collects the chunks in memory, and installs the whole snapshot at once: so no disk holds half of one.
#include "core/raft/snapshots/receiving.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/raft/identity.hpp"

namespace whitewater::raft {

namespace {

// All writes of this call come first, so an acknowledged snapshot is on the disk (Claim::everything).
void answer(NodeState& node, NodeId from, const SnapshotChunk& chunk, Index match, std::uint64_t bytes,
            std::uint64_t round, Output& out) {
  node.answers.at(node.current_term, match);
  const std::uint64_t identity = message_identity(MessageKind::snapshot_accepted, node.current_term,
                                                  node.answers.verified, node.answers.snapshots++);
  node.send(out, NodeSet::of(from), identity, Claim::everything,
            SnapshotAccepted{node.current_term, match, chunk.head.id, bytes, round});
}

// The log says the same as the snapshot, up to the snapshot's end: what lies behind it stays (figure 13, step 6).
bool holds(const NodeState& node, const Log::Point& last) {
  return last.index <= node.commit_index || (node.log.knows(last.index) && node.log.term_at(last.index) == last.term);
}

// Figure 13, steps 5, 7 and 8. The snapshot is written before the log goes: after a crash in between, the disk holds
// more than it needs, and not less.
void install(NodeState& node, const PayloadRef& payload, Output& out) {
  const SnapshotHead& head = payload.get_if<Snapshot>()->head;
  check(head.last.index > node.commit_index, "a snapshot never takes back what is committed");
  check(head.voters == node.configuration.voters(), "a snapshot names the configuration that the cluster has");
  node.write_hard_state(out);
  using Kind = Output::Write::Kind;
  out.writes.emplace_back(Kind::snapshot, head.last.index, payload);
  const Index first = node.log.first_index();
  if (node.log.last_index() >= first) out.writes.emplace_back(Kind::truncate, first, PayloadRef{});
  out.writes.emplace_back(Kind::trim, head.last.index.next(), PayloadRef{});
  node.log.restart_behind(head.last);
  node.snapshot = payload;
  node.commit_to(head.last.index, out);
  out.snapshot_installed = true;
  node.note(out, NoteCode::snapshot_installed, head.last.index.value, head.bytes);
}

}  // namespace

void receive_snapshot(NodeState& node, Follower& self, IncomingSnapshot& incoming, NodeId from,
                      const InstallSnapshot& message, Output& out) {
  const auto* chunk = message.chunk.get_if<SnapshotChunk>();
  check(chunk != nullptr, "a snapshot comes in chunks");
  const Log::Point last = chunk->head.last;
  std::uint64_t bytes = chunk->head.bytes;
  if (!holds(node, last)) {
    bytes = incoming.take(node.current_term, message.chunk);
    if (!incoming.complete() || incoming.head().id != chunk->head.id)
      return answer(node, from, *chunk, self.verified, bytes, message.round, out);
    install(node, snapshot_of_chunks(*out.pool, incoming.chunks()), out);
  } else if (last.index > node.commit_index) {
    // The leader has committed what its snapshot stands for.
    node.commit_to(last.index, out);
  }
  if (incoming.head().last.index <= last.index) incoming.clear();
  self.verified = std::max(self.verified, last.index);
  answer(node, from, *chunk, self.verified, bytes, message.round, out);
}

void refuse_snapshot(NodeState& node, NodeId from, const InstallSnapshot& message, Output& out) {
  answer(node, from, *message.chunk.get_if<SnapshotChunk>(), {}, 0, message.round, out);
}

}  // namespace whitewater::raft
