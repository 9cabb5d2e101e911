// In the course, too, nothing that was asked after the last kill may stay unanswered when all faults have healed.
#include <string>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/known_bugs/planted.hpp"

namespace whitewater::scenarios {
namespace {

constexpr std::uint64_t seeds = 20;

// Leaders are cut off while they hold gets, which they may answer only when they have heard a majority; they step down.
Scenario leaders_cut_off() {
  const Result<ReadScenario> read = read_scenario(
      R"({"replicas": 5, "lifetime": 15, "requests": 600, "mix": 0.5, "heal": "20s",
          "faults": [{"type": "partition", "replicas": "leader",
                      "at": "7s", "for": "4s", "every": "6s", "until": "19s"}]})",
      "owed.json", standard_toolbox());
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  return read.value().scenario;
}

}  // namespace

TEST_CASE("a course run in which a get is forgotten violates liveness, and says which get") {
  const Scenario scenario = leaders_cut_off();
  Runner runner;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    INFO("seed " << seed);
    CHECK_FALSE(runner.run(scenario, seed).violation.has_value());
    const known_bugs::Planted planted(Mutation::reads_forgotten_on_stepdown);
    const RunReport report = runner.run(scenario, seed);
    CHECK(report.outcome == RunReport::Outcome::fail);
    REQUIRE(report.violation.has_value());
    CHECK(report.violation->property == "liveness");
    const std::string& text = report.violation->text;
    INFO(text);
    CHECK(text.find("a client still waits for an answer to the get r") == 0);
    CHECK(text.find(" s, and that no kill can have lost, 20 election timeouts after all faults healed at 20s") !=
          std::string::npos);
  }
}

TEST_CASE("what a killed leader took with it is no debt") {
  Scenario scenario = leaders_cut_off();
  for (ScheduledFault& fault : scenario.faults) fault.type.kind = KindId::kill;
  const known_bugs::Planted planted(Mutation::reads_forgotten_on_stepdown);
  Runner runner;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) CHECK_FALSE(runner.run(scenario, seed).violation.has_value());
}

}  // namespace whitewater::scenarios
