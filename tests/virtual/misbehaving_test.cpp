// Programs that go wrong get the right diagnosis, and never bring down or block the simulator.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "tests/catch.hpp"
#include "tests/virtual/run_program.hpp"
#include "tools/virtual/host/program.hpp"

namespace whitewater::tools::virtual_time {
namespace {

using Outcome = scenarios::RunReport::Outcome;

Ran run_misbehaving(const std::string& how) {
  return run(scenario_of(WHITEWATER_VIRTUAL_MISBEHAVES, {how}, 1), 3);
}
bool says(const std::string& text, const std::string& part) {
  CAPTURE(text, part);
  return text.find(part) != std::string::npos;
}

TEST_CASE("A replica that ends is told with when and how, and its run fails") {
  const Ran exits = run_misbehaving("exits");
  REQUIRE(exits.report.outcome == Outcome::fail);
  REQUIRE(says(exits.states[0], "exited with status 3 at 0.5"));
  REQUIRE(says(run_misbehaving("aborts").states[0], "was ended by signal 6"));
  REQUIRE(says(run_misbehaving("crashes").states[0], "was ended by signal 11"));
}

TEST_CASE("No two replicas start at the same instant: those that seed their random numbers with it would be the same") {
  const Ran exits = run(scenario_of(WHITEWATER_VIRTUAL_MISBEHAVES, {"exits"}), 3);
  REQUIRE(exits.states[0] != exits.states[1]);
  REQUIRE(exits.states[1] != exits.states[2]);
}

TEST_CASE("What is not supported ends the run without a verdict, and names the call, the replica and the time") {
  const Ran mounts = run_misbehaving("mounts");
  REQUIRE(mounts.report.outcome == Outcome::unknown);
  REQUIRE(says(mounts.report.reason,
               "Replica 0000 called mount (in its process 1, thread 1 (virtual_misbeha)), which is not "
               "supported in virtual time, at 0.5"));
  const Ran child = run_misbehaving("mounts-in-a-child");
  REQUIRE(child.report.outcome == Outcome::unknown);
  REQUIRE(says(child.report.reason, "called mount (in its process 2, thread 2 ("));
  const Ran thread = run_misbehaving("mounts-in-a-thread");
  REQUIRE(thread.report.outcome == Outcome::unknown);
  REQUIRE(says(thread.report.reason, "called mount (in its process 1, thread 2 (worker)), which is not supported"));
}

// A kernel may be built without it.
bool has_interface_of_32_bits() {
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGSEGV, SIG_DFL);
    int number = 20;  // getpid
    asm volatile("int $0x80" : "+a"(number) : : "memory");
    _exit(0);
  }
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status);
}

TEST_CASE("A call by the interface of 32 bits is refused") {
  if (!has_interface_of_32_bits()) {
    WARN("SKIPPED: this machine's kernel has no interface of 32 bits");
    return;
  }
  const Ran old = run_misbehaving("calls-by-32-bits");
  REQUIRE(old.report.outcome == Outcome::unknown);
  REQUIRE(says(old.report.reason, "called the kernel by its interface of 32 bits (in its process 1, thread 1"));
}

TEST_CASE("A replica that computes for ever is stopped, and the run has no verdict") {
  const Ran spins = run_misbehaving("spins");
  REQUIRE(spins.report.outcome == Outcome::unknown);
  REQUIRE(
      says(spins.report.reason, "computed for seconds without a system call (in its process 1, thread 1 (virtual_"));
  REQUIRE(says(spins.report.reason, ", at virtual_misbehaves+0x"));
}

TEST_CASE("A replica hears that there is no TCP, and its user does, too") {
  const Ran tcp = run_misbehaving("tcp");
  REQUIRE(says(tcp.states[0], "asked for a TCP socket, which does not exist here"));
}

TEST_CASE("Messages that break the rules, and datagrams to strangers, are counted") {
  const Ran garbage = run_misbehaving("garbage");
  REQUIRE(garbage.report.outcome == Outcome::fail);
  REQUIRE(says(garbage.states[0], "1 messages that break the rules"));
  REQUIRE(says(run_misbehaving("stranger").states[0], "1 datagrams to ports where nobody is"));
}

TEST_CASE("A replica that prints much is not slowed down by it") {
  REQUIRE(run_misbehaving("floods").report.outcome == Outcome::fail);  // it answers nothing
}

bool goes_on(const std::string& how) {
  const Ran ran = run_misbehaving(how);
  CAPTURE(how, ran.states[0], ran.report.reason);
  return ran.report.outcome == Outcome::fail && !says(ran.states[0], "exited") && !says(ran.states[0], "was ended");
}
bool nobody_is_left() {
  int status = 0;
  return waitpid(-1, &status, WNOHANG | __WALL) == -1;
}

TEST_CASE("A program without manners neither ends its run nor outlives it") {
  for (const std::string how : {"closes-all", "sends-60-kB", "daemonises", "catches-all", "raises-limits"}) {
    CAPTURE(how);
    REQUIRE(goes_on(how));
    REQUIRE(nobody_is_left());
  }
}

TEST_CASE("A datagram that is longer than the course's simulator reads breaks the rules") {
  REQUIRE(says(run_misbehaving("sends-60-kB").states[0], "1 messages that break the rules"));
}

TEST_CASE("A file that grows without end ends its program") {
  scenarios::Scenario scenario = scenario_of(WHITEWATER_VIRTUAL_MISBEHAVES, {"writes-gigabytes"}, 1);
  scenario.system_options.get<Program>().memory = 64;
  const Ran ran = run(scenario, 3);
  REQUIRE(says(ran.states[0], "was ended by signal 25"));
}

TEST_CASE("Input is empty, and a parent is out of reach") {
  REQUIRE(says(run_misbehaving("reads-input").states[0], "exited with status 11"));
  REQUIRE(says(run_misbehaving("kills-its-parent").states[0], "exited with status 14"));
  REQUIRE(says(run_misbehaving("a-child-kills-it").states[0], "was ended by signal 9"));
  REQUIRE(nobody_is_left());
}

TEST_CASE("A socket on which others would call is refused by the name of the call") {
  REQUIRE(says(run_misbehaving("listens").report.reason, "called listen ("));
}

TEST_CASE("A program that is not there is refused by its name") {
  scenarios::Scenario scenario = scenario_of("/bin/sh", {}, 1);
  scenario.system_options.get<Program>().path = "/no/such/program";
  const Ran missing = run(scenario, 1);
  REQUIRE(missing.report.outcome == Outcome::unknown);
  REQUIRE(says(missing.report.reason, "/no/such/program"));
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
