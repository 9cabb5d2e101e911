// Drawn clusters keep their properties. The second test demands too much, so that there is a failure to replay.
#include <iostream>

#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/registers_options.hpp"
#include "tools/testing/rapidcheck.hpp"
#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

using namespace whitewater;

TEST_CASE("what clients see is linearizable") {
  const scenarios::Toolbox& toolbox = scenarios::standard_toolbox();
  testing::ScenarioCheck check;
  check.name = "raft";           // the file of a failure: failing-raft.json
  check.program = "whitewater";  // that replays it: your main() with cli::run, if the system is yours
  const testing::CheckedScenarios found =
      testing::check_scenarios(check, testing::drawn_scenarios(toolbox, toolbox.systems[0], toolbox.workloads[1]));
  if (!found.passed) std::cerr << found.text << "\n";  // INFO would break the line that is to be pasted
  CHECK(found.passed);
}

TEST_CASE("every request is answered, in the worst network, at once") {
  const scenarios::Toolbox& toolbox = scenarios::standard_toolbox();
  testing::ScenarioCheck check;
  check.name = "a demand that no system could meet, whose file has a long name";
  check.cases = 20;
  const auto drawn = testing::drawn_scenarios(toolbox, toolbox.systems[0], toolbox.workloads[1]);
  const testing::CheckedScenarios found = testing::check_scenarios(check, [&] {
    scenarios::Scenario scenario = drawn();
    registers(scenario).unanswered_max = {};
    return scenario;
  });
  if (!found.passed) std::cerr << found.text << "\n";
  CHECK(found.passed);
}
