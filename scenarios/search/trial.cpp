// A run and its kind of failure.
#include "scenarios/search/trial.hpp"

#include <utility>

namespace whitewater::scenarios {

Trial Trials::run(const Scenario& scenario, TrialOptions with) {
  RunOptions options;
  options.wire = wire_;
  options.stop = stop_;
  options.observers = std::move(with.observers);
  options.fate_recorder = with.fates;
  options.redraw = with.redraw;
  options.until = with.until;
  options.events_max = events_max_;
  ++runs_;
  Trial trial{runner_.run(scenario, scenario.seed.value_or(1), options), std::nullopt};
  trial.kind = failure_kind(trial.report);
  return trial;
}

}  // namespace whitewater::scenarios
