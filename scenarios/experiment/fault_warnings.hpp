// What the report warns of: faults of the plan that did nothing, a line each. A plan that does nothing proves nothing.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "scenarios/format/scenario.hpp"
#include "simnet/faults/episodes.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

// Why an episode did nothing: "it changed no message". Empty: it did something, or need not, or nobody knows, because
// the run was stopped before it began. plan: all episodes.
std::string why_no_effect(std::span<const simnet::faults::Episode> plan, const simnet::faults::Episode& episode,
                          const simnet::faults::Evidence& evidence, bool stopped);

// Of a run that is over. Endings, and faults that are only there to end others, may well do nothing. The jumps of
// clocks are told of, too.
std::vector<std::string> fault_warnings(const simnet::World& world, const Scenario& scenario);

}  // namespace whitewater::scenarios
