// The nearest run that passes: of several scenarios that each lack one thing, the one whose run stays longest with the
// failing one; and the first steps in which they part.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>

#include "scenarios/search/explain/explanation.hpp"
#include "scenarios/search/explain/recorded_run.hpp"

namespace whitewater::scenarios {

struct Neighbour {
  std::string change;  // "without the kill of 0002 at 1.2s"
  const Scenario* scenario = nullptr;
};

// neighbours: all of them pass. Nothing: there is none, or none was tried.
std::optional<NearestPass> nearest_pass(Trials& trials, const RecordedRun& failing,
                                        std::span<const Neighbour> neighbours, const std::function<bool()>& go_on);

}  // namespace whitewater::scenarios
