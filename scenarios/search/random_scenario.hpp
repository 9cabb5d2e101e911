// random_scenario: a scenario drawn from a seed, to find mistakes that nobody knows yet: three to nine replicas,
// whatever system and workload are handed in (their options are theirs to draw), and a plan of kills, restarts,
// partitions, one-way cuts, loss, duplication, delays and slow disks, of composite trouble (composite_trouble.hpp) and
// of clocks that run apart; then a heal, and the time in which the cluster must come to rest. One generator serves all
// searches, so it is not fitted to any mistake. A pure function of the seed. write_scenario writes the scenario as a
// file.
#pragma once

#include <cstdint>

#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

// The scenario's own seed is the same number.
Scenario random_scenario(const Toolbox& toolbox, const System& system, const Workload& workload, std::uint64_t seed);

}  // namespace whitewater::scenarios
