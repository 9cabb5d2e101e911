// Liveness: what must happen after all faults have healed (thesis §3.4), in quarters of the time that
// Scenario::heal_within allows. First quarter: the cluster settles and catches up. Second: nothing may change. Third:
// the workload's clients are served. Fourth: the cluster rests again. The cluster says whether it is at rest; the
// clients say which of them still wait.
#pragma once

#include "core/base/time.hpp"
#include "scenarios/experiment/cluster.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

inline constexpr int liveness_quarters = 4;
inline constexpr const char* liveness_property = "liveness";  // what a violation of it is called

// The end of quarter 1 … 4. Preconditions: the scenario has a heal, and the cluster was reset to this scenario.
Time quarter_end(const Scenario& scenario, const Cluster& cluster, int quarter);

}  // namespace whitewater::scenarios
