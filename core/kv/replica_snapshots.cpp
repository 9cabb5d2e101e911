// Snapshots of the state machine: when one is taken, how it lies on the disk, and how its state comes back.
#include "core/base/check.hpp"
#include "core/kv/replica_actor.hpp"
#include "core/kv/state_codec.hpp"
#include "core/raft/snapshots/snapshot.hpp"

namespace whitewater::kv {

// The slot holds the chunks of the latest snapshot. Empty: there was none.
PayloadRef ReplicaActor::recovered_snapshot(const Recovered& found, PayloadPool& pool) const {
  const std::span<const PayloadRef> chunks = found.content(snapshot_slot);
  if (chunks.empty()) return {};
  return raft::snapshot_of_chunks(pool, chunks);
}

void ReplicaActor::restore(const raft::Snapshot& snapshot, PayloadPool& pool) {
  forget_state();
  for (std::uint32_t place = 0; place < snapshot.count; ++place) state_.append(snapshot.chunk(place).state());
  const std::optional<Error> wrong = decode_state(state_, pool, store_, sessions_);
  check(!wrong, "a snapshot holds the state that a replica of this store has written");
  state_.clear();
  applied_ = snapshot.head.last.index;
}

// Reads that wait stay: what they wait for is applied now, or will be.
void ReplicaActor::install(Turn& turn) {
  restore(*node_.snapshot(), turn.effects.pool());
  output_.snapshot_installed = false;
  await_next_snapshot();
}

void ReplicaActor::take_snapshot(Turn& turn) {
  ByteWriter bytes(state_);
  encode_state(store_, sessions_, bytes);
  node_.take_snapshot(turn.now, applied_, state_, output_);
  state_.clear();
  perform_writes(turn);
  pass_notes_on(turn);
  await_next_snapshot();
}

// Nothing waits for these writes: the entries stay on the disk until the snapshot is durable, because the disk writes
// in order.
void ReplicaActor::write_snapshot(const raft::Snapshot& snapshot, Turn& turn) {
  for (std::uint32_t place = 0; place < snapshot.count; ++place)
    turn.effects.append_chunk(snapshot_slot, place, snapshot.chunks()[place]);
  turn.effects.commit_slot(snapshot_slot, snapshot.count);
}

void ReplicaActor::await_next_snapshot() {
  const raft::Index never{UINT64_MAX};
  snapshot_at_ = config_.snapshot_every == 0 ? never : raft::Index{applied_.value + config_.snapshot_every};
}

}  // namespace whitewater::kv
