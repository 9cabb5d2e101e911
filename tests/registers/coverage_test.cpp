// Words for the states of a cluster: equal runs see equal words, runs in which more happens see more, and there are
// few enough to count.
#include <set>

#include "scenarios/experiment/clients.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/registers_report.hpp"
#include "tests/catch.hpp"

namespace whitewater::scenarios {
namespace {

Scenario scenario_of(std::string_view text) {
  const Result<ReadScenario> read = read_standard(text, "coverage.json");
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  return read.value().scenario;
}

std::uint64_t states_of(const RunReport& report) {
  return registers_report(report).cluster_states.value_or(0);
}

constexpr std::string_view quiet = R"({"workload": "registers", "replicas": 5})";
constexpr std::string_view troubled =
    R"({"workload": "registers", "replicas": 5, "think": "20ms", "disk_delay": {"uniform": ["1ms", "30ms"]}, "faults": [
       {"type": "kill", "at": "3s", "replicas": "leader"},
       {"type": "partition", "at": "4s", "replicas": ["0001", "0002"]},
       {"type": "restart", "at": "6s", "replicas": "dead"}, {"type": "heal_partition", "at": "8s"}]})";

// Looks at the cluster after every event.
class Words final : public simnet::Observer {
 public:
  std::set<std::uint64_t> seen;
  const Cluster* cluster = nullptr;
  const simnet::World* world = nullptr;

 private:
  void on_event(const simnet::EventRecord&) override { seen.insert(*cluster->coverage(world->alive())); }
};

// A workload that hands its stage to a watcher of every event.
std::set<std::uint64_t> words_of(std::string_view text, std::uint64_t seed) {
  const Scenario scenario = scenario_of(text);
  const std::unique_ptr<Cluster> cluster = scenario.system->make();
  const std::unique_ptr<Clients> clients = scenario.workload->make();
  simnet::World world;
  simnet::WorldConfig config;
  config.seed = seed;
  config.replicas = scenario.replicas;
  config.nodes = scenario.replicas + clients->count(scenario);
  config.message_link.delay = scenario.network.delay;
  config.client_link.delay = scenario.network.client_delay;
  config.disk = scenario.network.disk;
  world.reset(config);
  cluster->reset(scenario, seed);
  FaultPlan plan;
  clients->reset({world, *cluster, plan, scenario, seed});
  Words words;
  words.cluster = cluster.get();
  words.world = &world;
  world.add_observer(words);
  for (std::uint16_t i = 0; i < config.nodes; ++i) {
    world.add(NodeId{i}, i < scenario.replicas ? cluster->replica(NodeId{i}) : clients->client(i - scenario.replicas));
    world.start(NodeId{i});
  }
  world.run_until(Time{} + seconds(3));
  world.kill(NodeId{1});
  world.run_until(clients->end());
  clients->release();
  cluster->release();
  return words.seen;
}

}  // namespace

TEST_CASE("equal runs see equally many states, and runs in which more happens see more") {
  Runner runner;
  const RunReport calm = runner.run(scenario_of(quiet), 3);
  const RunReport again = runner.run(scenario_of(quiet), 3);
  const RunReport wild = runner.run(scenario_of(troubled), 3);
  CHECK(states_of(calm) > 0);
  CHECK(states_of(again) == states_of(calm));
  CHECK(states_of(wild) > 2 * states_of(calm));
  CHECK(calm.outcome == RunReport::Outcome::pass);
  CHECK(wild.outcome == RunReport::Outcome::pass);
}

TEST_CASE("the words of one seed are always the same, and different lives have different words") {
  const std::set<std::uint64_t> one = words_of(quiet, 5);
  CHECK(words_of(quiet, 5) == one);
  std::set<std::uint64_t> slow;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) slow.merge(words_of(troubled, seed));
  std::size_t only_slow = 0;
  for (const std::uint64_t word : slow) only_slow += one.count(word) == 0 ? 1u : 0u;
  CHECK(only_slow > 10);
  // Bounded: thousands of events, and a few dozen words.
  CHECK(slow.size() < 300);
}

TEST_CASE("a primary-backup cluster has words too") {
  const std::string_view text =
      R"({"workload": "registers", "system": "primary-backup", "replicas": 5, "think": "1ms",)"
      R"( "lifetime": "4s"})";
  const std::set<std::uint64_t> words = words_of(text, 2);
  CHECK(words.size() > 2);
  CHECK(words.size() < 100);
}

TEST_CASE("a system that has no words is not asked for any") {
  struct Wordless final : Cluster {
    void reset(const Scenario&, std::uint64_t) override {}
    void release() override {}
    Actor& replica(NodeId) override { return *actor; }
    Actor* actor = nullptr;
  };
  CHECK_FALSE(Wordless().coverage(NodeSet::first(3)).has_value());
}

}  // namespace whitewater::scenarios
