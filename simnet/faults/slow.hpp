// Slow: each event keeps a node busy for a while; the node handles nothing else, and its messages leave at the end.
#pragma once

#include "simnet/faults/kind.hpp"

namespace whitewater::simnet::faults {

extern const FaultKind slow_kind;

}  // namespace whitewater::simnet::faults
