// One branch for each role.
#include "scenarios/experiment/roles.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/check.hpp"
#include "core/base/hash.hpp"
#include "core/base/random.hpp"

namespace whitewater::scenarios {

namespace {

constexpr std::uint64_t majority_stream = stream("fault_majority");
constexpr std::uint64_t random_stream = stream("fault_random");

// Adds to start, from the other replicas, until there are so many.
NodeSet drawn(NodeSet start, unsigned size, unsigned replicas, std::uint64_t seed, std::uint64_t stream,
              const simnet::Asker& asker, const NodeNumbers& numbers) {
  std::array<std::pair<std::uint64_t, NodeId>, NodeSet::nodes_max> ranked;
  std::size_t count = 0;
  for (const NodeId node : NodeSet::first(replicas) - start)
    ranked[count++] = {hash_words(seed, stream, asker.number, asker.occurrence, numbers.of(node)), node};
  std::sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(count));
  for (std::size_t i = 0; i < count && start.size() < size; ++i) start.insert(ranked[i].second);
  return start;
}

}  // namespace

NodeSet drawn_majority(NodeSet start, unsigned replicas, std::uint64_t seed, const simnet::Asker& asker,
                       const NodeNumbers& numbers) {
  return drawn(start, replicas / 2 + 1, replicas, seed, majority_stream, asker, numbers);
}

NodeSet drawn_replicas(unsigned size, unsigned replicas, std::uint64_t seed, const simnet::Asker& asker,
                       const NodeNumbers& numbers) {
  return drawn({}, size, replicas, seed, random_stream, asker, numbers);
}

void Roles::watch(simnet::World& world, const Cluster& cluster, const Clients& clients, const Leadership& leadership,
                  const Scenario& scenario, std::uint64_t seed) {
  world_ = &world;
  cluster_ = &cluster;
  clients_ = &clients;
  replicas_ = scenario.replicas;
  numbers_ = numbers_of(scenario);
  seed_ = seed;
  leadership_ = &leadership;
  world.set_resolver(this);
}

NodeSet Roles::resolve(std::uint32_t role, const simnet::Asker& asker, Time) {
  if (role < ReplicaSet::replica_role_numbers) return clients_->resolve(role);
  const ReplicaSet set = ReplicaSet::of_role_number(role);
  NodeSet nodes;
  for (std::size_t i = 0; i < replica_roles.size(); ++i)
    if (set.has(static_cast<ReplicaRole>(i))) nodes = nodes | of(static_cast<ReplicaRole>(i), asker);
  return nodes | drawn_replicas(set.random, replicas_, seed_, asker, numbers_);
}

NodeSet Roles::living() const {
  return world_->alive() & NodeSet::first(replicas_);
}

NodeSet Roles::of(ReplicaRole role, const simnet::Asker& asker) const {
  switch (role) {
    case ReplicaRole::all:
      return NodeSet::first(replicas_);
    case ReplicaRole::dead:
      return NodeSet::first(replicas_) - living();
    case ReplicaRole::named_leader:
      if (const std::optional<NodeSet> named = clients_->named_leader()) return *named & living();
      return cluster_->in_role(ReplicaRole::leader, living());
    case ReplicaRole::leader:
    case ReplicaRole::candidate:
    case ReplicaRole::followers:
      return cluster_->in_role(role, living());
    case ReplicaRole::previous_leader:
      return NodeSet::of(leadership_->previous());
    case ReplicaRole::majority:
      return drawn_majority(cluster_->in_role(ReplicaRole::leader, living()), replicas_, seed_, asker, numbers_);
    case ReplicaRole::paused:
      return world_->paused() & NodeSet::first(replicas_);
    case ReplicaRole::minority:
      return NodeSet::first(replicas_) - of(ReplicaRole::majority, asker);
  }
  fail_check("every role is somebody's or nobody's");
}

}  // namespace whitewater::scenarios
