// A hunt in a process of its own: a core without checks may crash, or go on for ever, where a check would have spoken.
// A run that ends so catches nothing, and ends its campaign; the hunt goes on with another campaign.
#pragma once

#include <chrono>
#include <cstdint>

#include "tests/known_bugs/hunt.hpp"

namespace whitewater::known_bugs {

// As hunt(), in one thread. Hunt::crashes says how many runs ended the process. patience: without a further run for so
// long, the run goes on for ever, and counts as a crash.
Hunt guarded_hunt(const HuntPlan& plan, Mutation bug, std::uint64_t seed,
                  std::chrono::milliseconds patience = std::chrono::seconds(20));

}  // namespace whitewater::known_bugs
