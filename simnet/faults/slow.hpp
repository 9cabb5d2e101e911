// Slow: each event takes nodes a while, in which they take nothing else, and what they send leaves at its end.
#pragma once

#include "simnet/faults/kind.hpp"

namespace whitewater::simnet::faults {

extern const FaultKind slow_kind;

}  // namespace whitewater::simnet::faults
