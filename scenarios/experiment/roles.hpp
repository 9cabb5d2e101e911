// Roles: turns what a fault of a file calls its replicas into nodes, at the moment at which it strikes. The cluster
// says who is what; who is drawn is a matter of the seed and of the fault's number, so that a fault draws the same when
// others are removed.
#pragma once

#include <cstdint>

#include "core/base/node_numbers.hpp"
#include "scenarios/experiment/clients.hpp"
#include "scenarios/experiment/cluster.hpp"
#include "scenarios/experiment/leadership.hpp"
#include "scenarios/format/replica_set.hpp"
#include "simnet/faults/target.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

// A majority of the replicas with those of start; so many replicas. Both draw by a hash of each replica, so the choice
// depends on nothing else that happens in the run.
NodeSet drawn_majority(NodeSet start, unsigned replicas, std::uint64_t seed, const simnet::Asker& asker,
                       const NodeNumbers& numbers = {});
NodeSet drawn_replicas(unsigned size, unsigned replicas, std::uint64_t seed, const simnet::Asker& asker,
                       const NodeNumbers& numbers = {});

class Roles final : public simnet::RoleResolver {
 public:
  // All of them outlive the run.
  void watch(simnet::World& world, const Cluster& cluster, const Clients& clients, const Leadership& leadership,
             const Scenario& scenario, std::uint64_t seed);
  NodeSet resolve(std::uint32_t role, const simnet::Asker& asker, Time now) override;

 private:
  NodeSet living() const;
  NodeSet of(ReplicaRole role, const simnet::Asker& asker) const;

  simnet::World* world_ = nullptr;
  const Cluster* cluster_ = nullptr;
  const Clients* clients_ = nullptr;
  const Leadership* leadership_ = nullptr;
  unsigned replicas_ = 0;
  NodeNumbers numbers_;
  std::uint64_t seed_ = 0;
};

}  // namespace whitewater::scenarios
