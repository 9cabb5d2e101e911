// Cluster: the replicas of one run, as actors, of whatever system. A system makes one; whoever runs it knows no more.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/actor/actor.hpp"
#include "core/actor/codec.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/report/report.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

// One replica from outside, for whoever asks whether a cluster is at rest.
struct ReplicaView {
  bool leading = false;
  NodeId leader;
  std::uint64_t term = 0;
  std::uint64_t last_index = 0;
  std::uint64_t applied = 0;
};

// The replicas of one run, of one protocol. Kept from run to run: reset() keeps memory.
class Cluster {
 public:
  virtual ~Cluster() = default;

  virtual void reset(const Scenario& scenario, std::uint64_t seed) = 0;
  // Gives all payloads back to their pool.
  virtual void release() = 0;
  virtual Actor& replica(NodeId node) = 0;
  virtual const BodyCodec& bodies() const = 0;

  // Checks the protocol's properties after every event, and stops the world at the first that does not hold. Null:
  // there is nothing to check. Called once a run, before it.
  virtual simnet::Observer* checker(simnet::World& /*world*/) { return nullptr; }
  // Nothing: of this protocol nothing of the kind is known.
  virtual std::optional<ReplicaView> view(NodeId /*node*/) const { return std::nullopt; }
  // The type of message, as bodies() names it, that carries entries of a log; empty: none does.
  virtual std::string_view entries_message() const { return {}; }
  // What it found.
  virtual std::optional<Violation> violation() const { return std::nullopt; }
  // As the run left them, when they were checked. None: nobody can say.
  virtual std::vector<ReplicaState> replica_states() const { return {}; }
};

}  // namespace whitewater::scenarios
