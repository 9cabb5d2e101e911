// When: the begin of an episode, as one of several alternatives. Time: known before the run. If a begin depends on the
// run, a Starter watches the run and reports it; starters.hpp has a row for each alternative.
#pragma once

#include <variant>

#include "core/base/time.hpp"
#include "simnet/faults/trigger.hpp"

namespace whitewater::simnet::faults {

using When = std::variant<Time, Trigger>;

}  // namespace whitewater::simnet::faults
