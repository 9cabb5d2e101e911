// The Raft replicas of a run, and the check of Raft's properties over the whole cluster.
#pragma once

#include <memory>

#include "scenarios/experiment/cluster.hpp"

namespace whitewater::scenarios {

std::unique_ptr<Cluster> make_raft_cluster();

}  // namespace whitewater::scenarios
