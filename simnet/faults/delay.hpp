// Delay: messages from one set of nodes to another take longer. If several are open on one link, the latest decides.
#pragma once

#include "simnet/faults/kind.hpp"

namespace whitewater::simnet::faults {

extern const FaultKind delay_kind;

}  // namespace whitewater::simnet::faults
