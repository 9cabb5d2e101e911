// Owns the replicas, and has them watched by the checks of all their properties.
#include "scenarios/systems/raft_cluster.hpp"

#include <vector>

#include "core/kv/peer_codec.hpp"
#include "core/kv/replica_actor.hpp"
#include "scenarios/systems/property_observer.hpp"
#include "scenarios/systems/replica_options.hpp"

namespace whitewater::scenarios {

namespace {

class RaftCluster final : public Cluster {
 public:
  void reset(const Scenario& scenario, std::uint64_t seed) override {
    const unsigned replicas = scenario.replicas;
    if (actors_.size() < replicas) actors_.resize(replicas);
    for (unsigned i = 0; i < replicas; ++i) actors_[i].reset(config(scenario, seed, i));
    replicas_ = replicas;
    checker_.forget();
  }

  void release() override {
    for (kv::ReplicaActor& actor : actors_) actor.reset({});
  }

  Actor& replica(NodeId node) override { return actors_[node.value]; }
  const BodyCodec& bodies() const override { return codec_; }

  std::optional<ReplicaView> view(NodeId node) const override {
    const kv::ReplicaActor& actor = actors_[node.value];
    const raft::Node& raft = actor.raft();
    return ReplicaView{raft.leading(), raft.leader(), raft.current_term().value, raft.last_index().value,
                       actor.applied().value};
  }
  std::string_view entries_message() const override { return "append_entries"; }

  simnet::Observer* checker(simnet::World& world) override {
    checker_.watch(world, actors_.data(), replicas_);
    return &checker_;
  }
  std::optional<Violation> violation() const override { return checker_.violation(); }
  std::vector<ReplicaState> replica_states() const override { return checker_.replicas(); }

 private:
  static kv::ReplicaConfig config(const Scenario& scenario, std::uint64_t seed, unsigned self) {
    const ReplicaOptions& options = replica_options(scenario);
    kv::ReplicaConfig config;
    config.raft.self = NodeId{static_cast<std::uint16_t>(self)};
    config.raft.replicas = scenario.replicas;
    config.raft.seed = seed;
    config.raft.timing = options.timing;
    config.raft.replication = options.replication;
    config.raft.reads = options.reads;
    config.raft.heartbeats = options.heartbeats;
    config.raft.prevote = options.prevote;
    config.raft.check_quorum = options.check_quorum;
    config.raft.append_bytes_max = options.append_bytes_max;
    config.raft.inflight_max = options.inflight_max;
    config.redirect_freshness = options.redirect_freshness;
    config.gather_puts = options.gather_puts;
    return config;
  }

  std::vector<kv::ReplicaActor> actors_;
  unsigned replicas_ = 0;
  PropertyObserver checker_;
  kv::PeerCodec codec_;
};

}  // namespace

std::unique_ptr<Cluster> make_raft_cluster() {
  return std::make_unique<RaftCluster>();
}

}  // namespace whitewater::scenarios
