// Lengths and delays are those of systems whose timeouts are some hundred milliseconds, with a few of other sizes.
#include "scenarios/search/fuzz/draw_fault.hpp"

#include <algorithm>

#include "scenarios/format/toolbox.hpp"
#include "simnet/faults/kinds.hpp"

namespace whitewater::scenarios::fuzz {

namespace {

using simnet::faults::Parameter;
using simnet::faults::ParameterValue;

constexpr Duration first_fault = milliseconds(50);
constexpr Duration quiet_end = milliseconds(200);

ReplicaSet any_nodes(const Scenario& scenario, const Choices& choices) {
  ReplicaSet set;
  const std::uint64_t members = choices.word(stream("members"));
  for (std::uint16_t i = 0; i < scenario.replicas; ++i)
    if ((members >> i & 1) != 0) set.nodes.insert(NodeId{i});
  if (set.nodes.empty() || set.nodes.size() == scenario.replicas)
    set.nodes = NodeSet::of(NodeId{static_cast<std::uint16_t>(choices.below(stream("instead"), scenario.replicas))});
  return set;
}

ParameterValue draw_value(const Parameter& parameter, const Choices& choices) {
  switch (parameter.type) {
    case Parameter::Type::probability:
      return choices.probability(stream("probability"), {50'000, 200'000, 500'000, 900'000, 1'000'000});
    case Parameter::Type::duration: {
      const Duration drawn = choices.one_of(stream("duration"), {microseconds(200), milliseconds(1), milliseconds(5),
                                                                 milliseconds(20), milliseconds(80)});
      return Duration{std::clamp(drawn.ns, parameter.low, parameter.high)};
    }
    case Parameter::Type::delay:
      break;
  }
  return choices.one_of(
      stream("delay"),
      {uniform_delay(milliseconds(1), milliseconds(30)), uniform_delay(milliseconds(1), milliseconds(300)),
       uniform_delay(milliseconds(100), milliseconds(900)),
       tailed_delay(microseconds(100), milliseconds(3), {100'000}, milliseconds(100), milliseconds(1'500))});
}

Duration at_most(Duration a, Duration b) {
  return std::min(a, b);
}

}  // namespace

Season season_of(const Scenario& scenario, Duration end) {
  const Duration last = scenario.heal.value_or(end);
  return {at_most(first_fault, last / 10), std::max(last - quiet_end, last / 2)};
}

When draw_time(const Season& season, const Choices& choices) {
  return choices.between(stream("time"), season.first, season.last);
}

std::optional<Trigger> draw_trigger(const Scenario& scenario, const Choices& choices) {
  std::size_t count = 0;
  for (const std::span<const NoteWords> table : scenario.system->notes) count += table.size();
  if (count == 0) return std::nullopt;
  auto place = static_cast<std::size_t>(choices.below(stream("note"), count));
  Trigger trigger;
  for (const std::span<const NoteWords> table : scenario.system->notes) {
    if (place < table.size()) {
      trigger.note = &table[place];
      break;
    }
    place -= table.size();
  }
  trigger.nth = static_cast<std::uint32_t>(
      1 + choices.below(stream("nth"), choices.one_of<unsigned>(stream("nth max"), {2, 8, 40})));
  if (choices.one_in(stream("on"), 3))
    trigger.on = NodeId{static_cast<std::uint16_t>(choices.below(stream("on whom"), scenario.replicas))};
  trigger.after = choices.one_of(stream("after"), {Duration{}, Duration{}, microseconds(300), milliseconds(2),
                                                   milliseconds(20), milliseconds(150)});
  return trigger;
}

ReplicaSet draw_targets(const Scenario& scenario, const Choices& choices) {
  switch (choices.below(stream("targets"), 10)) {
    case 0:
    case 1:
    case 2:
      return ReplicaSet::of(ReplicaRole::leader);
    case 3:
    case 4:
      return ReplicaSet::of(
          NodeSet::of(NodeId{static_cast<std::uint16_t>(choices.below(stream("one"), scenario.replicas))}));
    case 5:
    case 6:
      return any_nodes(scenario, choices);
    case 7: {
      ReplicaSet side = ReplicaSet::of(ReplicaRole::leader);
      side.random =
          static_cast<std::uint16_t>(1 + choices.below(stream("random"), std::max(1u, scenario.replicas / 2)));
      return side;
    }
    case 8:
      return ReplicaSet::of(choices.one_of(
          stream("role"), {ReplicaRole::previous_leader, ReplicaRole::candidate, ReplicaRole::followers}));
    default:
      return ReplicaSet::of(choices.one_of(stream("many"), {ReplicaRole::majority, ReplicaRole::minority,
                                                            ReplicaRole::all, ReplicaRole::previous_leader}));
  }
}

Duration draw_length(const Choices& choices) {
  return choices.one_of(stream("length"), {milliseconds(5), milliseconds(30), milliseconds(100), milliseconds(250),
                                           milliseconds(600), milliseconds(1'500), milliseconds(3'000)});
}

void draw_aim(ScheduledFault& fault, const Scenario& scenario, const Choices& choices) {
  const ReplicaSet targets = draw_targets(scenario, choices);
  if (!simnet::faults::kind_of(fault.type.kind).links) {
    fault.replicas = targets;
    return;
  }
  const ReplicaSet all = ReplicaSet::of(ReplicaRole::all);
  const std::uint64_t way = choices.below(stream("way"), 4);
  const ReplicaSet other = way == 3 ? draw_targets(scenario, Choices(choices.word(stream("other")))) : all;
  fault.from = way == 0 ? all : targets;
  fault.to = way == 0 ? targets : other;
}

void draw_values(ScheduledFault& fault, const Choices& choices) {
  for (const Parameter& parameter : simnet::faults::kind_of(fault.type.kind).parameters)
    fault.set(draw_value(parameter, choices));
}

ScheduledFault draw_fault(KindId kind, const Scenario& scenario, const Season& season, const Choices& choices) {
  ScheduledFault fault;
  fault.type.kind = kind;
  fault.at = draw_time(season, choices);
  fault.lasts = draw_length(choices);
  draw_aim(fault, scenario, choices);
  draw_values(fault, choices);
  if (choices.one_in(stream("triggered"), 4))
    if (const std::optional<Trigger> trigger = draw_trigger(scenario, choices)) fault.at = *trigger;
  const std::optional<Duration> at = time_of(fault.at);
  if (at && choices.one_in(stream("again"), 5)) {
    const Duration apart = *fault.lasts * choices.one_of<std::int64_t>(stream("apart"), {2, 3, 6});
    const Duration until = at_most(*at + apart * choices.one_of<std::int64_t>(stream("times"), {2, 4, 8}), season.last);
    if (until > *at) {
      fault.every = apart;
      fault.until = until;
    }
  }
  return fault;
}

ScheduledFault draw_fault(const Scenario& scenario, const Season& season, const Choices& choices) {
  return draw_fault(static_cast<KindId>(choices.below(stream("fault kind"), simnet::faults::kinds.size())), scenario,
                    season, choices);
}

std::uint32_t unused_number(const std::vector<ScheduledFault>& faults) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < faults.size(); ++i) number = std::max(number, number_of(faults, i));
  return number + 1;
}

}  // namespace whitewater::scenarios::fuzz
