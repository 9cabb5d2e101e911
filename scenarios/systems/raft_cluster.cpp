// Owns the replicas, and connects them with the checks of all properties.
#include "scenarios/systems/raft_cluster.hpp"

#include <algorithm>
#include <array>
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
    config.snapshot_every = options.snapshot_every;
    config.raft.snapshot_keeps = options.snapshot_keeps;
    config.raft.snapshot_chunk_bytes = options.snapshot_chunk_bytes;
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

// How many replicas lead, ask for votes and ask for pre-votes, each counted to two; how many are dead, likewise; and
// how far the last of the living ones is behind the first in term, log, term of the log and commit index. Who is who is
// no matter, nor how large the cluster is. So there are some ten thousand words, and a search soon knows which are
// rare.
std::optional<std::uint64_t> RaftCluster::coverage(NodeSet living) const {
  constexpr std::uint64_t counted = 2;
  struct Range {
    std::uint64_t least = ~std::uint64_t{0};
    std::uint64_t most = 0;
    void add(std::uint64_t value) {
      least = std::min(least, value);
      most = std::max(most, value);
    }
    // 0, 1, 2 to 3, 4 to 15, more.
    std::uint64_t lag() const {
      const std::uint64_t lag = most < least ? 0 : most - least;
      return lag < 2 ? lag : lag < 4 ? 2 : lag < 16 ? 3 : 4;
    }
  };
  Range term, last, last_term, commit;
  std::array<std::uint64_t, std::variant_size_v<raft::Role>> roles{};
  living = living & NodeSet::first(replicas_);
  for (const NodeId node : living) {
    const raft::Node& raft = actors_[node.value].raft();
    term.add(raft.current_term().value);
    last.add(raft.last_index().value);
    last_term.add(raft.last_term().value);
    commit.add(raft.commit_index().value);
    std::uint64_t& of_role = roles.at(static_cast<std::size_t>(raft.role()));
    of_role = std::min(of_role + 1, counted);
  }
  roles[static_cast<std::size_t>(raft::Node::RoleKind::follower)] = 0;
  std::uint64_t word = std::min<std::uint64_t>(replicas_ - living.size(), counted);
  for (const std::uint64_t of_role : roles) word = word << 2 | of_role;
  for (const Range& range : {term, last, last_term, commit}) word = word << 3 | range.lag();
  return mix(word);
}

}  // namespace

std::unique_ptr<Cluster> make_raft_cluster() {
  return std::make_unique<RaftCluster>();
}

}  // namespace whitewater::scenarios
