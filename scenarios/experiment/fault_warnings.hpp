// What the report warns of: faults of the plan that did nothing, a line each. A plan that does nothing proves nothing.
#pragma once

#include <string>
#include <vector>

#include "scenarios/format/scenario.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

// Of a run that is over. Endings, and faults that are only there to end others, may well do nothing.
std::vector<std::string> fault_warnings(const simnet::World& world, const Scenario& scenario);

}  // namespace whitewater::scenarios
