// Disk stall: no write becomes durable for a while, and at the end all do that were due.
#pragma once

#include "simnet/faults/kind.hpp"

namespace whitewater::simnet::faults {

extern const FaultKind disk_stall_kind;

}  // namespace whitewater::simnet::faults
