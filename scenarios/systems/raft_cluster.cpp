// Owns the replicas, and connects them with the checks of all properties.
#include "scenarios/systems/raft_cluster.hpp"

#include <algorithm>
#include <vector>

#include "core/base/hash.hpp"
#include "core/kv/peer_codec.hpp"
#include "core/kv/replica_actor.hpp"
#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/story/event_text.hpp"
#include "scenarios/systems/property_observer.hpp"
#include "scenarios/systems/raft_rest.hpp"
#include "scenarios/systems/raft_states.hpp"
#include "scenarios/systems/raft_vocabulary.hpp"
#include "scenarios/systems/replica_options.hpp"

namespace whitewater::scenarios {

namespace {

class RaftCluster final : public Cluster {
 public:
  void reset(const Scenario& scenario, std::uint64_t seed) override {
    const unsigned replicas = scenario.replicas;
    draws_.reset(replica_options(scenario).draws);
    if (actors_.size() < replicas) actors_.resize(replicas);
    for (unsigned i = 0; i < replicas; ++i) actors_[i].reset(config(scenario, seed, i));
    replicas_ = replicas;
    world_ = nullptr;
    checker_.forget();
    rest_ = {};
    settle_time_ = replica_options(scenario).timing.election_timeout_max;
  }

  void release() override {
    for (kv::ReplicaActor& actor : actors_) actor.reset({});
  }

  Actor& replica(NodeId node) override { return actors_[node.value]; }
  const BodyCodec* bodies() const override { return &codec_; }

  void redraw(std::uint64_t seed) override { draws_.redraw(seed); }
  bool pin_draws(Options& options) const override {
    options.get<ReplicaOptions>().draws.assign(draws_.made().begin(), draws_.made().end());
    return true;
  }
  Duration settle_time() const override { return settle_time_; }
  std::string_view settle_times() const override { return "election timeouts"; }
  void begin_rest(const Traffic& traffic) override { rest_.begin(views(), raft_traffic(traffic)); }
  std::optional<std::string> at_rest(const Traffic& traffic) const override {
    return rest_.end(views(), raft_traffic(traffic));
  }
  NodeSet in_role(ReplicaRole role, NodeSet living) const override;
  std::optional<std::uint64_t> coverage(NodeSet living) const override;
  std::string handled(const Event& event, unsigned replicas) const override {
    return event_text(event, replicas, raft_vocabulary);
  }

  std::string describe(NodeId node) const override;

  simnet::Observer* checker(simnet::World& world) override {
    world_ = &world;
    checker_.watch(world, actors_.data(), replicas_);
    return &checker_;
  }
  std::optional<Violation> violation() const override { return checker_.violation(); }
  std::string excuse() const override {
    if (!checker_.forgot_a_put()) return "";
    return "A put came again after its client's session had forgotten it (replica.session_window), and took effect "
           "twice.";
  }
  std::shared_ptr<const NodeStates> node_states() const override { return checker_.states(); }

 private:
  kv::ReplicaConfig config(const Scenario& scenario, std::uint64_t seed, unsigned self) {
    const ReplicaOptions& options = replica_options(scenario);
    kv::ReplicaConfig config;
    config.raft.self = NodeId{static_cast<std::uint16_t>(self)};
    config.raft.replicas = scenario.replicas;
    config.raft.number = numbers_of(scenario).of(config.raft.self);
    config.raft.seed = seed;
    config.raft.draws = &draws_;
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
    config.session_window = options.session_window;
    return config;
  }

  std::vector<RaftStanding> views() const {
    std::vector<RaftStanding> views;
    for (unsigned i = 0; i < replicas_; ++i) {
      const kv::ReplicaActor& actor = actors_[i];
      const raft::Node& raft = actor.raft();
      views.push_back(
          {raft.leading(), raft.leader(), raft.current_term().value, raft.last_index().value, actor.applied().value});
    }
    return views;
  }
  RaftTraffic raft_traffic(const Traffic& traffic) const {
    RaftTraffic counted{0, traffic.requests};
    for (std::size_t i = 0; i < traffic.messages.size(); ++i)
      if (codec_.type_names()[i] == "append_entries") counted.entries = traffic.messages[i];
    return counted;
  }

  raft::Draws draws_;
  std::vector<kv::ReplicaActor> actors_;
  RaftRest rest_;
  Duration settle_time_;
  unsigned replicas_ = 0;
  const simnet::World* world_ = nullptr;  // of the run, if it is checked
  PropertyObserver checker_;
  kv::PeerCodec codec_;
};

NodeSet RaftCluster::in_role(ReplicaRole role, NodeSet living) const {
  using Kind = raft::Node::RoleKind;
  NodeSet leaders, candidates, followers;
  raft::Term latest{};
  for (const NodeId node : living) {
    const raft::Node& raft = actors_[node.value].raft();
    if (raft.role() == Kind::follower) followers.insert(node);
    if (raft.role() == Kind::candidate || raft.role() == Kind::pre_candidate) candidates.insert(node);
    if (!raft.leading() || raft.current_term() < latest) continue;
    latest = raft.current_term();
    leaders = NodeSet::of(node);
  }
  return role == ReplicaRole::leader ? leaders : role == ReplicaRole::candidate ? candidates : followers;
}

// "leader of term 1, while 0003 leads term 2; commit index 17, applied 17".
std::string RaftCluster::describe(NodeId node) const {
  const raft::Node& raft = actors_[node.value].raft();
  std::string text = concat({raft_role_name(raft.role()), " of term ", std::to_string(raft.current_term().value)});
  const NodeSet others = NodeSet::first(replicas_) - NodeSet::of(node);
  for (const NodeId leader : in_role(ReplicaRole::leader, world_ != nullptr ? others & world_->alive() : others))
    if (const raft::Term term = actors_[leader.value].raft().current_term(); raft.current_term() < term)
      text += concat({", while ", node_text(leader, replicas_), " leads term ", std::to_string(term.value)});
  return text + concat({"; commit index ", std::to_string(raft.commit_index().value), ", applied ",
                        std::to_string(actors_[node.value].applied().value)});
}

// Of each living replica: its role, how far its term, its log and its commit index are behind the most, and whether its
// last entry is of the newest term. Sums forget who is who, so there are a few thousand words for five replicas.
std::optional<std::uint64_t> RaftCluster::coverage(NodeSet living) const {
  const auto bucket = [](std::uint64_t behind) { return behind == 0 ? 0u : behind < 4 ? 1u : 2u; };
  std::uint64_t term = 0, last = 0, last_term = 0, commit = 0;
  living = living & NodeSet::first(replicas_);
  for (const NodeId node : living) {
    const raft::Node& raft = actors_[node.value].raft();
    term = std::max(term, raft.current_term().value);
    last = std::max(last, raft.last_index().value);
    last_term = std::max(last_term, raft.last_term().value);
    commit = std::max(commit, raft.commit_index().value);
  }
  std::uint64_t word = mix(living.size());
  for (const NodeId node : living) {
    const raft::Node& raft = actors_[node.value].raft();
    word += hash_words(static_cast<std::uint64_t>(raft.role()), bucket(term - raft.current_term().value),
                       bucket(last - raft.last_index().value), raft.last_term().value == last_term ? 1 : 0,
                       bucket(commit - raft.commit_index().value));
  }
  return word;
}

}  // namespace

std::unique_ptr<Cluster> make_raft_cluster() {
  return std::make_unique<RaftCluster>();
}

}  // namespace whitewater::scenarios
