// The clocks of a scenario's replicas: those that it lists, and rates drawn for the others.
#pragma once

#include <cstdint>

#include "scenarios/format/scenario.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

// Before the run. A rate is drawn from the seed and the replica's number: it changes with nothing else.
void set_clocks(simnet::World& world, const Scenario& scenario, std::uint64_t seed);

// Lists what is drawn: the runs of that seed stay the same.
void pin_clocks(Scenario& scenario, std::uint64_t seed);

}  // namespace whitewater::scenarios
