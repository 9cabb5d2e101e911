// From a fault of a file to one of simnet.
#include "scenarios/format/scheduled_fault.hpp"

#include <algorithm>
#include <utility>

#include "core/base/check.hpp"
#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "simnet/faults/kinds.hpp"

namespace whitewater::scenarios {

namespace {

using simnet::faults::FaultKind;
using simnet::faults::kind_of;
using simnet::faults::Manner;
using simnet::faults::Parameter;

// How often one fault may be open at the same time.
constexpr std::int64_t overlaps_max = 100;

std::size_t key_place(std::string_view key) {
  const std::vector<const Parameter*>& keys = fault_keys();
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const Parameter* known) { return known->key == key; });
  check(found != keys.end() && keys.size() <= fault_keys_max, "every parameter has a key, and there is room for it");
  return static_cast<std::size_t>(found - keys.begin());
}

// leader of a point fault is whom replicas named last: so it was before faults had a length.
simnet::Target target_of(ReplicaSet set, bool point, unsigned replicas) {
  if (point && set.has(ReplicaRole::leader)) {
    set.erase(ReplicaRole::leader);
    set.insert(ReplicaRole::named_leader);
  }
  if (set.has(ReplicaRole::all)) return {NodeSet::first(replicas), simnet::Target::no_role};
  return {set.nodes, set.role_number()};
}

bool ends_everything(const ScheduledFault& fault) {
  return fault.type.ends && kind_of(fault.type.kind).replaces == FaultKind::Replaces::everything;
}

std::optional<FaultComplaint> has_or_lacks(std::string_view field, bool needed, bool found) {
  if (needed == found) return std::nullopt;
  return FaultComplaint{field, needed ? "expected a value, found nothing: this fault needs one"
                                      : "expected nothing here: this fault has no such field"};
}

// The fields that say how long and how often.
std::optional<FaultComplaint> time_complaint(const ScheduledFault& fault, std::optional<Duration> heal) {
  if (fault.type.ends)
    for (const auto& [field, found] :
         {std::pair("for", fault.lasts.has_value()), std::pair("every", fault.every.has_value()),
          std::pair("until", fault.until.has_value())})
      if (auto wrong = has_or_lacks(field, false, found)) return wrong;
  if (fault.every && !fault.lasts)
    return FaultComplaint{"for", "expected a value, found nothing: a fault with \"every\" needs one"};
  if (fault.every && *fault.lasts > *fault.every * overlaps_max)
    return FaultComplaint{"for", concat({"expected at most ", std::to_string(overlaps_max), " times \"every\", found ",
                                         duration_text(*fault.lasts)})};
  const std::optional<Duration> at = time_of(fault.at);
  if (at && heal && *at > *heal) return FaultComplaint{"at", "expected no later than \"heal\", when all faults end"};
  if (at && fault.until && *fault.until <= *at)
    return FaultComplaint{"until", concat({"expected later than \"at\", found ", duration_text(*fault.until)})};
  return std::nullopt;
}

}  // namespace

std::vector<FaultTypeName> fault_type_names() {
  std::vector<FaultTypeName> names;
  for (std::size_t i = 0; i < simnet::faults::kinds.size(); ++i) {
    const FaultKind& kind = *simnet::faults::kinds[i];
    names.push_back({kind.name, {static_cast<KindId>(i), false}});
    if (!kind.ending.empty()) names.push_back({kind.ending, {static_cast<KindId>(i), true}});
  }
  return names;
}

const std::vector<const Parameter*>& fault_keys() {
  static const std::vector<const Parameter*> all = [] {
    std::vector<const Parameter*> keys;
    for (const FaultKind* kind : simnet::faults::kinds)
      for (const Parameter& parameter : kind->parameters)
        if (std::none_of(keys.begin(), keys.end(), [&](const Parameter* known) { return known->key == parameter.key; }))
          keys.push_back(&parameter);
    return keys;
  }();
  return all;
}

ScheduledFault& ScheduledFault::set(const simnet::faults::ParameterValue& value) {
  for (const Parameter& parameter : kind_of(type.kind).parameters)
    if (static_cast<std::size_t>(parameter.type) == value.index()) values[key_place(parameter.key)] = value;
  return *this;
}

ScheduledFault node_fault(KindId kind, When at, const ReplicaSet& replicas) {
  ScheduledFault fault;
  fault.type.kind = kind;
  fault.at = at;
  fault.replicas = replicas;
  return fault;
}

ScheduledFault link_fault(KindId kind, When at, const ReplicaSet& from, const ReplicaSet& to) {
  ScheduledFault fault;
  fault.type.kind = kind;
  fault.at = at;
  fault.from = from;
  fault.to = to;
  return fault;
}

void give_numbers(std::vector<ScheduledFault>& faults) {
  for (std::size_t i = 0; i < faults.size(); ++i) faults[i].number = number_of(faults, i);
}

simnet::faults::Episode simulated(const ScheduledFault& fault, unsigned replicas) {
  const FaultKind& kind = kind_of(fault.type.kind);
  simnet::faults::Episode episode;
  episode.begin = std::visit([](const auto& when) { return begin_of(when); }, fault.at);
  episode.lasts = fault.lasts;
  episode.every = fault.every;
  if (fault.until) episode.until = Time{} + *fault.until;
  episode.whom = target_of(kind.links ? fault.from : fault.replicas, fault.point(), replicas);
  episode.to = target_of(fault.to, fault.point(), replicas);
  episode.what.kind = fault.type.kind;
  for (std::size_t i = 0; i < kind.parameters.size(); ++i)
    episode.what.values[i] = fault.values[key_place(kind.parameters[i].key)];
  episode.manner = fault.type.ends ? Manner::ends : fault.point() ? Manner::replaces : Manner::stacks;
  return episode;
}

std::optional<FaultComplaint> complaint(const ScheduledFault& fault, std::optional<Duration> heal) {
  const FaultKind& kind = kind_of(fault.type.kind);
  const bool targets = !ends_everything(fault);
  if (auto wrong = has_or_lacks("replicas", targets && !kind.links, !fault.replicas.empty())) return wrong;
  if (auto wrong = has_or_lacks("from", targets && kind.links, !fault.from.empty())) return wrong;
  if (auto wrong = has_or_lacks("to", targets && kind.links, !fault.to.empty())) return wrong;
  const std::vector<const Parameter*>& keys = fault_keys();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const bool needed = !fault.type.ends && std::any_of(kind.parameters.begin(), kind.parameters.end(),
                                                        [&](const Parameter& own) { return own.key == keys[i]->key; });
    if (auto wrong = has_or_lacks(keys[i]->key, needed, fault.values[i].index() != 0)) return wrong;
  }
  return time_complaint(fault, heal);
}

}  // namespace whitewater::scenarios
