// Clog: messages from one set of nodes to another wait, and at the end all of them go on.
#pragma once

#include "simnet/faults/kind.hpp"

namespace whitewater::simnet::faults {

extern const FaultKind clog_kind;

}  // namespace whitewater::simnet::faults
