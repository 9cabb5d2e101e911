// A node that is paused, and what is kept for it meanwhile.
#include <utility>

#include "core/base/check.hpp"
#include "simnet/world.hpp"

namespace whitewater::simnet {

void World::pause(NodeId id) {
  check(id.value < nodes_count_, "a node that is paused is one of this world");
  Node& node = nodes_[id.value];
  if (node.life == Life::alive) node.life = Life::paused;
}

// Arrivals get their new sequence numbers before the timers do, so they happen first; one that cancels or sets a timer
// finds it set.
void World::resume(NodeId id) {
  check(id.value < nodes_count_, "a node that resumes is one of this world");
  Node& node = nodes_[id.value];
  if (node.life != Life::paused) return;
  node.life = Life::alive;
  release_waiting(id);
  Storage& storage = storage_[id.value];
  for (const std::uint32_t slot : storage.kept_arrivals) queue_.push(now_, ++sequence_, slot);
  for (const TimerId timer : storage.kept_timers) timers_.set(id, timer, now_, ++sequence_);
  storage.kept_arrivals.clear();
  storage.kept_timers.clear();
}

void World::keep_arrival(const Slot& slot, PayloadRef&& payload) {
  const NodeId to{slot.to};
  const std::uint32_t kept = slot.kind == Slot::Kind::start
                                 ? slots_.put(slot.kind, to, slot.word)
                                 : slots_.put(slot.kind, NodeId{slot.from}, to, std::move(payload));
  storage_[to.value].kept_arrivals.push_back(kept);
}

void World::forget_kept(NodeId id) {
  Storage& storage = storage_[id.value];
  for (const std::uint32_t kept : storage.kept_arrivals) {
    const Slot slot = slots_.take(kept);
    if (slot.payload != nullptr) PayloadRef::adopt(slot.payload).reset();
  }
  storage.kept_arrivals.clear();
  storage.kept_timers.clear();
}

}  // namespace whitewater::simnet
