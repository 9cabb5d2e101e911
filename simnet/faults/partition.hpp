// Partition: nothing passes between one side and the other replicas, both ways. Partitions overlap: links count cuts.
#pragma once

#include "simnet/faults/kind.hpp"

namespace whitewater::simnet::faults {

extern const FaultKind partition_kind;

}  // namespace whitewater::simnet::faults
