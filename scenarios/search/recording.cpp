// The second run is watched; the first one was not, for most runs of a search do not fail.
#include "scenarios/search/recording.hpp"

#include <optional>

#include "scenarios/search/system_words.hpp"
#include "scenarios/search/trail.hpp"
#include "scenarios/story/last_events.hpp"

namespace whitewater::scenarios {

bool complete(Failure& failure, Runner& runner, const StopFlag* stop) {
  const Scenario& scenario = failure.scenario;
  const Vocabulary& words = system_words(scenario);
  LastEvents last(scenario.replicas, words);
  TrailWatch trail(runner, trail_step(failure.events), failure.events);
  RunOptions options;
  options.wire = failure.wire;
  options.stop = stop;
  options.observers = {&last.observer(), &trail};
  const RunReport report = runner.run(scenario, scenario.seed.value_or(1), options);
  if (report.digest != failure.digest || failure_kind(report) != failure.kind) return false;
  // Of a run that was judged when it was over, the last events say nothing.
  if (report.violation && report.violation->node.valid()) failure.last_events = last.lines();
  failure.trail = trail.trail();
  return true;
}

}  // namespace whitewater::scenarios
