// What the report warns of: fates that decided on nothing, by name.
#pragma once

#include <string>
#include <vector>

#include "scenarios/format/scenario.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

// Of a run that is over. At most ten by name, then how many more.
void add_fate_warnings(const simnet::World& world, const Scenario& scenario, std::vector<std::string>& warnings);

}  // namespace whitewater::scenarios
