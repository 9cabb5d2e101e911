// Clusters under load and faults that are to be run, for properties: three to nine replicas, an easy or a hard network,
// and a list of episodes (a fault, and what ends it). All is drawn through RapidCheck, so a failing run shrinks: to few
// replicas, few requests, few and short episodes. Not for what a file can hold at the edges: generated_scenario.hpp.
#pragma once

#include <rapidcheck.h>

#include <ostream>
#include <vector>

#include "scenarios/format/scenario.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/systems/replica_options.hpp"
#include "scenarios/workloads/registers_options.hpp"
#include "simnet/faults/kinds.hpp"

namespace whitewater::scenarios {

struct Episode {
  KindId kind = KindId::kill;
  std::int64_t begin_ms = 0;
  std::int64_t length_ms = 0;
  std::uint32_t side = 0;  // bits: replicas, those beyond the last one included; none of them: the leader
  bool towards = false;    // of links: to the side instead of from it
};

inline std::ostream& operator<<(std::ostream& out, const Episode& episode) {
  return out << simnet::faults::kind_of(episode.kind).name << " at " << episode.begin_ms << " ms for "
             << episode.length_ms << " ms, replicas " << episode.side << (episode.towards ? ", towards" : "");
}

inline constexpr std::int64_t generated_load_ms = 5'000;

inline rc::Gen<Episode> generated_episode() {
  return rc::gen::construct<Episode>(
      rc::gen::element(KindId::kill, KindId::partition, KindId::cut, KindId::loss, KindId::delay, KindId::duplication),
      rc::gen::inRange<std::int64_t>(0, generated_load_ms), rc::gen::inRange<std::int64_t>(1, 1'500),
      rc::gen::inRange<std::uint32_t>(0, 1u << 9), rc::gen::arbitrary<bool>());
}

inline void add_episode(Scenario& scenario, const Episode& episode) {
  const ReplicaSet all = ReplicaSet::of(ReplicaRole::all);
  ReplicaSet side;
  side.nodes = NodeSet{episode.side} & NodeSet::first(scenario.replicas);
  if (side.nodes.empty()) side = ReplicaSet::of(ReplicaRole::leader);
  const bool links = simnet::faults::kind_of(episode.kind).links;
  const Duration at = milliseconds(episode.begin_ms);
  const Duration over = milliseconds(episode.begin_ms + episode.length_ms);
  ScheduledFault begin = node_fault(episode.kind, at, side);
  ScheduledFault end = fault_ending(node_fault(episode.kind, over, {}));
  if (links) begin = link_fault(episode.kind, at, episode.towards ? all : side, episode.towards ? side : all);
  if (links) end = link_fault(episode.kind, over, all, all);
  if (episode.kind == KindId::kill) end.replicas = ReplicaSet::of(ReplicaRole::dead);
  if (episode.kind == KindId::cut) end = fault_ending(end);
  begin.set(Probability{400'000});
  end.set(episode.kind == KindId::loss ? scenario.network.loss : scenario.network.duplication);
  simnet::DelayModel slow = scenario.network.delay;
  slow.high = milliseconds(300);
  begin.set(slow);
  end.set(scenario.network.delay);
  scenario.faults.push_back(begin);
  if (over <= *scenario.heal) scenario.faults.push_back(end);
}

inline simnet::DelayModel generated_delay(std::initializer_list<std::int64_t> longest_us) {
  simnet::DelayModel model;
  const std::int64_t high = *rc::gen::elementOf(std::vector<std::int64_t>(longest_us));
  if (high == 0) return model;
  model.kind = simnet::DelayModel::Kind::uniform;
  model.low = microseconds(high / 10);
  model.high = microseconds(high);
  return model;
}

inline Scenario generated_run() {
  const Toolbox& toolbox = standard_toolbox();
  Scenario scenario = make_scenario(toolbox, toolbox.systems[0], toolbox.workloads[1]);
  scenario.name = "generated";
  scenario.replicas = *rc::gen::inRange(3u, 10u);
  Registers& load = registers(scenario);
  load.start_wait = milliseconds(700);
  load.lifetime = milliseconds(generated_load_ms);
  load.end_wait = milliseconds(300);
  load.clients = *rc::gen::inRange(1u, 5u);
  load.read_only_clients = *rc::gen::inRange(0u, load.clients);
  load.keys = *rc::gen::inRange(1u, 5u);
  load.gets = *rc::gen::inRange(1u, 5u);
  load.puts = *rc::gen::inRange(1u, 5u);
  load.value_bytes_max = *rc::gen::element(16u, 200u);
  load.outstanding = *rc::gen::inRange(1u, 9u);
  // So many operations of each client, at fixed times or one after the other.
  const Duration apart = load.lifetime / *rc::gen::inRange(1, 31);
  if (*rc::gen::arbitrary<bool>())
    load.interval = apart;
  else
    load.think = simnet::DelayModel{simnet::DelayModel::Kind::constant, apart, {}, {}, {}, {}, {}};
  load.stray = Probability{*rc::gen::inRange(0u, 500'000u)};
  load.send_twice = Probability{*rc::gen::inRange(0u, 200'000u)};
  load.ask_again = *rc::gen::element(Duration{}, milliseconds(120));
  load.patience = *rc::gen::element(milliseconds(500), seconds(2), Duration{});
  scenario.network.loss = Probability{*rc::gen::inRange(0u, 200'000u)};
  scenario.network.delay = generated_delay({500, 20'000, 90'000});
  scenario.network.disk = generated_delay({0, 3'000, 40'000});
  scenario.network.duplication = Probability{*rc::gen::inRange(0u, 200'000u)};
  scenario.network.client_duplication = Probability{*rc::gen::inRange(0u, 50'000u)};

  ReplicaOptions& replica = replica_options(scenario);
  raft::Timing& timing = replica.timing;
  timing = {};
  timing.heartbeat_interval = milliseconds(75);
  timing.election_timeout_min = milliseconds(300);
  timing.election_timeout_max = milliseconds(600);
  timing.retransmit_after = milliseconds(60);
  timing.hedge_after = milliseconds(20);
  replica.redirect_freshness = milliseconds(200);
  replica.replication = *rc::gen::element(raft::ReplicationPolicy::broadcast, raft::ReplicationPolicy::thrifty);
  replica.reads = *rc::gen::element(raft::ReadPolicy::read_index, raft::ReadPolicy::lease);
  replica.heartbeats = *rc::gen::element(raft::HeartbeatPolicy::always, raft::HeartbeatPolicy::suppressed);
  replica.prevote = *rc::gen::arbitrary<bool>();
  replica.check_quorum = *rc::gen::arbitrary<bool>();

  scenario.heal = load.end() - Time{};
  for (const Episode& episode : *rc::gen::container<std::vector<Episode>>(generated_episode()).as("episodes"))
    add_episode(scenario, episode);
  std::stable_sort(scenario.faults.begin(), scenario.faults.end(),
                   [](const ScheduledFault& a, const ScheduledFault& b) { return a.at < b.at; });
  return scenario;
}

}  // namespace whitewater::scenarios
