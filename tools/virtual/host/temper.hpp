// What a program of the course is not made for is taken out of drawn scenarios: it has no disk, so whoever was killed
// stays dead, and most replicas live; nobody sets its clock; requests come once; and unless the scenario says that its
// network may be any, messages keep their order and arrive once. Faults begin when the load does.
#pragma once

#include "scenarios/format/scenario.hpp"

namespace whitewater::tools::virtual_time {

void temper(scenarios::Scenario& drawn);
// Nothing would be taken out: a failure of the program is its own.
bool withstands(const scenarios::Scenario& scenario);

}  // namespace whitewater::tools::virtual_time
