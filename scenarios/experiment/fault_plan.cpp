// Turns the faults of a scenario into a plan of episodes.
#include "scenarios/experiment/fault_plan.hpp"

namespace whitewater::scenarios {

void FaultPlan::add(const Scenario& scenario) {
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    simnet::faults::Episode& episode = episodes_.emplace_back(simulated(scenario.faults[i], scenario.replicas));
    episode.number = first_of_file + number_of(scenario.faults, i);
  }
  heal_ = scenario.heal ? Time{} + *scenario.heal : time_never;
}

}  // namespace whitewater::scenarios
