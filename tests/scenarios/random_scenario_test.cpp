// Scenarios drawn from a seed: every one a file can hold, all kinds of trouble among them, and none that a correct
// replica cannot stand.
#include "scenarios/standard/standard.hpp"

#include <set>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/systems/replica_options.hpp"
#include "scenarios/workloads/registers_report.hpp"
#include "tests/catch.hpp"

namespace whitewater::scenarios {

TEST_CASE("a drawn scenario is what its file says") {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    const Scenario scenario = random_raft_scenario(seed);
    const Result<ReadScenario> read = read_standard(write_scenario(scenario), scenario.name + ".json");
    INFO((read ? std::string() : read.error().text()));
    REQUIRE(read.ok());
    REQUIRE(read.value().scenario == scenario);
  }
}

TEST_CASE("a seed names one scenario, and among few of them is every kind of trouble") {
  CHECK(random_raft_scenario(7) == random_raft_scenario(7));
  std::set<std::string_view> kinds;
  std::set<std::uint16_t> roles;
  std::set<unsigned> sizes;
  std::set<std::uint32_t> windows;
  unsigned clocks = 0, jumps = 0, triggers = 0, repeated = 0, few = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Scenario scenario = random_raft_scenario(seed);
    sizes.insert(scenario.replicas);
    windows.insert(replica_options(scenario).session_window);
    clocks += scenario.clocks.empty() ? 0u : 1u;
    jumps += scenario.clocks.empty() || scenario.clocks[0].jumps.empty() ? 0u : 1u;
    for (const ScheduledFault& fault : scenario.faults) {
      for (const FaultTypeName& known : fault_type_names())
        if (known.type == fault.type) kinds.insert(known.name);
      roles.insert(fault.replicas.roles);
      triggers += std::holds_alternative<Trigger>(fault.at) ? 1u : 0u;
      repeated += fault.every ? 1u : 0u;
      few += fault.replicas.has(ReplicaRole::leader) && fault.replicas.random > 0 ? 1u : 0u;
    }
  }
  kinds.insert("duplication");  // drawn for the whole network instead
  kinds.insert("resume");       // a pause that is drawn lasts for a while
  CHECK(kinds.size() == fault_type_names().size());
  CHECK(roles.size() == 5);
  CHECK(sizes == std::set<unsigned>{3, 4, 5, 6, 7, 8, 9});
  CHECK(windows == std::set<std::uint32_t>{2, 5, kv::Sessions::window_max});
  CHECK(clocks > 30);
  CHECK(clocks < 100);
  CHECK(jumps > 8);
  CHECK(jumps < clocks / 2);
  CHECK(triggers > 20);
  CHECK(repeated > 30);
  CHECK(few > 20);
}

TEST_CASE("a correct replica stands what is drawn, and a run repeats, also through the codecs") {
  Runner runner;
  RunOptions wire;
  wire.wire = true;
  std::uint64_t killed = 0, answered = 0, unknown = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const Scenario scenario = random_raft_scenario(seed);
    const RunReport report = runner.run(scenario, seed);
    INFO("seed " << seed << (report.violation ? " " + report.violation->property + ": " + report.violation->text : ""));
    REQUIRE_FALSE(report.violation.has_value());
    if (report.outcome == RunReport::Outcome::unknown) REQUIRE(report.reason.starts_with("A put came again after"));
    unknown += report.outcome == RunReport::Outcome::unknown ? 1u : 0u;
    for (const FaultStrike& strike : runner.faults())
      if (strike.name == "kill") killed += strike.targets.size();
    answered += registers_report(report).counts.ok();
    if (seed % 20 == 0) REQUIRE(runner.run(scenario, seed, wire).digest == report.digest);
  }
  CHECK(killed > 300);
  CHECK(unknown < 6);
  CHECK(answered > 300 * 50);
}

}  // namespace whitewater::scenarios
