// Times: a replica has five seconds before the load begins, as in the course.
#include "tools/virtual/host/temper.hpp"

#include <algorithm>
#include <optional>

#include "scenarios/workloads/course_options.hpp"
#include "scenarios/workloads/registers_load.hpp"
#include "simnet/faults/kinds.hpp"
#include "tools/virtual/host/program.hpp"

namespace whitewater::tools::virtual_time {

namespace {

using scenarios::KindId;
using scenarios::ReplicaRole;
using scenarios::ReplicaSet;
using scenarios::Scenario;
using scenarios::ScheduledFault;

constexpr Duration calm = seconds(5);
constexpr Duration first_puts = seconds(3);
constexpr Duration usual_length = milliseconds(1'500);
constexpr unsigned replicas_most = 7;

// Null: the clients are the course's.
scenarios::Registers* registers_of(Scenario& scenario) {
  return scenario.workload->name == "registers" ? &scenarios::registers(scenario) : nullptr;
}
Duration load_begins(const Scenario& scenario) {
  if (scenario.workload->name == "registers") return scenarios::registers(scenario).start_wait;
  return scenario.workload->name == "course" ? scenarios::exercise(scenario).start_wait : Duration{};
}

void move(ScheduledFault& fault, Duration by) {
  if (auto* const at = std::get_if<Duration>(&fault.at)) *at = *at + by;
  if (fault.until) fault.until = *fault.until + by;
}

void temper_load(Scenario& drawn) {
  // It would start the dead again, and then hold the program to answering every request, which the course does not.
  drawn.heal.reset();
  scenarios::Registers* const load = registers_of(drawn);
  if (load == nullptr) return;
  load->send_twice = {};
  load->ask_again = {};
  if (load->start_wait >= calm) return;
  const Duration later = calm - load->start_wait;
  load->start_wait = calm;
  for (ScheduledFault& fault : drawn.faults) move(fault, later);
}

void temper_network(Scenario& drawn) {
  drawn.network.disk = {};
  std::erase_if(drawn.faults,
                [](const ScheduledFault& fault) { return simnet::faults::kind_of(fault.type.kind).disks; });
  drawn.clocks.clear();
  drawn.clock_drift_ppm = 0;
  drawn.network.client_duplication = {};
  if (program(drawn).network == ProgramNetwork::any) return;
  drawn.network.duplication = {};
  for (scenarios::LinkOverride& link : drawn.network.links) link.duplication.reset();
  std::erase_if(drawn.network.links,
                [](const scenarios::LinkOverride& link) { return !link.delay && !link.loss && !link.cut; });
  std::erase_if(drawn.faults, [](const ScheduledFault& fault) { return fault.type.kind == KindId::duplication; });
}

void temper_size(Scenario& drawn) {
  if (drawn.replicas <= replicas_most) return;
  drawn.replicas = replicas_most;
  drawn.numbers.clear();
  const NodeSet left = NodeSet::first(replicas_most);
  const auto narrow = [&](ReplicaSet& set) {
    const bool named = !set.empty();
    set.nodes = set.nodes & left;
    set.random = std::min<std::uint16_t>(set.random, replicas_most);
    return named && set.empty();
  };
  std::erase_if(drawn.faults, [&](ScheduledFault& fault) {
    return narrow(fault.replicas) || narrow(fault.from) || narrow(fault.to);
  });
  std::erase_if(drawn.network.links, [&](const scenarios::LinkOverride& link) {
    return !left.contains(link.from) || !left.contains(link.to);
  });
}

// How many replicas the workload kills itself.
unsigned killed_by_load(const Scenario& scenario) {
  if (scenario.workload->name != "course") return 0;
  const auto& events = scenarios::exercise(scenario).events;
  return static_cast<unsigned>(std::count_if(events.begin(), events.end(), [](const auto& event) {
    return event.type == course::EventType::kill_leader || event.type == course::EventType::kill_non_leader;
  }));
}

// One replica: the leader, or the first that is named.
ReplicaSet one_of(const ReplicaSet& set) {
  if (set.nodes.empty()) return ReplicaSet::of(ReplicaRole::leader);
  return ReplicaSet::of(NodeSet::of(*set.nodes.begin()));
}

void temper_kills(Scenario& drawn) {
  const unsigned spare = (drawn.replicas - 1) / 2;
  unsigned killed = std::min(killed_by_load(drawn), spare);
  std::erase_if(drawn.faults, [&](ScheduledFault& fault) {
    if (fault.type.kind != KindId::kill) return false;
    if (fault.type.ends || killed >= spare) return true;
    ++killed;
    fault.lasts.reset();
    fault.every.reset();
    fault.until.reset();
    fault.replicas = one_of(fault.replicas);
    return false;
  });
}

// What lasts until something ends it would leave no majority for the rest of the run, and the course asks how many
// requests are answered.
void temper_lengths(Scenario& drawn) {
  std::erase_if(drawn.faults, [](const ScheduledFault& fault) { return fault.type.ends; });
  for (ScheduledFault& fault : drawn.faults)
    if (fault.point() && fault.type.kind != KindId::kill) fault.lasts = usual_length;
}

// Not before the load, and in their order: all move with the first. The course wants most gets to have a key, so its
// first puts are left alone.
void temper_times(Scenario& drawn) {
  const bool course = drawn.workload->name == "course";
  const Duration first = load_begins(drawn) + (course ? first_puts : Duration{});
  Duration earliest = first;
  for (const ScheduledFault& fault : drawn.faults)
    if (const auto* const at = std::get_if<Duration>(&fault.at)) earliest = std::min(earliest, *at);
  for (ScheduledFault& fault : drawn.faults) move(fault, first - earliest);
}

}  // namespace

void temper(Scenario& drawn) {
  temper_load(drawn);
  temper_network(drawn);
  temper_size(drawn);
  temper_kills(drawn);
  temper_lengths(drawn);
  temper_times(drawn);
}

bool withstands(const Scenario& scenario) {
  const bool kills = std::any_of(scenario.faults.begin(), scenario.faults.end(), [](const ScheduledFault& fault) {
    return fault.type.kind == KindId::kill && !fault.type.ends;
  });
  if (!scenario.clocks.empty() || !scenario.network.client_duplication.never()) return false;
  if (kills && scenario.heal) return false;
  for (const ScheduledFault& fault : scenario.faults) {
    if (fault.brings_back()) return false;
    if (fault.type.kind == KindId::duplication && program(scenario).network != ProgramNetwork::any) return false;
  }
  return program(scenario).network == ProgramNetwork::any || scenario.network.duplication.never();
}

}  // namespace whitewater::tools::virtual_time
