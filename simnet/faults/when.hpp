// When: how the begin of an episode is known, as one of several alternatives. Time: before the run. What only the run
// can tell has a Starter, which watches the run and says it; starters.hpp has a row for each alternative.
#pragma once

#include <variant>

#include "core/base/time.hpp"
#include "simnet/faults/trigger.hpp"

namespace whitewater::simnet::faults {

using When = std::variant<Time, Trigger>;

}  // namespace whitewater::simnet::faults
