// Cut: no message passes from one set of nodes to another, one way. Cuts overlap, with partitions too.
#pragma once

#include "simnet/faults/kind.hpp"

namespace whitewater::simnet::faults {

extern const FaultKind cut_kind;

}  // namespace whitewater::simnet::faults
