// One sentence for each way to do nothing.
#include "scenarios/experiment/fault_warnings.hpp"

#include "core/text/concat.hpp"
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
// case.
bool ends_pauses(const Episode& episode) {
  return episode.what.kind == simnet::faults::KindId::pause;
}

}  // namespace

std::string why_no_effect(const Episode& episode, const Evidence& evidence, bool stopped) {
  const bool ends = episode.manner == simnet::faults::Manner::ends;
  if (simnet::faults::idle(episode.what) || (ends && !ends_pauses(episode))) return "";
  if (evidence.begun == 0 && stopped) return "";
  if (evidence.begun == 0) return "the run ended before it began";
  if (evidence.targets.empty()) return "no replica had this role at that time";
  const simnet::faults::FaultKind& kind = simnet::faults::kind_of(episode.what);
  if (ends) return evidence.took_back ? "" : concat({"there was no ", kind.name, " of its replicas to end"});
  if (evidence.effect()) return "";
  return kind.changes_nodes ? "its replicas were not alive" : "it changed no message";
}

std::vector<std::string> fault_warnings(const simnet::World& world, const Scenario& scenario) {
  std::vector<std::string> warnings;
  const auto plan = world.episodes();
  for (std::size_t place = 0; place < plan.size(); ++place) {
    const Episode& episode = plan[place];
    const std::string why = why_no_effect(episode, world.evidence()[place], world.stopped());
    if (!why.empty()) warnings.push_back(concat({name_of(episode, scenario), ": no effect, ", why}));
  }
  return warnings;
}

}  // namespace whitewater::scenarios
