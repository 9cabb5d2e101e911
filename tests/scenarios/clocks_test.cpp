// Replicas with clocks of their own: what a scenario gives them, that nothing changes where all show the world's time,
// and that reads from leases stay linearizable within the drift that they allow for, and no longer.
#include "scenarios/experiment/clocks.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/systems/replica_options.hpp"
#include "tests/catch.hpp"

namespace whitewater::scenarios {
namespace {

constexpr Time later{1'000'000'000};

simnet::WorldConfig five_nodes() {
  simnet::WorldConfig config;
  config.nodes = config.replicas = 5;
  return config;
}

// How fast the clock of each of five replicas runs, in parts per million.
std::vector<std::int64_t> rates(const Scenario& scenario, std::uint64_t seed) {
  simnet::World world;
  world.reset(five_nodes());
  set_clocks(world, scenario, seed);
  world.run_until(later);
  std::vector<std::int64_t> result;
  for (std::uint16_t i = 0; i < 5; ++i) result.push_back((world.shown_by_clock(NodeId{i}) - later).ns / 1'000);
  return result;
}

// A drawn scenario with reads from leases.
Scenario leased(std::uint64_t seed) {
  Scenario scenario = random_raft_scenario(seed);
  scenario.clocks.clear();
  replica_options(scenario).reads = raft::ReadPolicy::lease;
  replica_options(scenario).timing.clock_drift_ppm = 100'000;
  return scenario;
}

}  // namespace

TEST_CASE("drawn rates differ by no more than the drift, and each belongs to its replica and seed") {
  Scenario scenario = standard_scenario();
  scenario.clock_drift_ppm = 2'000;
  const std::vector<std::int64_t> drawn = rates(scenario, 1);
  for (const std::int64_t rate : drawn) CHECK(std::abs(rate) <= 1'000);
  CHECK(rates(scenario, 1) == drawn);
  CHECK(rates(scenario, 2) != drawn);
  scenario.replicas = 3;
  CHECK(rates(scenario, 1)[0] == drawn[0]);
  CHECK(rates(scenario, 1)[4] == 0);
  scenario.clocks = {{NodeId{1}, -300, {}, {}}};
  CHECK(rates(scenario, 1) == std::vector<std::int64_t>{drawn[0], -300, drawn[2], 0, 0});
}

TEST_CASE("clocks that show the world's time change nothing, and others do") {
  Runner runner;
  Scenario scenario = random_raft_scenario(7);
  scenario.clocks.clear();
  const std::uint64_t plain = runner.run(scenario, 7).digest;
  scenario.clocks = {{NodeId{0}, 0, {}, {}}, {NodeId{2}, 0, {}, {}}};
  CHECK(runner.run(scenario, 7).digest == plain);
  scenario.clocks[1].rate_ppm = 10'000;
  CHECK(runner.run(scenario, 7).digest != plain);
  scenario.clocks.clear();
  CHECK(runner.run(scenario, 7).digest == plain);
}

TEST_CASE("within the drift that leases allow for, and with clocks far apart, every property holds") {
  Runner runner;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Scenario scenario = leased(seed);
    scenario.clock_drift_ppm = 100'000;
    if (seed % 2 == 0) scenario.clocks = {{NodeId{1}, 0, seconds(1'000), {}}};
    const RunReport report = runner.run(scenario, seed);
    CAPTURE(seed, report.violation ? report.violation->property : "");
    CHECK_FALSE(report.violation.has_value());
  }
}

TEST_CASE("a clock that jumps, forward or back, keeps every property of reads that ask a quorum") {
  Runner runner;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Scenario scenario = leased(seed);
    replica_options(scenario).reads = raft::ReadPolicy::read_index;
    for (std::uint16_t i = 0; i < scenario.replicas; ++i)
      scenario.clocks.push_back(
          {NodeId{i},
           0,
           {},
           {{milliseconds(1'000 + 300 * i), milliseconds(400)}, {milliseconds(3'000 + 200 * i), milliseconds(-300)}}});
    const RunReport report = runner.run(scenario, seed);
    CAPTURE(seed, report.violation ? report.violation->property : "");
    CHECK_FALSE(report.violation.has_value());
  }
}

// What leases do not allow for: half the clocks run far slower than the others.
TEST_CASE("clocks that drift further than leases allow for show stale reads") {
  Runner runner;
  unsigned stale = 0;
  for (std::uint64_t seed = 1; seed <= 10'000 && stale == 0; ++seed) {
    Scenario scenario = leased(seed);
    for (std::uint16_t i = 0; i < scenario.replicas; ++i)
      scenario.clocks.push_back({NodeId{i}, i % 2 == 0 ? -500'000 : 500'000, {}, {}});
    const RunReport report = runner.run(scenario, seed);
    if (report.violation && report.violation->property == "read_is_fresh") ++stale;
  }
  CHECK(stale > 0);
}

}  // namespace whitewater::scenarios
