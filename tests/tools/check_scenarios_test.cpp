// The check for users' tests: what passes passes, what fails is a small file, and settings of RapidCheck are heeded.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "scenarios/search/failure.hpp"
#include "scenarios/search/trial.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/registers_options.hpp"
#include "tests/catch.hpp"
#include "tools/testing/rapidcheck.hpp"

using namespace whitewater;
using scenarios::Scenario;
using testing::CheckedScenarios;
using testing::ScenarioCheck;

namespace {

ScenarioCheck named(const std::string& name) {
  ScenarioCheck check;
  check.name = name;
  check.folder = WHITEWATER_TEST_FOLDER;
  check.program = "whitewater";
  check.cases = 20;
  return check;
}

auto drawn() {
  const scenarios::Toolbox& toolbox = scenarios::standard_toolbox();
  return testing::drawn_scenarios(toolbox, toolbox.systems[0], toolbox.workloads[1]);
}

// Some requests get no answer, which is no mistake unless the workload says so.
Scenario demanding() {
  Scenario scenario = drawn()();
  registers(scenario).unanswered_max = {};
  return scenario;
}

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class Params {
 public:
  explicit Params(const char* params) { setenv("RC_PARAMS", params, 1); }
  ~Params() { unsetenv("RC_PARAMS"); }
};

}  // namespace

TEST_CASE("drawn runs that pass pass, as many as were asked for") {
  const CheckedScenarios found = testing::check_scenarios(named("fine"), drawn());
  INFO(found.text);
  CHECK(found.passed);
  CHECK(found.runs == 20);
  CHECK(found.text.empty());
  const Params params("max_success=7");
  CHECK(testing::check_scenarios(named("fine"), drawn()).runs == 7);
}

TEST_CASE("a run that fails is made small, and its file fails again in the same way") {
  const CheckedScenarios found = testing::check_scenarios(named("demanding"), demanding);
  INFO(found.text);
  REQUIRE_FALSE(found.passed);
  CHECK(found.text.ends_with("\nReproduce: whitewater replay " + found.file));
  CHECK(found.text.find(" requests") != std::string::npos);
  const std::string text = content(found.file);
  const Result<scenarios::Failure> read = scenarios::read_failure(text, found.file, scenarios::standard_toolbox());
  REQUIRE(read.ok());
  const scenarios::Failure& failure = read.value();
  scenarios::Trials trials;
  const scenarios::Trial trial = trials.run(failure.scenario);
  CHECK(trial.kind == failure.kind);
  CHECK(trial.report.digest == failure.digest);
  CHECK(trials.runner().requests()->size() <= 12);
  CHECK(failure.scenario.faults.size() <= 2);
  CHECK(failure.trail.every > 0);
  CHECK(failure.neighbourhood.has_value());

  // The same inputs again give the same file; other inputs give another one.
  testing::check_scenarios(named("demanding"), demanding);
  CHECK(content(found.file) == text);
  const Params params("seed=9");
  testing::check_scenarios(named("demanding"), demanding);
  CHECK(content(found.file) != text);
}

TEST_CASE("a generator that gives up does not pass") {
  const CheckedScenarios found = testing::check_scenarios(named("none"), []() -> Scenario {
    RC_DISCARD("never");
    return {};
  });
  CHECK_FALSE(found.passed);
  CHECK(found.runs == 0);
  CHECK(found.text.find("Gave up") != std::string::npos);
}
