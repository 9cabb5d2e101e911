// mutated: a scenario like another one, changed as data in a few places: a fault moved, added, removed, aimed at
// others, made longer or stronger; one draw made anew; one part of the configuration. What was not changed keeps its
// draws, because every draw is keyed by what it is for.
#pragma once

#include <cstdint>

#include "scenarios/search/fuzz/frame.hpp"

namespace whitewater::scenarios::fuzz {

// parent: valid. other: a second scenario, of which a fault may be taken over; may be the parent. Pure.
Scenario mutated(const Frame& frame, const Scenario& parent, const Scenario& other, std::uint64_t seed);

}  // namespace whitewater::scenarios::fuzz
