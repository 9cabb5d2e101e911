// The same simple replica in several languages, unmodified: it serves, and a seed says all that happens. Random
// numbers, clocks, the order of hash tables and addresses are in the messages, so anything real would change a digest.
#include <sys/wait.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/virtual/run_program.hpp"
#include "tools/virtual/host/program.hpp"

namespace whitewater::tools::virtual_time {
namespace {

using Outcome = scenarios::RunReport::Outcome;

const std::string fixtures = WHITEWATER_VIRTUAL_FIXTURES "/";

// Whatever sees its calls: the digest covers how many there are.
void serves_and_repeats(const std::string& path, const std::vector<std::string>& arguments) {
  scenarios::Scenario scenario = scenario_of(path, arguments);
  const Ran first = run(scenario, 7);
  std::string failed;
  for (const auto& check : first.report.failed_checks) failed += check + "; ";
  CAPTURE(path, first.report.reason, failed, first.states);
  REQUIRE(first.report.outcome == Outcome::pass);
  if (!notification_works()) WARN("SKIPPED: there is no user notification of seccomp, so back ends were not compared");
  scenario.system_options.get<Program>().tracer = Program::Tracer::ptrace;
  REQUIRE(run(scenario, 7).digest == first.digest);
}

// A machine without the language does not test it, and says so.
bool there(const std::string& program, const char* what) {
  if (!program.empty() && std::filesystem::exists(program)) return true;
  WARN("SKIPPED: this machine has no " << what << ", so no such replica was run");
  return false;
}

TEST_CASE("A replica in C++ with threads, epoll and a timerfd runs in virtual time") {
  serves_and_repeats(WHITEWATER_VIRTUAL_REPLICA, {});
  const scenarios::Scenario scenario = scenario_of(WHITEWATER_VIRTUAL_REPLICA, {});
  REQUIRE(run(scenario, 8).digest != run(scenario, 7).digest);
}

TEST_CASE("A replica behind a wrapper that makes processes runs in virtual time") {
  if (!there("/bin/bash", "bash")) return;
  serves_and_repeats(fixtures + "shim", {WHITEWATER_VIRTUAL_REPLICA});
}

TEST_CASE("A replica in Python runs in virtual time") {
  if (!there(WHITEWATER_VIRTUAL_PYTHON, "Python 3")) return;
  for (const char* name : {"select_replica.py", "thread_replica.py", "asyncio_replica.py", "busy_replica.py"})
    serves_and_repeats(WHITEWATER_VIRTUAL_PYTHON, {fixtures + name});
}

TEST_CASE("A replica in JavaScript runs in virtual time") {
  if (!there(WHITEWATER_VIRTUAL_NODE, "Node")) return;
  serves_and_repeats(WHITEWATER_VIRTUAL_NODE, {fixtures + "replica.js"});
}

TEST_CASE("A replica in Rust runs in virtual time") {
#ifdef WHITEWATER_VIRTUAL_RUST
  serves_and_repeats(WHITEWATER_VIRTUAL_RUST, {});
#else
  there("", "Rust compiler");
#endif
}

TEST_CASE("A replica in Java runs in virtual time") {
#ifdef WHITEWATER_VIRTUAL_JAVA
  // What the virtual machine leaves in the folder for temporary files would be an input of the next run.
  serves_and_repeats(WHITEWATER_VIRTUAL_JAVA, {"-XX:-UsePerfData", "-cp", WHITEWATER_VIRTUAL_CLASSES, "Replica"});
#else
  there("", "Java compiler");
#endif
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
