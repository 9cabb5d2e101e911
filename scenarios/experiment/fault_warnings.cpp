// One sentence for each way to do nothing.
#include "scenarios/experiment/fault_warnings.hpp"

#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "scenarios/experiment/fault_plan.hpp"
#include "simnet/faults/kinds.hpp"
#include "simnet/faults/words.hpp"

namespace whitewater::scenarios {

namespace {

using simnet::faults::Episode;
using simnet::faults::Evidence;

std::string when_text(const Episode& episode) {
  return concat({"at ", duration_text(episode.begin - Time{})});
}

// "fault 3, partition at 5s", or "event 2, ..." of the workload's own, which count from 0 there.
std::string name_of(const Episode& episode) {
  const std::optional<std::uint32_t> own = FaultPlan::own_number(episode);
  return concat({own ? "event " : "fault ", std::to_string(own ? *own + 1 : FaultPlan::number_in_file(episode)), ", ",
                 simnet::faults::kind_of(episode.what).name, " ", when_text(episode)});
}

// Empty: it did something, or nobody knows yet.
std::string why_nothing(const Episode& episode, const Evidence& evidence, bool stopped) {
  if (evidence.begun == 0) return stopped ? "" : "did not begin before the run was over";
  if (evidence.targets.empty()) return "whom it was to strike was nobody";
  if (evidence.effect()) return "";
  return simnet::faults::kind_of(episode.what).changes_nodes ? "whom it was to strike did not live"
                                                             : "no message was changed by it";
}

}  // namespace

std::vector<std::string> fault_warnings(const simnet::World& world) {
  std::vector<std::string> warnings;
  const auto plan = world.episodes();
  for (std::size_t place = 0; place < plan.size(); ++place) {
    const Episode& episode = plan[place];
    if (episode.manner == simnet::faults::Manner::ends || simnet::faults::idle(episode.what)) continue;
    const std::string why = why_nothing(episode, world.evidence()[place], world.stopped());
    if (!why.empty()) warnings.push_back(concat({name_of(episode), ": no effect, ", why}));
  }
  return warnings;
}

}  // namespace whitewater::scenarios
