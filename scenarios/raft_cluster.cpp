// Owns the replicas, and shows each of their nodes to the checker after its event.
#include "scenarios/raft_cluster.hpp"

#include <variant>
#include <vector>

#include "core/check/raft_properties.hpp"
#include "core/kv/peer_codec.hpp"
#include "core/kv/replica_actor.hpp"

namespace whitewater::scenarios {

namespace {

// Shows every replica to the checks after its event; stops the world at the first violation.
class PropertyObserver final : public simnet::Observer {
 public:
  void reset(const std::vector<kv::ReplicaActor>& actors, unsigned replicas) {
    actors_ = actors.data();
    replicas_ = replicas;
    started_ = {};
    properties_.reset(replicas);
    violation_.reset();
  }
  void watch(simnet::World& world) { world_ = &world; }
  const std::optional<Violation>& violation() const { return violation_; }

  Watches watches() const override { return {.sends = false, .events = true, .notes = false}; }
  void on_event(const simnet::EventRecord& record) override {
    if (record.node.value >= replicas_) return;
    if (std::holds_alternative<Started>(record.event) && !first_start(record.node)) properties_.restarted(record.node);
    const kv::ReplicaActor& actor = actors_[record.node.value];
    if (!properties_.after_event(record.node, actor.raft(), actor.applied().value, actor.store().content_hash()))
        [[unlikely]]
      stop_at(record);
  }

 private:
  bool first_start(NodeId node) {
    const bool first = !started_.contains(node);
    started_.insert(node);
    return first;
  }
  [[gnu::noinline, gnu::cold]] void stop_at(const simnet::EventRecord& record) {
    const checks::PropertyViolation& found = *properties_.violation();
    violation_ = Violation{std::string(found.property), found.sentence, record.time, world_->events(), found.node};
    world_->stop();
  }

  const kv::ReplicaActor* actors_ = nullptr;
  unsigned replicas_ = 0;
  NodeSet started_;
  checks::RaftProperties properties_;
  simnet::World* world_ = nullptr;
  std::optional<Violation> violation_;
};

class RaftCluster final : public Cluster {
 public:
  void reset(const Scenario& scenario, std::uint64_t seed) override {
    const unsigned replicas = scenario.rules.replicas;
    if (actors_.size() < replicas) actors_.resize(replicas);
    for (unsigned i = 0; i < replicas; ++i) actors_[i].reset(config(scenario, seed, i));
    checker_.reset(actors_, replicas);
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
    checker_.watch(world);
    return &checker_;
  }
  std::optional<Violation> violation() const override { return checker_.violation(); }

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
    config.gather_puts = options.gather_puts;
    return config;
  }

  std::vector<kv::ReplicaActor> actors_;
  PropertyObserver checker_;
  kv::PeerCodec codec_;
};

}  // namespace

std::unique_ptr<Cluster> make_raft_cluster() {
  return std::make_unique<RaftCluster>();
}

}  // namespace whitewater::scenarios
