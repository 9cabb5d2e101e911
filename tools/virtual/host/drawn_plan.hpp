// What a search draws for a program instead of what it draws for a system of our own. A run of processes costs a
// hundred times what one of actors does, so runs are small: few replicas, requests that come densely while leaders
// change, and few strikes in a row, each against a role, as in scenarios/known-bugs. In some plans most strikes are
// alike, in others few; some bad weather lies over them. In one plan of eight the faults are those of every system.
#pragma once

#include <array>

#include "scenarios/format/choices.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::tools::virtual_time {

// How many replicas there are.
inline constexpr std::array<unsigned, 10> drawn_sizes{3, 3, 3, 3, 3, 3, 4, 5, 5, 7};

void draw_plan(scenarios::Scenario& drawn, const scenarios::Choices& choices);

}  // namespace whitewater::tools::virtual_time
