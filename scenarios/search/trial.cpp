// A run and its kind of failure.
#include "scenarios/search/trial.hpp"

#include <utility>

namespace whitewater::scenarios {

Trial Trials::run(const Scenario& scenario, std::vector<simnet::Observer*> observers, std::optional<Duration> until) {
  RunOptions options;
  options.wire = wire_;
  options.stop = stop_;
  options.until = until;
  options.observers = std::move(observers);
  ++runs_;
  Trial trial{runner_.run(scenario, scenario.seed.value_or(1), options), std::nullopt};
  trial.kind = failure_kind(trial.report);
  return trial;
}

}  // namespace whitewater::scenarios
