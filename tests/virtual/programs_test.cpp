// The same simple replica in several languages, unmodified: it serves, and a seed says all that happens. Random
// numbers, clocks, the order of hash tables and addresses are in the messages, so anything real would change a digest.
#include <sys/wait.h>

#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/virtual/fixture_programs.hpp"
#include "tests/virtual/run_program.hpp"
#include "tools/virtual/host/program.hpp"

namespace whitewater::tools::virtual_time {
namespace {

using Outcome = scenarios::RunReport::Outcome;

// Whatever sees its calls: the digest covers how many there are.
TEST_CASE("A replica program serves, and its seed says all that happens") {
  if (!notification_works()) WARN("SKIPPED: there is no user notification of seccomp, so back ends were not compared");
  for (const FixtureProgram& program : fixture_programs()) {
    if (!program.lacks.empty()) {
      WARN("SKIPPED: this machine has no " << program.lacks << ", so " << program.name << " was not run");
      continue;
    }
    scenarios::Scenario scenario = scenario_of(program.path, program.arguments);
    const Ran first = run(scenario, 7);
    CAPTURE(program.name, first.report.reason, first.report.failed_checks, first.states);
    REQUIRE(first.report.outcome == Outcome::pass);
    scenario.system_options.get<Program>().tracer = Program::Tracer::ptrace;
    scenario.system_options.get<Program>().clock_page = false;
    REQUIRE(run(scenario, 7).digest == first.digest);
  }
}

TEST_CASE("Another seed is another run of a program") {
  const scenarios::Scenario scenario = scenario_of(WHITEWATER_VIRTUAL_REPLICA, {});
  REQUIRE(run(scenario, 8).digest != run(scenario, 7).digest);
}

TEST_CASE("A replica program takes part in every fault of a scenario") {
  scenarios::Scenario scenario = scenario_of(WHITEWATER_VIRTUAL_REPLICA, {}, 5);
  const Ran calm = run(scenario, 7);
  scenario.network.loss = Probability{200'000};
  const Ran lossy = run(scenario, 7);
  REQUIRE(lossy.digest != calm.digest);
  REQUIRE(run(scenario, 7).digest == lossy.digest);
}

TEST_CASE("No process is left behind") {
  run(scenario_of(WHITEWATER_VIRTUAL_REPLICA, {}), 1);
  int status = 0;
  REQUIRE(waitpid(-1, &status, WNOHANG | __WALL) == -1);
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
