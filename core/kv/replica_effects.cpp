// What a call of the Raft node wants done, as effects of the actor.
#include "core/base/check.hpp"
#include "core/kv/peer_message.hpp"
#include "core/kv/replica_actor.hpp"

namespace whitewater::kv {

namespace {

// A heartbeat and a commit notice speak of the leader's term and of what is committed, never of an entry that
// only this node may hold. Everything else may claim an entry that an earlier call wrote.
bool claims_only_term(const raft::Message& message) {
  if (const auto* append = std::get_if<raft::AppendEntries>(&message)) return !append->entries;
  return std::holds_alternative<raft::CommitNotice>(message);
}

}  // namespace

// Writes before what waits for them; then what is now committed; then the reads that this made ready. Most
// calls of the node want little of all this.
void ReplicaActor::perform(Turn& turn) {
  const WriteNumber before = turn.effects.last_write();
  if (!output_.writes.empty()) perform_writes(turn);
  if (!output_.sends.empty()) perform_sends(before, turn);
  for (const raft::Output::Note& remark : output_.notes)
    turn.effects.note(static_cast<std::uint32_t>(remark.code), remark.a, remark.b);
  if (applied_ != node_.commit_index()) apply_committed(turn);
  if (!output_.reads.empty() || !reads_.empty()) settle_reads(turn);
}

void ReplicaActor::perform_writes(Turn& turn) {
  using Kind = raft::Output::Write::Kind;
  for (raft::Output::Write& write : output_.writes) {
    switch (write.kind) {
      case Kind::hard_state:
        hard_state_write_ = turn.effects.replace(hard_state_slot, std::move(write.payload));
        break;
      case Kind::append: {
        const auto* batch = write.payload.get_if<raft::EntryBatch>();
        check(batch != nullptr, "what Raft appends is a batch of entries");
        const std::uint32_t count = batch->count;
        turn.effects.append(write.index.value, count, std::move(write.payload));
        break;
      }
      case Kind::truncate:
        turn.effects.truncate(write.index.value);
        break;
    }
  }
}

void ReplicaActor::perform_sends(WriteNumber before, Turn& turn) {
  for (raft::Output::Send& send : output_.sends) {
    WriteNumber after = turn.effects.last_write();
    if (!send.waits_for_writes) after = claims_only_term(send.message) ? hard_state_write_ : before;
    PayloadRef payload = std::visit(
        [&](auto& body) { return turn.effects.make<PeerMessage>(node_.leader(), std::move(body)); }, send.message);
    for (NodeSet rest = send.to; !rest.empty();) {
      const NodeId to = *rest.begin();
      rest.erase(to);
      turn.effects.send(SendKind::message, to, rest.empty() ? std::move(payload) : payload, send.identity, after);
    }
  }
}

void ReplicaActor::note(NoteCode code, std::uint64_t a, std::uint64_t b, Turn& turn) {
  turn.effects.note(static_cast<std::uint32_t>(code), a, b);
}

}  // namespace whitewater::kv
