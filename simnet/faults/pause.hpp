// Pause: nodes stop, as SIGSTOP stops a process. At the end they resume, with what was kept for them.
#pragma once

#include "simnet/faults/kind.hpp"

namespace whitewater::simnet::faults {

extern const FaultKind pause_kind;

}  // namespace whitewater::simnet::faults
