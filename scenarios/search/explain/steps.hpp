// The steps of an explanation: faults, the messages that a failure cannot do without, and what nodes noted of their
// roles, in the order in which they happened, each with the steps that come directly before it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scenarios/search/explain/explanation.hpp"
#include "scenarios/search/explain/recorded_run.hpp"

namespace whitewater::scenarios {

struct Steps {
  std::vector<Step> steps;
  unsigned left_out = 0;
};

// needed: records of sends (needed_messages). targets: as there.
Steps steps_of(const RecordedRun& run, std::span<const std::uint32_t> needed, std::span<const std::uint32_t> targets);

}  // namespace whitewater::scenarios
