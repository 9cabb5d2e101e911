// Cluster: the replicas of one run, as actors, of any system. A system makes one; the runner knows nothing else of it.
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

// The messages so far, as far as the workload counts them.
struct Traffic {
  std::uint64_t requests = 0;  // of clients; resent requests count again
  std::span<const std::uint64_t>
      messages{};  // replica to replica, by type, as bodies() numbers types; empty: not counted
};

// The replicas of one run, of one protocol. Kept from run to run: reset() keeps memory.
class Cluster {
 public:
  virtual ~Cluster() = default;

  virtual void reset(const Scenario& scenario, std::uint64_t seed) = 0;
  // Returns all payloads to their pool.
  virtual void release() = 0;
  // Around events: between the two calls this thread handles events and does nothing else.
  virtual void begin_events() {}
  virtual void end_events() {}
  virtual Actor& replica(NodeId node) = 0;
  // The names of the message types, and their encoding; null if nobody needs them. The course does.
  virtual const BodyCodec* bodies() const { return nullptr; }

  // Returns an observer that checks the protocol's properties after every event and stops the world at the first
  // violation; null if there are none. Called once per run, before the run.
  virtual simnet::Observer* checker(simnet::World& /*world*/) { return nullptr; }
  // Pins, in the options of the system, all that the replicas drew in the latest run. False: they draw nothing of their
  // own that could be pinned.
  virtual bool pin_draws(Options& /*options*/) const { return false; }
  // From now on, in this run, the replicas draw anew whatever they draw of their own, from this seed.
  virtual void redraw(std::uint64_t /*seed*/) {}
  // The longest time from a fault to the next decision; Scenario::heal_within counts in this unit.
  virtual Duration settle_time() const { return seconds(1); }
  virtual std::string_view settle_times() const { return "seconds"; }  // what they are called
  // From now on nothing may change.
  virtual void begin_rest(const Traffic& /*traffic*/) {}
  // The end of that time. Returns nothing if all was at rest; otherwise the reason, in words.
  virtual std::optional<std::string> at_rest(const Traffic& /*traffic*/) const { return std::nullopt; }
  // Which of these living replicas lead (of several, only the one of the latest term), ask for votes, or do neither;
  // for the faults that name leader, candidate or followers. Nobody: there is no such thing here.
  virtual NodeSet in_role(ReplicaRole /*role*/, NodeSet /*living*/) const { return {}; }
  // The state of the whole cluster as one word, of which there are few: equal in all that matters to a protocol, it is
  // equal here; another role, another order of terms, logs and commit indexes is another word. How many different words
  // runs have seen says how much of what can happen they have seen. Nothing: there is no such word.
  virtual std::optional<std::uint64_t> coverage(NodeSet /*living*/) const { return std::nullopt; }
  // The state of a node in one line, for a report; empty: nothing to say.
  virtual std::string describe(NodeId /*node*/) const { return ""; }
  // The event that a replica handled, in the system's words; empty: blame.hpp uses plain words.
  virtual std::string handled(const Event& /*event*/, unsigned /*replicas*/) const { return ""; }
  // Why what clients saw in this run need not be linearizable, although no replica was wrong, in one sentence. Empty:
  // it must be. Asked after a run with a checker.
  virtual std::string excuse() const { return ""; }
  // Why the run says nothing: part of what is under test could not go on, in one sentence. Empty: it could.
  virtual std::string undecided() const { return ""; }
  // Replicas that ended by themselves, without a fault, and were not started again.
  virtual NodeSet ended() const { return {}; }
  // How many messages the replicas sent that no receiver could read, and that went nowhere.
  virtual std::uint64_t malformed() const { return 0; }
  // What people should know of the replicas, although nothing failed by it; a line each.
  virtual std::vector<std::string> warnings() const { return {}; }
  // The violation that the checker found.
  virtual std::optional<Violation> violation() const { return std::nullopt; }
  // After a run with a checker: adds what the system has to say to the report.
  virtual void report(RunReport& /*report*/) const {}
  // The nodes as the run left them, when they were checked, in a form of their own. Null: describe() is enough.
  virtual std::shared_ptr<const NodeStates> node_states() const { return nullptr; }
};

}  // namespace whitewater::scenarios
