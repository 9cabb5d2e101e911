// Neighbours are scenarios that a file could hold, near the first one, each another run; the same index is the same
// neighbour; and the measure counts those that violate the property.
#include "scenarios/search/neighbourhood.hpp"

#include <set>

#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/search/random_scenario.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;

TEST_CASE("a neighbour is a valid scenario, a function of its index, and its faults move by 100 ms at most") {
  tests::check_property([] {
    const Scenario scenario = random_raft_scenario(*rc::gen::inRange<std::uint64_t>(1, 100'000));
    const auto index = *rc::gen::inRange<std::uint64_t>(1, 1'000);
    const Scenario near = neighbour(scenario, index);
    RC_ASSERT(near == neighbour(scenario, index));
    const Result<ReadScenario> read = read_standard(write_scenario(near, Defaults::written), "near.json");
    RC_ASSERT(read.ok());
    RC_ASSERT(near.faults.size() == scenario.faults.size());
    for (std::size_t i = 0; i < near.faults.size(); ++i) {
      const std::optional<Duration> was = time_of(scenario.faults[i].at), is = time_of(near.faults[i].at);
      RC_ASSERT(was.has_value() == is.has_value());
      if (was) RC_ASSERT(std::abs(was->ns - is->ns) <= milliseconds(100).ns);
      RC_ASSERT(number_of(near.faults, i) == number_of(scenario.faults, i));
    }
    if (near.seed == scenario.seed) RC_ASSERT(!(near.faults == scenario.faults));
  });
}

TEST_CASE("a fate keeps its message and is late by another time") {
  const Result<ReadScenario> read =
      read_standard(R"({"workload": "registers", "lifetime": "6s", "replicas": 5, "seed": 5, "fates": [
      {"message": "append_entries", "from": "0001", "to": "0002", "first_from": "2s", "delay": "250ms"},
      {"message": "append_entries", "from": "0001", "to": "0003", "first_from": "2s", "lost": true}]})",
                    "fates.json");
  REQUIRE(read.ok());
  const Scenario& scenario = read.value().scenario;
  const Fate late = scenario.fates[0], lost = scenario.fates[1];
  int moved = 0;
  for (std::uint64_t index = 1; index <= 50; ++index) {
    Scenario near = neighbour(scenario, index);
    REQUIRE(near.fates.size() == 2);
    CHECK(near.fates[1] == lost);
    CHECK(std::abs(near.fates[0].delay->ns - milliseconds(250).ns) <= milliseconds(100).ns);
    moved += near.fates[0].delay != late.delay ? 1 : 0;
    near.fates[0].delay = late.delay;
    CHECK(near.fates[0] == late);
    // The other half has other draws, too.
    CHECK((near.seed == scenario.seed) == (index % 2 == 1));
  }
  CHECK(moved > 40);
}

TEST_CASE("neighbours are different runs") {
  for (const std::uint64_t seed : {3u, 8u}) {
    Scenario scenario = random_raft_scenario(seed);
    if (seed == 8) scenario.faults.clear();
    Runner runner;
    std::set<std::uint64_t> digests{runner.run(scenario, seed).digest};
    for (std::uint64_t index = 1; index <= 20; ++index) {
      const Scenario near = neighbour(scenario, index);
      digests.insert(runner.run(near, *near.seed).digest);
    }
    // A fault that moves by a few microseconds may strike between the same two events; its digest holds its time.
    CHECK(digests.size() == 21);
  }
}

TEST_CASE("the measure counts the neighbours that violate the property, and stops when it is told to") {
  Failure failure;
  failure.scenario = random_raft_scenario(5);
  failure.scenario.faults.clear();
  failure.scenario.heal.reset();
  failure.kind = {"election_safety", "#"};
  Runner runner;
  std::optional<Neighbourhood> found = measured_neighbourhood(failure, runner, 5);
  REQUIRE(found);
  CHECK(*found == Neighbourhood{0, 5});

  const Result<ReadScenario> dead = read_standard(R"({"workload": "registers", "unanswered_max": 0, "lifetime": "6s",
      "replicas": 3, "seed": 5, "faults": [{"type": "kill", "at": "3s", "replicas": "all"}]})",
                                                  "dead.json");
  REQUIRE(dead.ok());
  failure.scenario = dead.value().scenario;
  const RunReport report = runner.run(failure.scenario, 5);
  REQUIRE(failure_kind(report));
  failure.kind = *failure_kind(report);
  found = measured_neighbourhood(failure, runner, 5);
  REQUIRE(found);
  CHECK(*found == Neighbourhood{5, 5});
  int asked = 0;
  CHECK_FALSE(measured_neighbourhood(failure, runner, 5, [&] { return ++asked < 3; }));
  CHECK(asked == 3);
}
