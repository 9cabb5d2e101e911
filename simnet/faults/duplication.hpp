// Duplication: messages from one set of nodes to another arrive twice. If several are open on a link, the latest
// decides.
#pragma once

#include "simnet/faults/kind.hpp"

namespace whitewater::simnet::faults {

extern const FaultKind duplication_kind;

}  // namespace whitewater::simnet::faults
