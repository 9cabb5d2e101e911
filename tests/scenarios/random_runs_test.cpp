// Generated clusters, loads and fault plans through the simulator with all its checks on, each run twice. One that
// fails is made small, written to a file beside this program, and printed as the command that fails again.
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/registers_options.hpp"
#include "scenarios/workloads/registers_report.hpp"
#include "tests/catch.hpp"
#include "tests/effort.hpp"
#include "tests/property.hpp"
#include "tests/scenarios/generated_run.hpp"
#include "tools/runs/judged_run.hpp"

using namespace whitewater;
using scenarios::Scenario;

namespace {

// Writes down each run that fails. RapidCheck goes on from one that does, so the last one is the smallest.
class FailingRun {
 public:
  explicit FailingRun(const std::string& name)
      : path_((std::filesystem::proximate(WHITEWATER_PROGRAM).parent_path() / ("failing-" + name + ".json")).string()) {
  }

  void keep(const Scenario& scenario, std::uint64_t seed) {
    std::ofstream(path_, std::ios::binary) << scenarios::write_scenario(scenario);
    seed_ = seed;
  }
  std::string reproduce_line() const {
    return "Reproduce: " + std::filesystem::proximate(WHITEWATER_PROGRAM).string() + " run " + path_ + " --seed " +
           std::to_string(seed_);
  }

 private:
  std::string path_;
  std::uint64_t seed_ = 0;
};

std::string words_of(const scenarios::RunReport& report) {
  if (report.nondeterminism) return scenarios::nondeterminism_text(*report.nondeterminism);
  if (report.violation) return report.violation->property + ": " + report.violation->text;
  return "";
}

// wrong: what is the matter with a run; nothing when all is well.
template <class Change, class Wrong>
void check_runs(const std::string& name, Change change, Wrong wrong) {
  FailingRun failing(name);
  scenarios::Runner runner;
  tests::check_property(
      [&] {
        Scenario scenario = scenarios::generated_run();
        change(scenario);
        const auto seed = *rc::gen::arbitrary<std::uint64_t>();
        const scenarios::RunReport report =
            tools::run_and_judge(runner, scenario, seed, {}, tools::RunTwice::all).report;
        const std::string found = wrong(report);
        if (found.empty()) return;
        failing.keep(scenario, seed);
        RC_FAIL(found);
      },
      {.name = "", .cases = tests::effort(600), .more = [&] { return failing.reproduce_line(); }});
}

}  // namespace

TEST_CASE("generated runs violate no property, come to rest once healed, and repeat") {
  check_runs(
      "run", [](Scenario&) {},
      [](const scenarios::RunReport& report) {
        if (!report.failed_checks.empty()) return "the run failed by its rule " + report.failed_checks.front();
        return words_of(report);
      });
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
  check_runs(
      "answer", [](Scenario& scenario) { registers(scenario).unanswered_max = {}; },
      [](const scenarios::RunReport& report) {
        return registers_report(report).counts.unanswered() == 0 ? "" : std::string("an operation was not answered");
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
  CHECK(again.text.find("unanswered") != std::string::npos);

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
  const scenarios::Registers& load = registers(small);
  const bool paced = load.interval > Duration{};
  const std::int64_t each = load.lifetime.ns / (paced ? load.interval.ns : load.think.low.ns);
  CHECK(each * load.clients * (paced ? 1 : load.outstanding) <= 12);
  CHECK(small.replicas <= 4);

  // RapidCheck's own line goes to the same example.
  const Outcome direct = shell(line_with(first.text, "RC_PARAMS="));
  CHECK(line_with(direct.text, "Reproduce: " + std::filesystem::proximate(WHITEWATER_PROGRAM).string()) == line);
}
