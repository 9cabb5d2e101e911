// What a node writes to a disk that stands still is lost if the node dies before the end.
#include "simnet/faults/disk_stall.hpp"

#include "simnet/faults/machines.hpp"

namespace whitewater::simnet::faults {

namespace {

Undo begin_disk_stall(Machines& machines, const Struck& struck, const FaultSpec&) {
  DiskFault fault;
  fault.stalls = true;
  return harm_disks(machines, struck, fault);
}

}  // namespace

const FaultKind disk_stall_kind{.name = "disk_stall",
                                .meaning =
                                    "no write of the replicas becomes durable; at the end all do that were due, in "
                                    "their order",
                                .changes_nodes = true,
                                .disks = true,
                                .begin = begin_disk_stall,
                                .end = mend_disks};

}  // namespace whitewater::simnet::faults
