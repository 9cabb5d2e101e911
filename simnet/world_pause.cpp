// A node that is held, because it is paused or busy, and what is kept for it meanwhile.
#include <utility>

#include "core/base/check.hpp"
#include "simnet/world.hpp"

namespace whitewater::simnet {

void World::pause(NodeId id) {
  check(id.value < nodes_count_, "a node that is paused is one of this world");
  Node& node = nodes_[id.value];
  if (!lives(node)) return;
  node.life = Life::held;
  node.paused = true;
}

// Arrivals get their new sequence numbers before the timers do, so they happen first; one that cancels or sets a timer
// finds it set. In a node that is busy, all of them stand behind what was kept before.
void World::resume(NodeId id) {
  check(id.value < nodes_count_, "a node that resumes is one of this world");
  Node& node = nodes_[id.value];
  if (!lives(node) || !node.paused) return;
  node.paused = false;
  release_waiting(id);
  Storage& storage = storage_[id.value];
  if (node.busy || keeps(storage)) {
    storage.kept.insert(storage.kept.end(), storage.kept_arrivals.begin(), storage.kept_arrivals.end());
    storage.kept.insert(storage.kept.end(), storage.kept_timers.begin(), storage.kept_timers.end());
    go_on(id);
  } else {
    node.life = Life::alive;
    for (const Kept& kept : storage.kept_arrivals) {
      queue_.push(now_, ++sequence_, kept.slot);
      tell_renumbered(id, kept.sequence, sequence_);
    }
    for (const Kept& kept : storage.kept_timers) timers_.set(id, kept.timer, now_, ++sequence_);
  }
  storage.kept_arrivals.clear();
  storage.kept_timers.clear();
}

void World::keep_arrival(EventQueue::Key key, Slot slot, PayloadRef&& payload) {
  const NodeId to{slot.to};
  const std::uint32_t kept = slot.kind == Slot::Kind::start
                                 ? slots_.put(slot.kind, to, slot.word)
                                 : slots_.put(slot.kind, NodeId{slot.from}, to, slot.word, std::move(payload));
  Storage& storage = storage_[to.value];
  (nodes_[to.value].paused ? storage.kept_arrivals : storage.kept).push_back({key.sequence(), kept, {}, false});
}

void World::keep_timer(EventQueue::Key key) {
  const NodeId id = TimerTable::node_of(key);
  Storage& storage = storage_[id.value];
  (nodes_[id.value].paused ? storage.kept_timers : storage.kept)
      .push_back({key.sequence(), Kept::no_slot, TimerTable::timer_of(key), false});
}

void World::forget_kept(NodeId id) {
  Storage& storage = storage_[id.value];
  storage.kept.erase(storage.kept.begin(), storage.kept.begin() + static_cast<std::ptrdiff_t>(storage.first_kept));
  storage.first_kept = 0;
  for (std::vector<Kept>* kept : {&storage.kept_arrivals, &storage.kept_timers, &storage.kept}) forget_kept(*kept);
}

void World::forget_kept(std::vector<Kept>& all) {
  for (const Kept& kept : all) {
    if (kept.slot == Kept::no_slot) continue;
    const Slot slot = slots_.take(kept.slot);
    if (slot.payload == nullptr) continue;
    const PayloadRef payload = PayloadRef::adopt(slot.payload);
    tell_vanished(kept.sequence, NodeId{slot.from}, NodeId{slot.to}, slot.kind, payload);
  }
  all.clear();
}

}  // namespace whitewater::simnet
