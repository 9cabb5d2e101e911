// The Raft replicas of a run, with the cluster-wide properties of Raft checked over them.
#pragma once

#include <memory>

#include "scenarios/experiment/cluster.hpp"

namespace whitewater::scenarios {

std::unique_ptr<Cluster> make_raft_cluster();

}  // namespace whitewater::scenarios
