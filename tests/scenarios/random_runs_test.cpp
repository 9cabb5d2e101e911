// Generated clusters, loads and fault plans through the simulator with all its checks on, each run twice. One that
// fails is made small, written to a file beside this program, and printed as the command that fails again.
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/search/trial.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/registers_options.hpp"
#include "tests/catch.hpp"
#include "tests/effort.hpp"
#include "tests/property.hpp"
#include "tests/scenarios/generated_run.hpp"
#include "tools/testing/rapidcheck.hpp"

using namespace whitewater;
using scenarios::Scenario;

namespace {

template <class Generate>
void check_runs(const std::string& name, Generate generate) {
  const std::filesystem::path program = std::filesystem::proximate(WHITEWATER_PROGRAM);
  testing::ScenarioCheck check;
  check.name = name;
  check.folder = program.parent_path().string();
  check.program = program.string();
  check.cases = tests::effort(600);
  const testing::CheckedScenarios found = testing::check_scenarios(check, generate);
  // Past Catch2, which would break the line after eighty columns.
  if (!found.passed) std::cerr << found.text << std::endl;
  CHECK(found.passed);
}

}  // namespace

TEST_CASE("generated runs violate no property, come to rest once healed, and repeat") {
  check_runs("run", [] { return scenarios::generated_run(); });
}

TEST_CASE("a generated run is what its file says") {
  tests::check_property([] {
    const Scenario scenario = scenarios::generated_run();
    const auto read = scenarios::read_standard(scenarios::write_scenario(scenario), "generated.json");
    RC_ASSERT(read.ok());
    RC_ASSERT(read.value().scenario == scenario);
  });
}

// Hidden: it does not hold, and is called by the test below.
TEST_CASE("every operation is answered", "[.]") {
  check_runs("answer", [] {
    Scenario scenario = scenarios::generated_run();
    registers(scenario).unanswered_max = {};
    return scenario;
  });
}

namespace {

struct Outcome {
  int code = 0;
  std::string text;
};

Outcome shell(const std::string& command) {
  Outcome outcome;
  std::array<char, 4096> piece{};
  FILE* const pipe = popen((command + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  while (std::fgets(piece.data(), piece.size(), pipe) != nullptr) outcome.text += piece.data();
  outcome.code = WEXITSTATUS(pclose(pipe));
  return outcome;
}

std::string line_with(const std::string& text, const std::string& word) {
  const std::size_t begin = text.find(word);
  REQUIRE(begin != std::string::npos);
  return text.substr(begin, text.find('\n', begin) - begin);
}

}  // namespace

TEST_CASE("a generated run that fails is made small, and its line fails again on the command line") {
  const Outcome first = shell(WHITEWATER_TEST_RUNS " 'every operation is answered'");
  INFO(first.text);
  REQUIRE(first.code != 0);
  const std::string line =
      line_with(first.text, "Reproduce: " + std::filesystem::proximate(WHITEWATER_PROGRAM).string());
  const Outcome again = shell(line.substr(std::string("Reproduce: ").size()));
  INFO(again.text);
  CHECK(again.code == 1);
  CHECK(again.text.find("FAIL  failing-answer") != std::string::npos);
  CHECK(again.text.find("bit for bit") != std::string::npos);

  std::istringstream words(line);
  std::string path;
  for (int i = 0; i < 4; ++i) words >> path;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  const auto read = scenarios::read_standard(text.str(), path);
  REQUIRE(read.ok());
  const Scenario& small = read.value().scenario;
  CHECK(small.faults.size() <= 2);
  CHECK(small.replicas <= 4);
  scenarios::Trials trials;
  CHECK(trials.run(small).kind);
  CHECK(trials.runner().requests()->size() <= 12);
}
