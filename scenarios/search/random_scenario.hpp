// random_scenario: a scenario drawn from a seed, for whoever looks for mistakes without knowing them: three to nine
// replicas, clients that share keys, and a plan of kills, restarts, partitions, one-way cuts, loss, duplication, delays
// and slow disks; then a heal, and the time in which the cluster must come to rest. One configuration for every
// mistake: what it finds, it was not fitted to. A pure function of the seed; the same scenario as a file is
// write_scenario's.
#pragma once

#include <cstdint>

#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

// The scenario's own seed is the same number.
Scenario random_scenario(std::uint64_t seed);

}  // namespace whitewater::scenarios
