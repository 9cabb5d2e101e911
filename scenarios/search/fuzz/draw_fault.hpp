// draw_fault: one fault of a plan, drawn: of any kind, at a time or at an occurrence of the run, against roles, nodes
// or links, once or again and again. For plans, and for what changes them.
#pragma once

#include <cstddef>
#include <optional>

#include "scenarios/format/choices.hpp"
#include "scenarios/format/scenario.hpp"

namespace whitewater::scenarios::fuzz {

// When faults of a plan begin.
struct Season {
  Duration first;
  Duration last;
};
// end: of a run, if nothing heals it.
Season season_of(const Scenario& scenario, Duration end);

When draw_time(const Season& season, const Choices& choices);
// Nothing: the system makes no notes.
std::optional<Trigger> draw_trigger(const Scenario& scenario, const Choices& choices);
// The leader or another role, one replica, any number of them, or drawn ones.
ReplicaSet draw_targets(const Scenario& scenario, const Choices& choices);
Duration draw_length(const Choices& choices);
// Gives the fault targets, and values of the parameters of its kind.
void draw_aim(ScheduledFault& fault, const Scenario& scenario, const Choices& choices);
void draw_values(ScheduledFault& fault, const Choices& choices);

// It has no number yet.
ScheduledFault draw_fault(KindId kind, const Scenario& scenario, const Season& season, const Choices& choices);
// A fault of whatever kind.
ScheduledFault draw_fault(const Scenario& scenario, const Season& season, const Choices& choices);

// The smallest number that no fault of the plan has.
std::uint32_t unused_number(const std::vector<ScheduledFault>& faults);

}  // namespace whitewater::scenarios::fuzz
