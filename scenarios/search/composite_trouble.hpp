// Composite trouble: faults that belong together, because only one after the other, or at the right occurrence of the
// run, do they bring about what is rare: a node that leads twice in one life, a leader that a single follower still
// hears, answers of one term that arrive in the next but one. Knows no system and no particular mistake.
#pragma once

#include "scenarios/format/choices.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios {

// Adds the faults of one episode to the scenario. They begin at `begin`, or a little later, or at an occurrence of the
// run. last: no fault begins later. choices: of this episode.
void add_composite_trouble(Scenario& scenario, const Choices& choices, Duration begin, Duration last);

// Whoever leads is cut off for a moment, again and again: for what shows only in the moments between two leaders.
void add_flapping_leader(Scenario& scenario, const Choices& choices, Duration begin, Duration last);

}  // namespace whitewater::scenarios
