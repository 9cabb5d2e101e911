// A scenario with one replica fewer. The others keep the numbers by which draws know them, so whatever is drawn for
// them stays; every place that names replicas is told, and what was about the removed one alone is dropped.
#pragma once

#include <optional>

#include "core/base/ids.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

// Nothing: its system needs all replicas that are left, or what is left of the scenario is none.
// Precondition: the replica is one of the scenario's.
std::optional<Scenario> without_replica(Scenario scenario, NodeId replica);

}  // namespace whitewater::scenarios
