// Loss: messages from one set of nodes to another are lost. If several are open on one link, the latest decides.
#pragma once

#include "simnet/faults/kind.hpp"

namespace whitewater::simnet::faults {

extern const FaultKind loss_kind;

}  // namespace whitewater::simnet::faults
