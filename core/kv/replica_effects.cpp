// Turns the output of a call of the Raft node into effects of the actor.
#include "core/base/check.hpp"
#include "core/kv/replica_actor.hpp"

namespace whitewater::kv {

// These entries are applied soon: prefetches the cells that applying them will look up.
void ReplicaActor::expect(const raft::EntryBatch& batch) const {
  for (std::uint32_t i = 0; i < batch.count; ++i)
    if (const auto* request = batch[i].command.get_if<client::Request>()) {
      store_.expect(request->key_hash());
      sessions_.expect(request->name());
    }
}

void ReplicaActor::perform_writes(Turn& turn) {
  using Kind = raft::Output::Write::Kind;
  for (raft::Output::Write& write : output_.writes) {
    if (write.kind == Kind::append) [[likely]] {
      const auto* batch = write.payload.get_if<raft::EntryBatch>();
      check(batch != nullptr, "what Raft appends is a batch of entries");
      expect(*batch);
      turn.effects.append(write.index.value, batch->count, std::move(write.payload));
    } else if (write.kind == Kind::truncate) {
      turn.effects.truncate(write.index.value);
    } else if (write.kind == Kind::snapshot) {
      write_snapshot(*write.payload.get_if<raft::Snapshot>(), turn);
    } else if (write.kind == Kind::trim) {
      turn.effects.trim(write.index.value);
    } else {
      hard_state_write_ = turn.effects.replace(hard_state_slot, std::move(write.payload));
    }
  }
  output_.writes.clear();
}

void ReplicaActor::perform_many_sends(WriteNumber before, Turn& turn) {
  Effects& effects = turn.effects;
  for (raft::Output::Send& send : output_.sends) {
    const WriteNumber after = write_of(send.claim, before, turn);
    for (NodeSet::Iterator at = send.to.begin(); at != send.to.end();) {
      const NodeId to = *at;
      if (++at != send.to.end())
        effects.sends.emplace_back(SendKind::message, to, PayloadRef(send.payload), send.identity, after);
      else
        effects.sends.emplace_back(SendKind::message, to, std::move(send.payload), send.identity, after);
    }
  }
  output_.sends.clear();
}

}  // namespace whitewater::kv
