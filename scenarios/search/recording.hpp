// Recording: what only a second run tells of a failure: its last events and its trail.
#pragma once

#include "scenarios/experiment/runner.hpp"
#include "scenarios/search/failure.hpp"

namespace whitewater::scenarios {

// Makes the run of the failure once more, in `runner`. False, and nothing is changed: it was another run than the
// recorded one. Call it for every failure that is written to a file.
bool complete(Failure& failure, Runner& runner, const StopFlag* stop = nullptr);

}  // namespace whitewater::scenarios
