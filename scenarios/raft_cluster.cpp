// Owns the replicas, and shows each of their nodes to the checker after its event.
#include "scenarios/raft_cluster.hpp"

#include <vector>

#include "core/check/raft_properties.hpp"
#include "core/kv/peer_codec.hpp"
#include "core/kv/replica_actor.hpp"

namespace whitewater::scenarios {

namespace {

class RaftCluster final : public Cluster {
 public:
  void reset(const Scenario& scenario, std::uint64_t seed) override {
    const unsigned replicas = scenario.rules.replicas;
    if (actors_.size() < replicas) actors_.resize(replicas);
    for (unsigned i = 0; i < replicas; ++i) actors_[i].reset(config(scenario, seed, i));
    properties_.reset(replicas);
  }

  void release() override {
    for (kv::ReplicaActor& actor : actors_) actor.reset({});
  }

  Actor& replica(NodeId node) override { return actors_[node.value]; }
  const BodyCodec& bodies() const override { return codec_; }

  bool holds_after(NodeId node) override {
    const kv::ReplicaActor& actor = actors_[node.value];
    properties_.after_event(node, actor.raft(), actor.applied().value, actor.store().content_hash());
    return !properties_.violation();
  }

  std::optional<Violation> violation() const override {
    const auto& found = properties_.violation();
    if (!found) return std::nullopt;
    return Violation{std::string(found->property), found->sentence, {}, 0, found->node};
  }

 private:
  static kv::ReplicaConfig config(const Scenario& scenario, std::uint64_t seed, unsigned self) {
    const ReplicaOptions& options = scenario.replica;
    kv::ReplicaConfig config;
    config.raft.self = NodeId{static_cast<std::uint16_t>(self)};
    config.raft.replicas = scenario.rules.replicas;
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
    return config;
  }

  std::vector<kv::ReplicaActor> actors_;
  checks::RaftProperties properties_;
  kv::PeerCodec codec_;
};

}  // namespace

std::unique_ptr<Cluster> make_raft_cluster() {
  return std::make_unique<RaftCluster>();
}

}  // namespace whitewater::scenarios
