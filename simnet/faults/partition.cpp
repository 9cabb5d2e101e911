// Counted cuts of links.
#include "simnet/faults/partition.hpp"

#include "simnet/world.hpp"

namespace whitewater::simnet::faults {

namespace {

Undo begin_partition(World& world, const Struck& struck, const FaultSpec&) {
  Undo undo;
  undo.links = LinkSet::between(struck.first, world.links().replicas() - struck.first);
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

const FaultKind partition_kind{"partition",          false,
                               begin_partition,      end_partition,
                               changed_by_partition, "nothing passes between these replicas and the others"};

}  // namespace whitewater::simnet::faults
