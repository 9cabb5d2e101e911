// Links count their cuts: a link is open again when all cuts have ended.
#include "simnet/faults/partition.hpp"

#include "simnet/world.hpp"

namespace whitewater::simnet::faults {

namespace {

Undo begin_partition(World& world, const Struck& struck, const FaultSpec&) {
  Undo undo;
  const NodeSet side = struck.first & world.links().replicas();
  undo.links = LinkSet::between(side, world.links().replicas() - side);
  world.links().cut(undo.links);
  return undo;
}

void end_partition(World& world, const Undo& undo, NodeSet) {
  world.links().uncut(undo.links);
}

bool changed_by_partition(SendOutcome outcome, unsigned) {
  return outcome == SendOutcome::cut;
}

}  // namespace

const FaultKind partition_kind{.name = "partition",
                               .meaning = "no message passes between these replicas and the others",
                               .ending = "heal_partition",
                               .replaces = FaultKind::Replaces::everything,
                               .begin = begin_partition,
                               .end = end_partition,
                               .changes = changed_by_partition};

}  // namespace whitewater::simnet::faults
