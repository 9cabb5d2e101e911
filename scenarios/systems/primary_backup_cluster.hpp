// The replicas of a run that speak primary-backup with a fixed primary.
#pragma once

#include <memory>

#include "scenarios/experiment/cluster.hpp"

namespace whitewater::scenarios {

std::unique_ptr<Cluster> make_primary_backup_cluster();

}  // namespace whitewater::scenarios
