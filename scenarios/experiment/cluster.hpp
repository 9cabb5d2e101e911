// Cluster: the replicas of one run, as actors, of whatever system. A system makes one; whoever runs it knows no more.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/actor/actor.hpp"
#include "core/actor/codec.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/report/report.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

// What was sent so far, as far as the workload counts it.
struct Traffic {
  std::uint64_t requests = 0;  // of clients, however often
  std::span<const std::uint64_t>
      messages{};  // replica to replica, by type, as bodies() numbers types; empty: not counted
};

// The replicas of one run, of one protocol. Kept from run to run: reset() keeps memory.
class Cluster {
 public:
  virtual ~Cluster() = default;

  virtual void reset(const Scenario& scenario, std::uint64_t seed) = 0;
  // Gives all payloads back to their pool.
  virtual void release() = 0;
  virtual Actor& replica(NodeId node) = 0;
  // What its messages are called and how they become bytes; null: nobody has to know. The course does.
  virtual const BodyCodec* bodies() const { return nullptr; }

  // Checks the protocol's properties after every event, and stops the world at the first that does not hold. Null:
  // there is nothing to check. Called once a run, before it.
  virtual simnet::Observer* checker(simnet::World& /*world*/) { return nullptr; }
  // How long it takes, at most, from a fault to the next decision: Scenario::heal_within counts these.
  virtual Duration settle_time() const { return seconds(1); }
  virtual std::string_view settle_times() const { return "seconds"; }  // what they are called
  // A time begins in which nothing may move any more.
  virtual void begin_rest(const Traffic& /*traffic*/) {}
  // It is over. Nothing: all is at rest. Else the reason why not, in words.
  virtual std::optional<std::string> at_rest(const Traffic& /*traffic*/) const { return std::nullopt; }
  // Which of these living replicas lead (of several, only the one of the latest term), ask for votes, or do neither;
  // for the faults that name leader, candidate or followers. Nobody: there is no such thing here.
  virtual NodeSet in_role(ReplicaRole /*role*/, NodeSet /*living*/) const { return {}; }
  // The state of a node on one line, for a report; empty: nothing to say.
  virtual std::string describe(NodeId /*node*/) const { return ""; }
  // What a replica handled, in the system's words; empty: blame.hpp says it in plain ones.
  virtual std::string handled(const Event& /*event*/, unsigned /*replicas*/) const { return ""; }
  // What it found.
  virtual std::optional<Violation> violation() const { return std::nullopt; }
  // As the run left them, when they were checked. None: nobody can say.
  virtual std::vector<ReplicaState> replica_states() const { return {}; }
};

}  // namespace whitewater::scenarios
