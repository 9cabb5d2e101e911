// From a plan to the world: resolving targets, then one operation per kind of fault.
#include "simnet/fault_injector.hpp"

#include <algorithm>
#include <tuple>

#include "core/base/check.hpp"
#include "simnet/world.hpp"

namespace whitewater::simnet {

namespace {

// Does to a world what a fault says, once its targets are nodes. A target without nodes: nothing happens.
struct Effect {
  World& world;
  Struck struck;

  bool nobody() const { return struck.first.empty() || struck.second.empty(); }

  void operator()(const Kill&) const {
    for (NodeId node : struck.first) world.kill(node);
  }
  void operator()(const Restart&) const {
    for (NodeId node : struck.first) world.restart(node);
  }
  void operator()(const Partition&) const {
    if (!struck.first.empty()) world.links().partition(struck.first);
  }
  void operator()(const HealPartition&) const { world.links().partition(NodeSet{}); }
  void operator()(const Cut&) const {
    if (!nobody()) world.links().set_cut(struck.first, struck.second, true);
  }
  void operator()(const HealCut&) const {
    if (!nobody()) world.links().set_cut(struck.first, struck.second, false);
  }
  void operator()(const SetLoss& fault) const {
    if (!nobody()) world.links().set_loss(struck.first, struck.second, fault.loss);
  }
  void operator()(const SetDuplication& fault) const {
    if (!nobody()) world.links().set_duplication(struck.first, struck.second, fault.duplication);
  }
  void operator()(const SetDelay& fault) const {
    if (!nobody()) world.links().set_delay(struck.first, struck.second, fault.delay);
  }
};

template <class Resolve>
struct Targets {
  Resolve resolve;

  Struck operator()(const Kill& fault) const { return {resolve(fault.target), {}}; }
  Struck operator()(const Restart& fault) const { return {resolve(fault.target), {}}; }
  Struck operator()(const Partition& fault) const { return {resolve(fault.side), {}}; }
  Struck operator()(const HealPartition&) const { return {}; }
  // The rest: links from one target to another.
  template <class LinkFault>
  Struck operator()(const LinkFault& fault) const {
    const NodeSet from = resolve(fault.from);  // in this order: a resolver may draw
    return {from, resolve(fault.to)};
  }
};

template <class Resolve>
Targets(Resolve) -> Targets<Resolve>;

}  // namespace

void FaultInjector::clear() {
  plan_.clear();
  next_ = 0;
  resolver_ = nullptr;
}

void FaultInjector::set(std::span<const TimedFault> plan) {
  plan_.clear();
  next_ = 0;
  for (std::size_t i = 0; i < plan.size(); ++i) plan_.push_back({plan[i], i});
  // Not std::stable_sort, which allocates.
  std::sort(plan_.begin(), plan_.end(), [](const Planned& a, const Planned& b) {
    return std::tie(a.fault.at, a.index) < std::tie(b.fault.at, b.index);
  });
}

NodeSet FaultInjector::resolve(const Target& target, std::size_t index, Time now) const {
  if (target.role == Target::no_role) return target.nodes;
  check(resolver_ != nullptr, "a fault that names a role strikes in a world with a resolver of roles");
  return resolver_->resolve(target.role, {index, 0}, now);
}

FaultInjector::Strike FaultInjector::strike(World& world) {
  check(next_ < plan_.size(), "a fault that strikes is in the plan");
  const Planned& planned = plan_[next_++];
  const auto resolve_target = [&](const Target& target) { return resolve(target, planned.index, world.now()); };
  const Struck struck = std::visit(Targets{resolve_target}, planned.fault.fault);
  check(((struck.first | struck.second) - NodeSet::first(world.nodes())).empty(), "a fault meets nodes of this world");
  std::visit(Effect{world, struck}, planned.fault.fault);
  return {planned.fault, planned.index, struck};
}

}  // namespace whitewater::simnet
