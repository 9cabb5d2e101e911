// Liveness: what must come true once all faults have healed (thesis §3.4), in quarters of the time that
// Scenario::heal_within allows. In the first the system settles and what was missed is made up for. In the second
// nothing may move any more. In the third the workload's clients are served, in the fourth all is at rest again.
// The cluster itself says whether it is at rest; the clients say who still waits.
#pragma once

#include "core/base/time.hpp"
#include "scenarios/experiment/cluster.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

inline constexpr int liveness_quarters = 4;

// When a quarter, 1 … 4, is over. The scenario has a heal; the cluster has been reset to it.
Time quarter_end(const Scenario& scenario, const Cluster& cluster, int quarter);

}  // namespace whitewater::scenarios
