// scenarios/faults: a file for each kind of fault, whose description says what one sees. Here it is seen that the fault
// strikes, that the store withstands it, and what is particular to it.
#include <filesystem>
#include <set>
#include <string>

#include "core/text/concat.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/standard/standard.hpp"
#include "simnet/faults/kinds.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/scenario_texts.hpp"

namespace whitewater::scenarios {

namespace {

Scenario scenario_of(std::string_view kind) {
  const std::string file = concat({"scenarios/faults/", kind, ".json"});
  Result<ReadScenario> read = read_standard(text_of_file(file), file);
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  return std::move(read.value().scenario);
}

Duration longest_wait(const RunReport& report) {
  for (const Figure& figure : report.figures)
    if (figure.key == "ok_from_first_max") return nanoseconds(static_cast<std::int64_t>(figure.value));
  FAIL("the longest time until an ok is a figure");
  return {};
}

}  // namespace

TEST_CASE("each kind of fault has a scenario of its name, and none has one that is no kind") {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator("scenarios/faults"))
    files.insert(entry.path().stem().string());
  std::set<std::string> kinds;
  for (const simnet::faults::FaultKind* kind : simnet::faults::kinds) kinds.insert(std::string(kind->name));
  CHECK(files == kinds);
}

TEST_CASE("the store withstands the fault of each file, which strikes") {
  Runner runner;
  for (const simnet::faults::FaultKind* kind : simnet::faults::kinds) {
    const Scenario scenario = scenario_of(kind->name);
    for (const ScheduledFault& fault : scenario.faults)
      CHECK(simnet::faults::kind_of(fault.type.kind).name == kind->name);
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      const RunReport report = runner.run(scenario, seed);
      INFO(kind->name << ", seed " << seed << ": " << report.reason << report.explanation);
      CHECK(report.outcome == RunReport::Outcome::pass);
      for (const std::string& warning : report.warnings) FAIL_CHECK(warning);
    }
  }
}

TEST_CASE("what the files say of leaders is so") {
  Runner runner;
  const auto leaders = [&](std::string_view kind) {
    const RunReport report = runner.run(scenario_of(kind), 1);
    REQUIRE(report.leadership);
    return report.leadership->reigns.size();
  };
  CHECK(leaders("kill") == 3);
  for (const char* kind : {"pause", "partition", "cut", "clog"}) {
    INFO(kind);
    CHECK(leaders(kind) == 2);
  }
  for (const char* kind : {"loss", "duplication", "slow", "disk_delay", "disk_stall"}) {
    INFO(kind);
    CHECK(leaders(kind) == 1);
  }
}

TEST_CASE("what the files say of answers that take long is so") {
  Runner runner;
  const auto wait = [&](std::string_view kind) { return longest_wait(runner.run(scenario_of(kind), 1)); };
  // The disk stands still for three seconds.
  CHECK(wait("disk_stall") > milliseconds(2'500));
  CHECK(wait("disk_stall") < milliseconds(3'500));
  // One write, and with it those that it waits for.
  CHECK(wait("disk_delay") > milliseconds(20));
  CHECK(wait("disk_delay") < milliseconds(500));
  CHECK(wait("slow") > milliseconds(5));
  CHECK(wait("slow") < milliseconds(500));
  CHECK(wait("duplication") < milliseconds(5));
}

}  // namespace whitewater::scenarios
