// Drawn clusters keep their properties. The second check demands too much, so that there is a failure to replay.
#include <iostream>

#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/registers_options.hpp"
#include "tools/testing/rapidcheck.hpp"

int main() {
  using namespace whitewater;
  const scenarios::Toolbox& toolbox = scenarios::standard_toolbox();
  const auto drawn = testing::drawn_scenarios(toolbox, toolbox.systems[0], toolbox.workloads[1]);

  testing::ScenarioCheck check;
  check.name = "raft";
  check.cases = 20;
  const testing::CheckedScenarios all = testing::check_scenarios(check, drawn);
  std::cout << all.runs << " runs: " << (all.passed ? "passed" : all.text) << "\n";

  check.name = "answers";
  const testing::CheckedScenarios strict = testing::check_scenarios(check, [&] {
    scenarios::Scenario scenario = drawn();
    registers(scenario).unanswered_max = {};
    return scenario;
  });
  std::cout << strict.text << "\n";
  return all.passed && !strict.passed ? 0 : 1;
}
