// What the system draws is data, or does not matter.
#include <algorithm>
#include <utility>
#include <vector>

#include "scenarios/format/draw_list.hpp"
#include "scenarios/search/shrink_passes.hpp"

namespace whitewater::scenarios {

void pin_draws(Shrinking& shrinking) {
  const DrawList* const draws = shrinking.best().system->draws;
  if (draws == nullptr) return;
  const std::optional<Recording> recording = shrinking.record_best();
  if (!recording) return;
  Scenario same = shrinking.best();
  same.system_options = recording->scenario.system_options;
  if (same == shrinking.best() || !shrinking.says_as_data(std::move(same), "What the system drew")) return;
  // Behind the failure nothing is drawn that matters, and which draws matter before it other seeds tell.
  const Scenario from = shrinking.best();
  take_away(shrinking, draws->size(from.system_options), [&](const std::vector<bool>& kept) {
    Scenario candidate = from;
    draws->keep(candidate.system_options, kept);
    return shrinking.accepts_with_any_seed(std::move(candidate));
  });
}

void name_drawn_replicas(Shrinking& shrinking) {
  for (std::size_t place = 0; place < shrinking.best().faults.size() && !shrinking.spent(); ++place)
    for (ReplicaSet ScheduledFault::*set : {&ScheduledFault::replicas, &ScheduledFault::from, &ScheduledFault::to})
      for (const NodeId node : NodeSet::first(shrinking.best().replicas)) {
        Scenario candidate = shrinking.best();
        ReplicaSet& drawn = candidate.faults[place].*set;
        if (drawn.random == 0) break;
        --drawn.random;
        if (drawn.nodes.contains(node)) continue;
        drawn.nodes.insert(node);
        if (is_valid(candidate)) shrinking.accepts(std::move(candidate));
      }
}

}  // namespace whitewater::scenarios
