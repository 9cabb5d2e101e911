// The disk is the machine's: that of a dead node is slow when the node starts again.
#include "simnet/faults/disk_delay.hpp"

#include "simnet/faults/machines.hpp"

namespace whitewater::simnet::faults {

namespace {

constexpr Parameter parameters[] = {
    {.key = "delay", .type = Parameter::Type::delay, .meaning = "of a message, or of a durable write"}};

Undo begin_disk_delay(Machines& machines, const Struck& struck, const FaultSpec& spec) {
  DiskFault fault;
  fault.delay = spec.value<DelayModel>();
  return harm_disks(machines, struck, fault);
}

}  // namespace

const FaultKind disk_delay_kind{.name = "disk_delay",
                                .meaning =
                                    "durable writes that the replicas begin take this time, and what waits for them "
                                    "waits so long",
                                .changes_nodes = true,
                                .disks = true,
                                .parameters = parameters,
                                .begin = begin_disk_delay,
                                .end = mend_disks};

}  // namespace whitewater::simnet::faults
