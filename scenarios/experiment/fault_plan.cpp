// Gathers, sorts, hands over.
#include "scenarios/experiment/fault_plan.hpp"

#include <algorithm>
#include <utility>

namespace whitewater::scenarios {

void FaultPlan::add(const Scenario& scenario) {
  for (const ScheduledFault& fault : scenario.faults) add(Time{} + fault.at, simulated(fault, scenario.replicas));
  if (scenario.heal) add_heal(scenario);
}

void FaultPlan::add_heal(const Scenario& scenario) {
  const Time at = Time{} + *scenario.heal;
  const simnet::Target all{NodeSet::first(scenario.replicas), simnet::Target::no_role};
  add(at, simnet::HealPartition{});
  add(at, simnet::HealCut{all, all});
  add(at, simnet::SetLoss{all, all, {}});
  add(at, simnet::SetDuplication{all, all, {}});
  add(at, simnet::SetDelay{all, all, scenario.network.delay});
  add(at, simnet::Restart{all});
}

void FaultPlan::hand_to(simnet::World& world) {
  // No two are equal, so this order is the only one.
  std::sort(planned_.begin(), planned_.end(), [](const Planned& a, const Planned& b) {
    return std::pair(a.fault.at, a.place) < std::pair(b.fault.at, b.place);
  });
  faults_.clear();
  for (const Planned& planned : planned_) faults_.push_back(planned.fault);
  world.set_faults(faults_);
}

}  // namespace whitewater::scenarios
