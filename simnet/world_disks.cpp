// Durable writes of nodes, and what waits for them.
#include <utility>

#include "core/base/check.hpp"
#include "simnet/world.hpp"

namespace whitewater::simnet {

void World::issue_writes(NodeId id) {
  Node& node = nodes_[id.value];
  Disk& disk = storage_[id.value].disk;
  const DelayModel& usual = disk_faults_.none() ? disk_delay_ : disk_faults_.delay(id, disk_delay_);
  for (Effects::Write& write : effects_.writes) {
    ++node.writes_issued;
    // By what is written where, not by its number: one write more or less moves no other's draw.
    const std::uint64_t content = write.kind == Effects::Write::Kind::replace ? write.payload.fold() : write.index;
    WriteName name{id, node.incarnation, write.kind, write.slot, content, 0};
    const std::uint64_t base = Fates::write_base(seed_, name, links_.numbers());
    name.occurrence = ordinal_of(base);
    const std::uint64_t word = combine(base, name.occurrence);
    const Duration delay = singly_ ? write_delay(name, base, word, usual) : usual.sample(word);
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
  if (!disk_faults_.none() && disk_faults_.stalled(id)) {
    ++storage_[id.value].stalled;
    return;
  }
  complete_oldest_write(id);
}

void World::complete_oldest_write(NodeId id) {
  Node& node = nodes_[id.value];
  try {
    storage_[id.value].disk.complete();
  } catch (...) {
    failed(id, nullptr);
    throw;
  }
  ++node.writes_durable;
  ++writes_completed_;
  if (!write_observers_.empty()) tell_durable(id, 1);
  if (!node.paused) release_waiting(id);  // else when it resumes
}

ModifierId World::harm_disks(NodeSet nodes, const DiskFault& fault) {
  check((nodes - NodeSet::first(nodes_count_)).empty(), "a disk that is harmed is one of this world");
  check(!instant_disks_, "a disk is harmed in a world in which writes take time");
  check(!fault.delay || fault.delay->valid(), "no disk is slower than a hundred years");
  return disk_faults_.add(nodes, fault);
}

void World::mend_disks(ModifierId id) {
  for (const NodeId node : disk_faults_.remove(id)) {
    std::uint32_t& stalled = storage_[node.value].stalled;
    for (; stalled > 0 && !disk_faults_.stalled(node); --stalled) complete_oldest_write(node);
  }
}

}  // namespace whitewater::simnet
