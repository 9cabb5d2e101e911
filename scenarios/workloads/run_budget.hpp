// What the check of a run's history may cost. A run is to take no longer for it than about a second.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/check/linearizability/linearizability.hpp"

namespace whitewater::scenarios {

inline constexpr std::uint64_t run_steps_usual = 2'000'000;

inline checks::LinearizabilityOptions run_budget(std::uint64_t steps_max = run_steps_usual) {
  checks::LinearizabilityOptions options;
  options.steps_max = steps_max;
  options.bytes_max = std::size_t{128} << 20;
  options.stop_at_first = true;
  return options;
}

}  // namespace whitewater::scenarios
