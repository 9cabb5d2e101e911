// What a replica prints, which calls it makes, and what it may use.
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/catch.hpp"
#include "tests/virtual/run_alone.hpp"
#include "tests/virtual/run_program.hpp"
#include "tools/real/run/run_folder.hpp"
#include "tools/virtual/host/census_file.hpp"
#include "tools/virtual/host/program.hpp"

namespace whitewater::tools::virtual_time {
namespace {

using Outcome = scenarios::RunReport::Outcome;

RanAlone shell(const std::string& script) {
  return run_alone("/bin/sh", {"-c", script});
}
std::string content(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

TEST_CASE("What a replica prints is kept with its virtual times, its standard error apart") {
  const RanAlone ran = shell("echo one; sleep 2; echo two; echo wrong >&2; (sleep 1; echo of a child)");
  REQUIRE(ran.output.size() == 3);
  REQUIRE(ran.output[0].text == "one");
  REQUIRE(ran.output[0].time < Time{} + milliseconds(10));
  REQUIRE(ran.output[1].text == "two");
  REQUIRE(ran.output[1].time > Time{} + seconds(2));
  REQUIRE(ran.output[2].text == "of a child");
  REQUIRE(ran.output[2].time > Time{} + seconds(3));
  REQUIRE(ran.errors.size() == 1);
  REQUIRE(ran.errors[0].text == "wrong");
  REQUIRE(ran.errors[0].time >= ran.output[1].time);
}

TEST_CASE("A program that prints without end ends with its scenario") {
  const RanAlone ran = shell("while :; do echo line of a replica that never stops; done");
  REQUIRE(ran.words() == "goes on");
  REQUIRE(ran.output.size() > 100);
}

TEST_CASE("Logs of a run have a file for each stream, and times before each line") {
  const auto folder = real::RunFolder::make();
  REQUIRE(folder.ok());
  scenarios::Scenario scenario = scenario_of(WHITEWATER_VIRTUAL_MISBEHAVES, {"complains"}, 1);
  scenario.system_options.get<Program>().logs = folder.value().path();
  scenario.system_options.get<Program>().syscalls = folder.value().path() + "/calls-{seed}.json";
  const Ran ran = run(scenario, 5);
  REQUIRE(ran.states[0].find("exited with status 6 at 0.5") != std::string::npos);
  REQUIRE(ran.states[0].find("its last line was 'it is wrong'") != std::string::npos);
  const std::filesystem::path logs = std::filesystem::path(folder.value().path()) / "seed-5";
  REQUIRE(content(logs / "0000.stdout").find("0.5") != std::string::npos);
  REQUIRE(content(logs / "0000.stdout").find("  all is well\n") != std::string::npos);
  REQUIRE(content(logs / "0000.stderr").find("  it is wrong\n") != std::string::npos);
  REQUIRE(content(folder.value().path() + "/calls-5.json").find(R"({"call": "sendto", "became": "handled")") !=
          std::string::npos);
}

TEST_CASE("A census says what became of each call") {
  std::array<Census, 2> censuses;
  censuses[0].count(0, Census::Fate::native);
  censuses[0].count(0, Census::Fate::native);
  censuses[1].count(0, Census::Fate::handled);
  censuses[1].count(165, Census::Fate::refused);
  censuses[1].count(100'000, Census::Fate::refused);
  REQUIRE(census_table(censuses, 7) ==
          "System calls that stopped the replicas, seed 7\n"
          "call                    became         0000      0001\n"
          "mount                   refused           0         1\n"
          "of unknown numbers      refused           0         1\n"
          "read                    handled           0         1\n"
          "read                    native            2         0\n");
  REQUIRE(census_json(censuses, 7).starts_with(R"({"schema": "whitewater-syscalls/1", "seed": "7", "calls": [)"));
}

TEST_CASE("A replica that needs too much memory is told of by the field that allows more") {
  scenarios::Scenario scenario = scenario_of(WHITEWATER_VIRTUAL_MISBEHAVES, {"eats"}, 1);
  scenario.system_options.get<Program>().memory = 64;
  const Ran ran = run(scenario, 5);
  CAPTURE(ran.states[0]);
  REQUIRE(ran.states[0].find("was ended by signal 6") != std::string::npos);
  REQUIRE(ran.states[0].find("MiB of memory, and may have 64 MiB (program.memory)") != std::string::npos);
}

TEST_CASE("A run that takes too long in real time has no verdict, and says so") {
  scenarios::Scenario scenario = scenario_of(WHITEWATER_VIRTUAL_REPLICA, {}, 3);
  scenario.system_options.get<Program>().real_time = milliseconds(1);
  const Ran ran = run(scenario, 5);
  REQUIRE(ran.report.outcome == Outcome::unknown);
  REQUIRE(ran.report.reason == "The run took longer than 1ms of real time (program.real_time).");
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
