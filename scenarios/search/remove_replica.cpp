// Goes through all that names replicas. Roles are looked up in the run, and stay roles.
#include "scenarios/search/remove_replica.hpp"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/check.hpp"
#include "scenarios/format/renumbering.hpp"

namespace whitewater::scenarios {

namespace {

void renumber_draws(Scenario& scenario, NodeId removed) {
  std::vector<std::uint16_t>& numbers = scenario.numbers;
  if (numbers.empty())
    for (const NodeId node : NodeSet::first(scenario.replicas)) numbers.push_back(node.value);
  numbers.erase(numbers.begin() + removed.value);
  // Ascending and distinct, so the last one says whether all are their ids.
  if (numbers.back() + 1u == numbers.size()) numbers.clear();
}

void renumber_network(Scenario& scenario, const Renumbering& renumbering) {
  std::vector<LinkOverride>& links = scenario.network.links;
  std::erase_if(links,
                [&](const LinkOverride& link) { return !renumbering.of(link.from) || !renumbering.of(link.to); });
  for (LinkOverride& link : links) {
    link.from = *renumbering.of(link.from);
    link.to = *renumbering.of(link.to);
  }
  std::erase_if(scenario.clocks, [&](const NodeClock& clock) { return !renumbering.of(clock.replica); });
  for (NodeClock& clock : scenario.clocks) clock.replica = *renumbering.of(clock.replica);
}

// False: it named the removed replica and nobody else.
bool renumber_set(ReplicaSet& set, const Renumbering& renumbering, unsigned replicas) {
  if (set.empty()) return true;
  set.nodes = renumbering.of(set.nodes);
  set.random = static_cast<std::uint16_t>(std::min<unsigned>(set.random, replicas));
  return !set.empty();
}

// Of a fate: whom the name says. False: the removed replica.
bool renumber_name(std::optional<NodeName>& name, const Renumbering& renumbering, unsigned replicas) {
  if (!name) return true;
  const std::optional<NodeId> left = renumbering.of(name->node(replicas + 1));
  if (left) name = NodeName::of(*left, replicas);
  return left.has_value();
}

void renumber_fates(Scenario& scenario, const Renumbering& renumbering) {
  std::vector<Fate> left;
  for (Fate& fate : scenario.fates) {
    const bool linked = renumber_name(fate.from, renumbering, scenario.replicas) &&
                        renumber_name(fate.to, renumbering, scenario.replicas);
    const std::optional<NodeId> writer = fate.node ? renumbering.of(*fate.node) : std::nullopt;
    if (!linked || (fate.node && !writer)) continue;
    fate.node = writer;
    left.push_back(fate);
  }
  scenario.fates = std::move(left);
}

// False: nobody is left for it to strike, or to begin it.
bool renumber_fault(ScheduledFault& fault, const Renumbering& renumbering, unsigned replicas) {
  if (auto* const trigger = std::get_if<Trigger>(&fault.at)) {
    const std::optional<NodeId> on = renumbering.of(trigger->on);
    if (!on) return false;
    trigger->on = *on;
  }
  bool someone = true;
  for (ReplicaSet* const set : {&fault.replicas, &fault.from, &fault.to})
    someone = renumber_set(*set, renumbering, replicas) && someone;
  return someone;
}

}  // namespace

std::optional<Scenario> without_replica(Scenario scenario, NodeId replica) {
  check(replica.value < scenario.replicas, "only a replica of the scenario can be removed");
  if (scenario.replicas <= scenario.system->replicas_min) return std::nullopt;
  const Renumbering renumbering{replica};
  renumber_draws(scenario, replica);
  --scenario.replicas;
  renumber_network(scenario, renumbering);
  renumber_fates(scenario, renumbering);
  give_numbers(scenario.faults);
  std::vector<ScheduledFault> left;
  for (ScheduledFault& fault : scenario.faults)
    if (renumber_fault(fault, renumbering, scenario.replicas)) left.push_back(std::move(fault));
  scenario.faults = std::move(left);
  if (scenario.system->renumber != nullptr) scenario.system->renumber(scenario.system_options, renumbering);
  if (scenario.workload->renumber != nullptr) scenario.workload->renumber(scenario.workload_options, renumbering);
  for (const auto invalid : {scenario.system->invalid, scenario.workload->invalid})
    if (invalid != nullptr && invalid(scenario)) return std::nullopt;
  return scenario;
}

}  // namespace whitewater::scenarios
