// A cluster in a world that is reset and used again, through partitions, deaths and restarts, allocates nothing,
// and runs as it did the first time.
#include <array>
#include <charconv>

#include "core/kv/replica_actor.hpp"
#include "simnet/world.hpp"
#include "tests/catch.hpp"
#include "tools/allocation_counter.hpp"

using namespace whitewater;

namespace {

constexpr unsigned replicas = 5;
constexpr NodeId client_id{replicas};

// Puts and gets by turns, every 10 ms, at the replica that it was last told of; else at each in turn.
class Client final : public Actor {
 public:
  void reset() { *this = Client{}; }
  void handle(const Event& event, Time now, Effects& effects) override {
    if (const auto* arrived = std::get_if<ReplyArrived>(&event)) {
      const auto* reply = arrived->payload.get_if<client::Reply>();
      leader_ = reply->leader;
      done += reply->outcome == client::Reply::Outcome::ok ? 1u : 0u;
      return;
    }
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), ++sent_).ptr;
    const std::string_view mid(digits.data(), static_cast<std::size_t>(end - digits.data()));
    const std::string_view key = mid.substr(mid.size() - 1);
    const NodeId to =
        leader_.valid() && sent_ % 7 != 0 ? leader_ : NodeId{static_cast<std::uint16_t>(sent_ % replicas)};
    effects.send_request(to, sent_ % 3 == 0 ? client::make_get(effects.pool(), client_id, leader_, mid, key)
                                            : client::make_put(effects.pool(), client_id, leader_, mid, key, mid));
    effects.set_timer(TimerId{0}, now + milliseconds(10));
  }
  std::uint64_t fingerprint() const override { return sent_; }

  std::uint64_t done = 0;

 private:
  NodeId leader_;
  std::uint64_t sent_ = 0;
};

struct Cluster {
  Cluster() {
    for (const NodeId node : NodeSet::first(4))
      for (int second = 2 + 3 * node.value; second < 28; second += 12) {
        const simnet::Target target{NodeSet::of(node), simnet::Target::no_role};
        plan.push_back(
            simnet::faults::point_fault(Time{} + seconds(second), simnet::faults::KindId::partition, target));
        plan.push_back(simnet::faults::point_fault(Time{} + seconds(second + 1), simnet::faults::KindId::kill, target));
        plan.push_back(simnet::faults::ending(Time{} + seconds(second + 1), simnet::faults::KindId::partition, {}));
        plan.push_back(simnet::faults::ending(Time{} + seconds(second + 2), simnet::faults::KindId::kill, target));
      }
  }
  // Payloads go before the pool they lie in.
  ~Cluster() {
    for (kv::ReplicaActor& actor : actors) actor.reset({});
  }

  std::uint64_t run() {
    simnet::WorldConfig config;
    config.nodes = replicas + 1;
    config.replicas = replicas;
    config.message_link.delay.low = milliseconds(1);
    config.message_link.loss = Probability{50'000};
    config.client_link.delay.low = microseconds(200);
    config.disk.low = microseconds(300);
    world.reset(config);
    client.reset();
    for (const NodeId node : NodeSet::first(replicas)) {
      kv::ReplicaConfig replica;
      replica.raft.self = node;
      replica.raft.replicas = replicas;
      actors[node.value].reset(replica);
      world.add(node, actors[node.value]);
      world.start(node);
    }
    world.add(client_id, client);
    world.start(client_id);
    world.set_episodes(plan);
    world.run_until(Time{} + seconds(30));
    return world.digest();
  }

  simnet::World world;
  std::array<kv::ReplicaActor, replicas> actors;
  Client client;
  std::vector<simnet::faults::Episode> plan;
};

}  // namespace

TEST_CASE("a second run of the same cluster allocates nothing and is the same run") {
  Cluster cluster;
  const std::uint64_t first = cluster.run();
  CHECK(cluster.client.done > 1'000);
  const std::size_t before = tools::allocations_so_far();
  CHECK(before > 0);
  const std::uint64_t second = cluster.run();
  CHECK(tools::allocations_so_far() == before);
  CHECK(second == first);
  Cluster fresh;
  CHECK(fresh.run() == first);
}
