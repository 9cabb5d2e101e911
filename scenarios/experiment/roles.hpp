// Roles: turns what a fault of a file calls its replicas into nodes, at the moment at which it strikes. The cluster
// says who is what; who is drawn is a matter of the seed and of the fault's number, so that a fault draws the same when
// others are removed.
#pragma once

#include <cstdint>

#include "scenarios/experiment/clients.hpp"
#include "scenarios/experiment/cluster.hpp"
#include "scenarios/experiment/leader_watch.hpp"
#include "scenarios/format/replica_set.hpp"
#include "simnet/faults/target.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

class Roles final : public simnet::RoleResolver {
 public:
  // All of them outlive the run.
  void watch(simnet::World& world, const Cluster& cluster, const Clients& clients, const Scenario& scenario,
             std::uint64_t seed);
  NodeSet resolve(std::uint32_t role, const simnet::Asker& asker, Time now) override;

 private:
  NodeSet living() const;
  // Adds to start, from the other replicas, until there are so many.
  NodeSet drawn(NodeSet start, unsigned size, std::uint64_t stream, const simnet::Asker& asker) const;
  NodeSet of(ReplicaRole role, const simnet::Asker& asker) const;

  simnet::World* world_ = nullptr;
  const Cluster* cluster_ = nullptr;
  const Clients* clients_ = nullptr;
  LeaderWatch leaders_;
  unsigned replicas_ = 0;
  std::uint64_t seed_ = 0;
};

}  // namespace whitewater::scenarios
