// ProcessCluster: the replicas of a run as processes of somebody's program, in virtual time.
#pragma once

#include <memory>

#include "scenarios/format/toolbox.hpp"

namespace whitewater::tools::virtual_time {

std::unique_ptr<scenarios::Cluster> make_process_cluster();

// The row of a toolbox: "program".
scenarios::System program_system();

}  // namespace whitewater::tools::virtual_time
