// Durable writes of nodes, and what waits for them.
#include <utility>

#include "core/base/check.hpp"
#include "simnet/world.hpp"

namespace whitewater::simnet {

void World::issue_writes(NodeId id) {
  Node& node = nodes_[id.value];
  Disk& disk = storage_[id.value].disk;
  for (Effects::Write& write : effects_.writes) {
    ++node.writes_issued;
    // By what is written where, not by its number: one write more or less moves no other's draw.
    const std::uint64_t content = write.kind == Effects::Write::Kind::replace ? write.payload.fold() : write.index;
    WriteName name{id, node.incarnation, write.kind, write.slot, content, 0};
    const std::uint64_t base = Fates::write_base(seed_, name, links_.numbers());
    name.occurrence = ordinal_of(base);
    const std::uint64_t word = combine(base, name.occurrence);
    const Duration delay = singly_ ? write_delay(name, base, word) : disk_delay_.sample(word);
    const Time done = disk.issue(std::move(write), now_ + delay);
    queue_.push(done, ++sequence_, slots_.put(Slot::Kind::write, id, node.incarnation));
  }
}

void World::rot(NodeId id, std::uint64_t index) {
  check(id.value < nodes_count_ && nodes_[id.value].life == Life::dead, "a disk rots while its node is dead");
  storage_[id.value].disk.rot(index);
}

// A send that is due while its node is paused leaves when the node resumes.
void World::release_or_hold_back(NodeId id, Effects::Send& send) {
  const Node& node = nodes_[id.value];
  if (send.after_write <= node.writes_durable && !node.paused) return release_one(id, send);
  check(send.after_write <= node.writes_issued, "what is sent waits for a write that was issued");
  storage_[id.value].waiting.push(std::move(send));
}

void World::complete_write(Slot slot) {
  const NodeId id{slot.to};
  Node& node = nodes_[id.value];
  if (slot.word != node.incarnation || !lives(node)) return;  // lost in a crash
  Storage& storage = storage_[id.value];
  try {
    storage.disk.complete();
  } catch (...) {
    failed(id, nullptr);
    throw;
  }
  ++node.writes_durable;
  ++writes_completed_;
  if (!write_observers_.empty()) tell_durable(id, 1);
  if (!node.paused) release_waiting(id);  // else when it resumes
}

}  // namespace whitewater::simnet
