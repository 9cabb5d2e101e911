// Clients: the users of the system in one run, as actors, and the judge of what they saw. A workload makes them; the
// runner knows nothing else of a workload. Kept from run to run: reset() keeps memory.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/actor/actor.hpp"
#include "core/actor/codec.hpp"
#include "scenarios/experiment/cluster.hpp"
#include "scenarios/experiment/fault_log.hpp"
#include "scenarios/experiment/fault_plan.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/report/report.hpp"
#include "scenarios/report/reported_request.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

// The parts of a run. All of them outlive the run.
struct Stage {
  simnet::World& world;
  Cluster& cluster;
  FaultPlan& plan;
  const Scenario& scenario;
  std::uint64_t seed = 1;
  bool checks = true;  // RunOptions::checks: what clients saw is judged
};

class Clients {
 public:
  virtual ~Clients() = default;

  // The number of clients; they are the nodes after the replicas.
  virtual unsigned count(const Scenario& scenario) const = 0;
  // Before a run, when the world and the cluster have been reset: adds observers to the world, and faults of its own to
  // the plan.
  virtual void reset(const Stage& stage) = 0;
  // Forgets the run and gives its payloads back to their pool.
  virtual void release() = 0;
  // Client number i, from 0, and when it starts.
  virtual Actor& client(unsigned i) = 0;
  virtual Time starts(unsigned /*i*/) const { return {}; }

  // When they ask for the first time.
  virtual Time asks_from() const { return {}; }
  // The end of the run, unless the cluster must come to rest after that.
  virtual Time end() const = 0;
  // The messages so far.
  virtual Traffic traffic() const { return {}; }
  // Which request still has to be served after the heal, in words; nothing: none.
  virtual std::optional<std::string> waits_for() const { return std::nullopt; }
  // Nodes of a role that faults of its own name; below ReplicaSet::replica_role_numbers.
  virtual NodeSet resolve(std::uint32_t /*role*/) const { return {}; }
  // Whom replicas named as their leader last; nothing: nobody listens.
  virtual std::optional<NodeSet> named_leader() const { return std::nullopt; }
  // For the run option `wire`; null: these payloads have no bytes.
  virtual Codec* codec() { return nullptr; }

  // What they asked, in the order of sending, for histories and stories; nothing: nobody can say. Asked after a run.
  virtual std::optional<std::vector<ReportedRequest>> requests() const { return std::nullopt; }

  // Writes what they asked in the latest run as a list into the options of the workload (Workload::requests): a run
  // with that list is the same run, bit for bit. False: this workload has no such list. Asked after a run.
  virtual bool pin_requests(Options& /*options*/) const { return false; }

  // In histories: what every key holds before its first put.
  virtual std::string initial_value() const { return ""; }

  // Why they cannot say whether the run passed, in one sentence: it would not have ended by itself, say, or nothing was
  // answered. Empty: they can. Asked when nothing was violated. report: what is known of the run.
  virtual std::string undecided(const RunReport& /*report*/) const { return ""; }
  // What they saw, taken together, may be no violation but none of the protocol's either: fills in report.violation,
  // report.linearizability. strikes: the faults of the run.
  virtual void judge_history(std::span<const FaultStrike> /*strikes*/, RunReport& /*report*/) {}
  // Fills in the workload's part of the report. False: the run failed by its rules.
  virtual bool report(RunReport& report) = 0;
};

}  // namespace whitewater::scenarios
