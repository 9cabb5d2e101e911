// Random runs of a raft cluster over every combination of policies, with loss, duplication, cut links, slow
// disks, crashes and drifting clocks. The cluster checks safety after every call; here faults are drawn, and
// progress is required once all is healed.
#include <algorithm>

#include "tests/catch.hpp"
#include "tests/raft/cluster.hpp"

using namespace whitewater;
using namespace whitewater::raft;

namespace {

class Draws {
 public:
  explicit Draws(std::uint64_t seed) : seed_(seed) {}
  std::uint64_t below(std::uint64_t bound) { return scale(hash_words(seed_, stream("faults"), ++count_), bound); }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  NodeId node(unsigned replicas) { return NodeId{static_cast<std::uint16_t>(below(replicas))}; }

 private:
  std::uint64_t seed_;
  std::uint64_t count_ = 0;
};

constexpr unsigned with_snapshots = 16;

ClusterOptions options_of(unsigned combination, unsigned replicas, std::uint64_t seed) {
  Draws draws(seed * 1000 + combination);
  ClusterOptions options;
  options.replicas = replicas;
  options.seed = hash_words(seed, combination, replicas);
  Config& config = options.config;
  config.replication = (combination & 1) != 0 ? ReplicationPolicy::thrifty : ReplicationPolicy::broadcast;
  config.reads = (combination & 2) != 0 ? ReadPolicy::lease : ReadPolicy::read_index;
  config.heartbeats = (combination & 4) != 0 ? HeartbeatPolicy::suppressed : HeartbeatPolicy::always;
  if ((combination & 8) != 0) config.timing.commit_notice_after = milliseconds(5);
  config.prevote = !draws.one_in(5);
  config.check_quorum = !draws.one_in(5);
  if (draws.one_in(3)) config.append_bytes_max = 30;  // one entry an append
  if (draws.one_in(3)) config.inflight_max = static_cast<std::uint32_t>(1 + draws.below(3));
  if (draws.one_in(2)) options.disk_delay = milliseconds(static_cast<std::int64_t>(draws.below(8)));
  if (draws.one_in(2)) options.drift_ppm = static_cast<std::int64_t>(draws.below(900));
  if (draws.one_in(4)) options.delay_max = milliseconds(80);
  if ((combination & with_snapshots) != 0) {
    options.snapshot_every = 1 + draws.below(12);
    config.snapshot_keeps = static_cast<std::uint32_t>(draws.below(4));
    config.snapshot_chunk_bytes = static_cast<std::uint32_t>(1 + draws.below(200));
  }
  return options;
}

void one_fault(Cluster& cluster, Draws& draws) {
  const unsigned n = cluster.size();
  const NodeId leader = cluster.leader();
  const NodeId victim = leader != no_node && draws.one_in(3) ? leader : draws.node(n);
  switch (draws.below(8)) {
    case 0:
      cluster.isolate(victim);
      break;
    case 1:
      cluster.cut(victim, draws.node(n));
      break;
    case 2:
      cluster.heal();
      break;
    case 3:
      cluster.crash(victim);
      break;
    case 4:
      cluster.restart(victim);
      break;
    case 5:
      cluster.set_loss({static_cast<std::uint32_t>(draws.below(400'000))});
      break;
    case 6:
      cluster.set_duplication({static_cast<std::uint32_t>(draws.below(300'000))});
      break;
    default:
      for (std::uint16_t i = 0; i < n; ++i)
        if (draws.one_in(4)) cluster.restart(NodeId{i});
  }
}

void some_requests(Cluster& cluster, Draws& draws, std::uint64_t& token) {
  for (std::uint16_t i = 0; i < cluster.size(); ++i) {
    const NodeId node{i};
    if (!cluster.alive(node) || !cluster.node(node).leading()) continue;
    for (std::uint64_t k = draws.below(4); k > 0; --k) cluster.propose(node);
    for (std::uint64_t k = draws.below(3); k > 0; --k) cluster.read(node, ++token);
  }
}

// All have the same log, and all of it is committed everywhere.
bool converged(const Cluster& cluster) {
  const NodeId leader = cluster.leader();
  if (leader == no_node) return false;
  const Node& first = cluster.node(leader);
  for (std::uint16_t i = 0; i < cluster.size(); ++i) {
    const Node& node = cluster.node(NodeId{i});
    if (node.last_index() != first.last_index() || node.commit_index() != first.last_index()) return false;
    if (node.current_term() != first.current_term() || node.leader() != leader) return false;
  }
  return true;
}

bool answered(const Cluster& cluster, std::uint64_t token) {
  for (const Cluster::Answer& answer : cluster.answers())
    if (answer.token == token) return true;
  return false;
}

void require_progress(Cluster& cluster, std::uint64_t& token) {
  cluster.heal();
  cluster.set_loss({});
  cluster.set_duplication({});
  for (std::uint16_t i = 0; i < cluster.size(); ++i)
    if (!cluster.alive(NodeId{i})) cluster.restart(NodeId{i});
  // Ten elections, and the time that it takes to bring back a whole log with one entry in flight at a time.
  std::uint64_t longest = 0;
  for (std::uint16_t i = 0; i < cluster.size(); ++i)
    longest = std::max(longest, cluster.node(NodeId{i}).last_index().value);
  const Duration bound = seconds(12) + milliseconds(200) * static_cast<std::int64_t>(longest);
  REQUIRE(cluster.advance_until([&] { return converged(cluster); }, bound));
  const NodeId leader = cluster.leader();
  const Term term = cluster.node(leader).current_term();
  const Index index = cluster.propose(leader).value();
  cluster.read(leader, ++token);
  REQUIRE(cluster.advance_until([&] { return cluster.node(leader).commit_index() >= index; }, seconds(1)));
  REQUIRE(cluster.advance_until([&] { return answered(cluster, token); }, seconds(1)));
  REQUIRE(cluster.advance_until([&] { return converged(cluster); }, seconds(2)));
  cluster.advance(seconds(10));
  CHECK(cluster.leader() == leader);
  CHECK(cluster.node(leader).current_term() == term);
  CHECK(cluster.node(leader).last_index() == index);
}

// Returns how many snapshots were installed.
std::uint64_t run(unsigned combination, unsigned replicas, std::uint64_t seed, unsigned steps) {
  INFO("combination " << combination << ", replicas " << replicas << ", seed " << seed);
  Cluster cluster(options_of(combination, replicas, seed));
  Draws draws(hash_words(seed, combination, replicas, 7));
  std::uint64_t token = 0;
  for (unsigned step = 0; step < steps; ++step) {
    cluster.advance(microseconds(static_cast<std::int64_t>(draws.below(step % 4 == 0 ? 1'500'000 : 30'000))));
    if (draws.one_in(6)) one_fault(cluster, draws);
    some_requests(cluster, draws, token);
  }
  require_progress(cluster, token);
  return cluster.snapshots_installed();
}

}  // namespace

TEST_CASE("safe at every call, and live once healed, under every combination of policies") {
  for (unsigned combination = 0; combination < 16; ++combination)
    for (unsigned replicas : {3u, 5u, 7u})
      for (std::uint64_t seed = 1; seed <= 4; ++seed) run(combination, replicas, seed, 150);
}

TEST_CASE("so too where nodes take snapshots, and followers are sent them") {
  std::uint64_t installed = 0;
  for (unsigned combination = 0; combination < 16; ++combination)
    for (unsigned replicas : {3u, 5u})
      for (std::uint64_t seed = 1; seed <= 6; ++seed)
        installed += run(combination | with_snapshots, replicas, seed, 150);
  CHECK(installed > 500);
}
