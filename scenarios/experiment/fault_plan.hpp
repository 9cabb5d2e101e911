// FaultPlan: all faults of a run as simnet takes them, in the order in which they strike: by time, then as they were
// added: the workload's own first, then the scenario's, then the heal of all.
#pragma once

#include <cstddef>
#include <vector>

#include "scenarios/format/scenario.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

class FaultPlan {
 public:
  static constexpr std::size_t not_own = ~std::size_t{0};

  void clear() { planned_.clear(); }
  // number: what the workload calls it.
  void add(Time at, const simnet::Fault& fault, std::size_t number = not_own) {
    planned_.push_back({{at, fault}, number, planned_.size()});
  }
  // The faults of the scenario, and its heal.
  void add(const Scenario& scenario);

  // Sorts, and hands all to the world, which keeps them for the run.
  void hand_to(simnet::World& world);
  // Of the strike-th fault that strikes, from 0: what the workload calls it, or not_own.
  std::size_t number(std::size_t strike) const { return planned_[strike].number; }

 private:
  struct Planned {
    simnet::TimedFault fault;
    std::size_t number;
    std::size_t place;
  };

  void add_heal(const Scenario& scenario);

  std::vector<Planned> planned_;
  std::vector<simnet::TimedFault> faults_;
};

}  // namespace whitewater::scenarios
