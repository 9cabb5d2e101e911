// Scenario: everything that determines a run, as plain data: cluster, network, faults, seed, and the options of the
// system under test and of its workload, which only these know. Reading, validating and writing it as JSON is
// scenario_reader.hpp's; the meaning of each field stands in docs/scenario-format.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/node_numbers.hpp"
#include "scenarios/format/fate.hpp"
#include "scenarios/format/node_clock.hpp"
#include "scenarios/format/options.hpp"
#include "scenarios/format/scheduled_fault.hpp"
#include "scenarios/format/toolbox.hpp"
#include "simnet/delay.hpp"

namespace whitewater::scenarios {

// One directed link between replicas that differs from the others, from the start of the run.
struct LinkOverride {
  NodeId from;
  NodeId to;
  std::optional<simnet::DelayModel> delay;
  std::optional<Probability> loss;
  std::optional<Probability> duplication;
  bool cut = false;
  friend bool operator==(const LinkOverride&, const LinkOverride&) = default;
};

struct Network {
  // Delay of a message between replicas.
  simnet::DelayModel delay{simnet::DelayModel::Kind::uniform, microseconds(50), microseconds(200), {}, {}, {}, {}};
  // Delay between client and replica, each way. These links are first in, first out.
  simnet::DelayModel client_delay{
      simnet::DelayModel::Kind::uniform, microseconds(50), microseconds(200), {}, {}, {}, {}};
  Probability loss;  // of the messages between replicas
  Probability duplication;
  Probability client_duplication;  // likewise of requests and answers
  std::vector<LinkOverride> links;
  simnet::DelayModel disk;  // of one durable write; zero: durable at once
  friend bool operator==(const Network&, const Network&) = default;
};

struct Scenario {
  std::string name;  // of the file, without folder and extension
  std::optional<std::uint64_t> seed;
  unsigned replicas = 5;
  std::vector<std::uint16_t> numbers;  // by which draws know the replicas, ascending; empty: 0, 1, 2 …
  const Toolbox* toolbox = nullptr;    // that the two were chosen from; outlives the scenario
  const System* system = nullptr;
  Options system_options;
  const Workload* workload = nullptr;
  Options workload_options;
  Network network;
  std::uint32_t clock_drift_ppm = 0;   // the rates of two replicas' clocks differ by at most so much
  std::vector<NodeClock> clocks;       // those that are not drawn
  std::vector<ScheduledFault> faults;  // besides those that the workload plans
  std::vector<Fate> fates;             // what becomes of single messages and writes
  // From the start of the run: then all faults end, and the cluster must come to rest; see liveness.hpp. Not before the
  // last request.
  std::optional<Duration> heal;
  std::uint32_t heal_within = 20;                  // that takes at most so many times what the system needs to settle
  std::uint32_t events_per_instant_max = 100'000;  // of one node; with more, time is taken to stand still
  friend bool operator==(const Scenario&, const Scenario&) = default;
};

inline NodeNumbers numbers_of(const Scenario& scenario) {
  NodeNumbers numbers;
  for (std::size_t i = 0; i < scenario.numbers.size(); ++i)
    numbers.set(NodeId{static_cast<std::uint16_t>(i)}, scenario.numbers[i]);
  return numbers;
}

// With the defaults of everything.
inline Scenario make_scenario(const Toolbox& toolbox, const System& system, const Workload& workload) {
  Scenario scenario;
  scenario.toolbox = &toolbox;
  scenario.system = &system;
  scenario.system_options = system.options != nullptr ? system.options() : Options{};
  scenario.workload = &workload;
  scenario.workload_options = workload.options != nullptr ? workload.options() : Options{};
  return scenario;
}
inline Scenario make_scenario(const Toolbox& toolbox) {
  return make_scenario(toolbox, toolbox.systems.front(), toolbox.workloads.front());
}

}  // namespace whitewater::scenarios
