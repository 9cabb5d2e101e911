// Links count their cuts: a link is open again when all cuts have ended.
#include "simnet/faults/partition.hpp"

#include "simnet/faults/machines.hpp"

namespace whitewater::simnet::faults {

namespace {

Undo begin_partition(Machines& machines, const Struck& struck, const FaultSpec&) {
  const NodeSet side = struck.first & machines.links().replicas();
  return cut_links(machines, LinkSet::between(side, machines.links().replicas() - side));
}

}  // namespace

const FaultKind partition_kind{.name = "partition",
                               .meaning = "no message passes between these replicas and the others",
                               .ending = "heal_partition",
                               .replaces = FaultKind::Replaces::everything,
                               .begin = begin_partition,
                               .end = uncut_links,
                               .changes = changed_by_cut};

}  // namespace whitewater::simnet::faults
