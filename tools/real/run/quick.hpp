// --quick: a scenario in a hurry. Its load takes ten seconds; requests, events and faults are scaled alike.
#pragma once

#include "scenarios/format/scenario.hpp"

namespace whitewater::tools::real {

// Of a longer scenario; a shorter one keeps its times. The waits before and after the load stay, and the tiers go: they
// count messages of the whole load. The name says that it is not the course's.
void quicken(scenarios::Scenario& scenario);

}  // namespace whitewater::tools::real
