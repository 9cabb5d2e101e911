// Arbitrary scenarios that a file can hold, for properties. Everything is drawn through RapidCheck, so that a
// failing scenario shrinks.
#pragma once

#include <rapidcheck.h>

#include <algorithm>

#include "scenarios/format/scenario.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/systems/primary_backup_options.hpp"
#include "scenarios/systems/replica_options.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "simnet/faults/kinds.hpp"

namespace whitewater::scenarios {

// Both included.
template <class Integer>
Integer drawn(Integer low, Integer high) {
  return *rc::gen::inRange<Integer>(low, static_cast<Integer>(high + 1));
}

inline bool drawn_flag() {
  return *rc::gen::arbitrary<bool>();
}

inline Probability drawn_probability() {
  return {drawn<std::uint32_t>(0, Probability::ppm_max)};
}

// Often round, for those are spelled in other units.
inline Duration drawn_duration(Duration low, Duration high) {
  const std::int64_t grain = *rc::gen::element<std::int64_t>(1, 1'000, 1'000'000, 1'000'000'000);
  return std::clamp(Duration{drawn(low.ns, high.ns) / grain * grain}, low, high);
}

inline simnet::DelayModel drawn_delay() {
  using Kind = simnet::DelayModel::Kind;
  simnet::DelayModel model;
  model.kind = *rc::gen::element(Kind::constant, Kind::uniform, Kind::exponential, Kind::bimodal);
  model.low = drawn_duration({}, seconds(1));
  if (model.kind == Kind::uniform || model.kind == Kind::bimodal) model.high = drawn_duration(model.low, seconds(2));
  if (model.kind == Kind::exponential) {
    model.mean = drawn_duration({}, seconds(1));
    if (drawn_flag()) model.high = drawn_duration(std::max(model.low, nanoseconds(1)), seconds(2));
  }
  if (model.kind == Kind::bimodal) {
    model.tail = drawn_probability();
    model.tail_low = drawn_duration({}, seconds(1));
    model.tail_high = drawn_duration(model.tail_low, seconds(2));
  }
  return model;
}

inline course::Tiers drawn_tiers() {
  course::Tiers tiers;
  for (std::int64_t& limit : tiers) limit = drawn<std::int64_t>(0, 1'000'000'000'000);
  return tiers;
}

inline course::Exercise drawn_exercise() {
  course::Exercise rules;
  rules.lifetime = seconds(drawn<std::int64_t>(5, 100));
  rules.start_wait = drawn_duration({}, rules.lifetime);
  rules.end_wait = drawn_duration({}, rules.lifetime);
  rules.requests = drawn(0u, 900'000u);
  rules.mix = drawn_probability();
  rules.max_packets = drawn<std::uint64_t>(rules.requests, 900'000);
  for (int left = drawn(0, 5); left > 0; --left)
    rules.events.push_back({static_cast<course::EventType>(drawn(0, 4)), drawn_duration({}, rules.lifetime)});
  if (drawn_flag()) {
    if (drawn_flag()) rules.benchmarks = course::Benchmarks{drawn_tiers(), drawn_tiers(), drawn_tiers(), drawn_tiers()};
    rules.get_fail_max = drawn_probability();
    rules.put_fail_max = drawn_probability();
    rules.get_generation_fail_max = drawn_probability();
    rules.appends_batched_max = drawn_probability();
  }
  rules.shared_keys = drawn(0u, 100'000u);
  rules.stray = drawn_probability();
  rules.ask_again = drawn_duration({}, seconds(10));
  return rules;
}

inline Network drawn_network(unsigned replicas) {
  Network network;
  network.delay = drawn_delay();
  network.client_delay = drawn_delay();
  network.disk = drawn_delay();
  network.loss = drawn_probability();
  network.duplication = drawn_probability();
  network.client_duplication = drawn_probability();
  for (unsigned from = 0; from < replicas && network.links.size() < 4; ++from) {
    if (!drawn_flag()) continue;
    LinkOverride link;
    link.from = NodeId{static_cast<std::uint16_t>(from)};
    link.to = NodeId{static_cast<std::uint16_t>((from + drawn(1u, replicas - 1)) % replicas)};
    if (drawn_flag()) link.delay = drawn_delay();
    if (drawn_flag()) link.loss = drawn_probability();
    if (drawn_flag()) link.duplication = drawn_probability();
    link.cut = drawn_flag();
    network.links.push_back(link);
  }
  return network;
}

inline std::vector<NodeClock> drawn_clocks(unsigned replicas) {
  std::vector<NodeClock> clocks;
  for (unsigned replica = 0; replica < replicas; ++replica) {
    if (!drawn_flag()) continue;
    NodeClock clock;
    clock.replica = NodeId{static_cast<std::uint16_t>(replica)};
    clock.rate_ppm = drawn(-simnet::Clock::rate_ppm_max, simnet::Clock::rate_ppm_max);
    clock.offset = drawn_duration({}, seconds(3'600));
    Duration at;
    for (int left = drawn(0, 3); left > 0; --left) {
      at = drawn_duration(at, seconds(3'600));
      const Duration by = drawn_duration(nanoseconds(1), seconds(3'600));
      clock.jumps.push_back({at, drawn_flag() ? by : Duration{} - by});
    }
    clocks.push_back(clock);
  }
  return clocks;
}

inline ReplicaSet drawn_replica_set(unsigned replicas) {
  ReplicaSet set;
  if (drawn_flag()) set.roles = drawn<std::uint16_t>(0, (1u << replica_roles.size()) - 1);
  if (drawn_flag()) set.random = static_cast<std::uint16_t>(drawn(1u, replicas));
  if (set.empty() || drawn_flag()) set.nodes = NodeSet{drawn<std::uint64_t>(1, (1ull << replicas) - 1)};
  return set;
}

inline simnet::faults::ParameterValue drawn_parameter(const simnet::faults::Parameter& parameter) {
  using Type = simnet::faults::Parameter::Type;
  if (parameter.type == Type::probability) return drawn_probability();
  if (parameter.type == Type::delay) return drawn_delay();
  // An event that takes longer than the time to come to rest keeps its node from that, heal or no heal.
  return drawn_duration(Duration{parameter.low}, std::min(Duration{parameter.high}, seconds(1)));
}

// number: of its own, if it has one.
inline ScheduledFault drawn_fault(unsigned replicas, Duration last, std::uint32_t number) {
  ScheduledFault fault;
  fault.type = (*rc::gen::elementOf(fault_type_names())).type;
  const simnet::faults::FaultKind& kind = simnet::faults::kind_of(fault.type.kind);
  if (drawn_flag()) fault.number = number;
  const Duration at = drawn_duration({}, last);
  fault.at = at;
  if (!fault.type.ends) {
    if (drawn_flag()) fault.lasts = drawn_duration(nanoseconds(1), seconds(100));
    if (fault.lasts && drawn_flag())
      fault.every = std::max(drawn_duration(milliseconds(1), seconds(100)), Duration{fault.lasts->ns / 100 + 1});
    if (drawn_flag()) fault.until = at + drawn_duration(nanoseconds(1), seconds(100));
    for (const simnet::faults::Parameter& parameter : kind.parameters) fault.set(drawn_parameter(parameter));
  }
  if (fault.type.ends && kind.replaces == simnet::faults::FaultKind::Replaces::everything) return fault;
  if (!kind.links) fault.replicas = drawn_replica_set(replicas);
  if (kind.links) fault.from = drawn_replica_set(replicas);
  if (kind.links) fault.to = drawn_replica_set(replicas);
  return fault;
}

inline ReplicaOptions drawn_replica() {
  ReplicaOptions replica;
  raft::Timing& timing = replica.timing;
  timing.election_timeout_min = drawn_duration(milliseconds(1), seconds(10));
  timing.election_timeout_max = drawn_duration(timing.election_timeout_min, seconds(20));
  timing.heartbeat_interval = drawn_duration(nanoseconds(1), timing.election_timeout_min - nanoseconds(1));
  timing.retransmit_after = drawn_duration(nanoseconds(1), timing.election_timeout_min);
  timing.hedge_after = drawn_duration(nanoseconds(1), timing.election_timeout_min);
  timing.commit_notice_after = drawn_duration({}, timing.election_timeout_min);
  timing.clock_drift_ppm = drawn(0u, 100'000u);
  timing.first_election_delay = drawn_duration({}, seconds(10));
  replica.replication = static_cast<raft::ReplicationPolicy>(drawn(0, 1));
  replica.reads = static_cast<raft::ReadPolicy>(drawn(0, 1));
  replica.heartbeats = static_cast<raft::HeartbeatPolicy>(drawn(0, 1));
  replica.prevote = drawn_flag();
  replica.check_quorum = drawn_flag();
  replica.append_bytes_max = drawn(1u, 1u << 24);
  replica.inflight_max = drawn(1u, 1'024u);
  replica.redirect_freshness = drawn_duration({}, seconds(10));
  replica.gather_puts = drawn_flag();
  return replica;
}

// Of the system that is chosen. What only another system heeds is drawn and forgotten.
inline void draw_system_options(Scenario& scenario) {
  const ReplicaOptions drawn_options = drawn_replica();
  scenario.system_options = scenario.system->options();
  if (scenario.system->name == "primary-backup") {
    primary_backup_options(scenario).retransmit_after = drawn_options.timing.retransmit_after;
    return;
  }
  ReplicaOptions& replica = replica_options(scenario);
  replica = drawn_options;
  for (std::uint32_t attempt = drawn(0u, 3u); attempt > 0; --attempt)
    replica.draws.push_back({NodeId{static_cast<std::uint16_t>(drawn(0u, scenario.replicas - 1))}, drawn(0u, 9u),
                             drawn(0u, 999u), attempt,
                             drawn_duration(replica.timing.election_timeout_min, replica.timing.election_timeout_max)});
}

inline Scenario drawn_scenario() {
  Scenario scenario = standard_scenario();
  scenario.name = "drawn";
  scenario.replicas = drawn(3u, 21u);
  exercise(scenario) = drawn_exercise();
  if (drawn_flag()) scenario.seed = *rc::gen::arbitrary<std::uint64_t>();
  scenario.system = &standard_toolbox().systems[drawn<std::size_t>(0, 1)];
  scenario.network = drawn_network(scenario.replicas);
  scenario.clock_drift_ppm = drawn(0u, 100'000u);
  scenario.clocks = drawn_clocks(scenario.replicas);
  draw_system_options(scenario);
  if (drawn_flag()) {
    scenario.heal = exercise(scenario).start_wait + exercise(scenario).load_time() + drawn_duration({}, seconds(100));
    scenario.heal_within = drawn(8u, 1'000u);
  }
  for (int left = drawn(0, 4); left > 0; --left)
    scenario.faults.push_back(
        drawn_fault(scenario.replicas, scenario.heal.value_or(seconds(100)), 1'000 - static_cast<std::uint32_t>(left)));
  return scenario;
}

}  // namespace whitewater::scenarios
