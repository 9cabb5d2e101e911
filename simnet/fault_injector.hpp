// FaultInjector: carries a plan of faults out. A fault of time t strikes after every event of time <= t;
// faults of the same time in the order of the plan. Each one is folded into the digest, with the nodes
// that it met, so that a plan whose roles resolve differently is a different run.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "simnet/fault.hpp"

namespace whitewater::simnet {

class World;

// What a fault met: the nodes of its target; Cut, HealCut and Set…: of both its targets.
struct Struck {
  NodeSet first;
  NodeSet second;
};

class FaultInjector {
 public:
  void clear();
  // Replaces the plan. A fault's index, for resolvers, is its position here.
  void set(std::span<const TimedFault> plan);
  void set_resolver(RoleResolver* resolver) { resolver_ = resolver; }

  // time_never: no fault is left.
  Time next() const { return next_ < plan_.size() ? plan_[next_].fault.at : time_never; }
  // Carries the next fault out; the world's time is the fault's.
  struct Strike {
    const TimedFault& fault;
    std::size_t index;
    Struck struck;
  };
  Strike strike(World& world);

 private:
  struct Planned {
    TimedFault fault;
    std::size_t index;
  };

  NodeSet resolve(const Target& target, std::size_t index, Time now) const;

  std::vector<Planned> plan_;  // by time, then index
  std::size_t next_ = 0;
  RoleResolver* resolver_ = nullptr;
};

}  // namespace whitewater::simnet
