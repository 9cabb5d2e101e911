// Disk delay: durable writes take another time. If several are open on one disk, the latest decides.
#pragma once

#include "simnet/faults/kind.hpp"

namespace whitewater::simnet::faults {

extern const FaultKind disk_delay_kind;

}  // namespace whitewater::simnet::faults
