// draw_scenario: a whole scenario from a seed, within a frame. Each family of faults is on or off as a whole, with its
// own rate: if all families were always on a little, they would suppress each other. The ground is random_scenario();
// options of a system that does not draw them itself are drawn by its rows of fields.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "scenarios/search/fuzz/frame.hpp"

namespace whitewater::scenarios::fuzz {

// Pure: the same for the same frame and seed. The scenario's own seed is the same number.
Scenario draw_scenario(const Frame& frame, std::uint64_t seed);

}  // namespace whitewater::scenarios::fuzz
