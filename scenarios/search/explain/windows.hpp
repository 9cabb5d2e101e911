// The window of a fault: by bisection, the times between which it may begin so that the same failure stays. A window of
// 2 µs is a race, one of 3 s is a state.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "scenarios/search/explain/explanation.hpp"
#include "scenarios/search/trial.hpp"

namespace whitewater::scenarios {

struct Bounds {
  Duration first;
  Duration last;
  bool from_start = false;
  bool to_end = false;
};

// at: holds(at) is true. Looks at ever longer steps away from it, within [low, high], then halves the step in which
// holds() changes, down to the precision. What lies behind a hole is not found: the bounds are those of one piece.
Bounds window_around(Duration at, Duration low, Duration high, Duration precision,
                     const std::function<bool(Duration)>& holds);

// Of each fault that has a time. go_on: asked before each run; false: what is found so far is returned.
std::vector<StrikeWindow> strike_windows(Trials& trials, const Failure& failure, Duration end,
                                         const std::function<bool()>& go_on);

}  // namespace whitewater::scenarios
