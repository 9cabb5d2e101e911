// Kill: nodes crash and lose what was not durable. At the end, those that this episode struck start again.
#pragma once

#include "simnet/faults/kind.hpp"

namespace whitewater::simnet::faults {

extern const FaultKind kill_kind;

}  // namespace whitewater::simnet::faults
