// One sentence for each way to do nothing.
#include "scenarios/experiment/fault_warnings.hpp"

#include <algorithm>

#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "scenarios/experiment/fault_plan.hpp"
#include "simnet/faults/kinds.hpp"
#include "simnet/faults/words.hpp"

namespace whitewater::scenarios {

namespace {

using simnet::faults::Episode;
using simnet::faults::Evidence;

// "fault 3, partition at 5s", or "event 2, ..." of the workload's own, which count from 0 there.
std::string name_of(const Episode& episode, const Scenario& scenario) {
  const simnet::faults::FaultKind& row = simnet::faults::kind_of(episode.what);
  const std::string kind(episode.manner == simnet::faults::Manner::ends ? row.ending : row.name);
  if (const auto own = FaultPlan::own_number(episode)) return concat({"event ", std::to_string(*own + 1), ", ", kind});
  const std::uint64_t number = simnet::faults::shown_number(episode);
  std::string when;
  for (std::size_t i = 0; i < scenario.faults.size(); ++i)
    if (number_of(scenario.faults, i) == number) when = when_words(scenario.faults[i].at);
  return concat({"fault ", std::to_string(number), ", ", kind, " ", when});
}

// A resume that meets nobody leaves somebody paused for ever, so it is told. What ends other kinds may come just in
// case, after a fault that did not strike. But where the plan has no such fault, whoever wrote it expected another
// effect: that a restart kills, perhaps.
bool is_told(const Episode& ending, std::span<const Episode> plan) {
  return ending.what.kind == simnet::faults::KindId::pause ||
         std::none_of(plan.begin(), plan.end(), [&](const Episode& other) {
           return other.manner != simnet::faults::Manner::ends && other.what.kind == ending.what.kind;
         });
}

}  // namespace

std::string why_no_effect(std::span<const Episode> plan, const Episode& episode, const Evidence& evidence,
                          bool stopped) {
  const bool ends = episode.manner == simnet::faults::Manner::ends;
  if (simnet::faults::idle(episode.what) || (ends && !is_told(episode, plan))) return "";
  if (evidence.begun == 0 && stopped) return "";
  if (evidence.begun == 0) return "the run ended before it began";
  const simnet::faults::FaultKind& kind = simnet::faults::kind_of(episode.what);
  if (ends && evidence.took_back) return "";
  if (ends && !kind.changes_nodes) return concat({"there was no ", kind.name, " to end"});
  if (evidence.targets.empty()) return "no replica had this role at that time";
  if (ends) return concat({"there was no ", kind.name, " of its replicas to end"});
  if (evidence.effect()) return "";
  return kind.changes_nodes ? "its replicas were not alive" : "it changed no message";
}

std::vector<std::string> fault_warnings(const simnet::World& world, const Scenario& scenario) {
  std::vector<std::string> warnings;
  const auto plan = world.episodes();
  for (std::size_t place = 0; place < plan.size(); ++place) {
    const Episode& episode = plan[place];
    const std::string why = why_no_effect(plan, episode, world.evidence()[place], world.stopped());
    if (!why.empty()) warnings.push_back(concat({name_of(episode, scenario), ": no effect, ", why}));
  }
  for (std::size_t i = 0; i < scenario.clocks.size() && !world.stopped(); ++i)
    for (const simnet::ClockJump& jump : scenario.clocks[i].jumps)
      if (Time{} + jump.at > world.now())
        warnings.push_back(concat({"clocks[", std::to_string(i), "], jump at ", duration_text(jump.at),
                                   ": no effect, the run ended before it"}));
  return warnings;
}

}  // namespace whitewater::scenarios
