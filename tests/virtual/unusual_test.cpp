// What few programs do, and what must not make their runs differ.
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "tests/catch.hpp"
#include "tests/virtual/run_alone.hpp"
#include "tests/virtual/run_program.hpp"
#include "tools/real/run/run_folder.hpp"
#include "tools/virtual/host/program.hpp"
#include "tools/virtual/trace/launch.hpp"

namespace whitewater::tools::virtual_time {
namespace {

void works(const std::string& program, const std::string& how) {
  const std::string words = run_alone(program, {how}, best_backend()).words();
  CAPTURE(program, how, words);
  REQUIRE(words.starts_with("exited with status 0"));
  REQUIRE(run_alone(program, {how}, Backend::ptrace).words() == words);
}

bool has_own_namespaces() {
  const pid_t child = fork_in_namespace();
  if (child == 0) _exit(0);
  if (child > 0) waitpid(child, nullptr, __WALL);
  return child > 0;
}

TEST_CASE("A run finds no temporary files, semaphores or shared memory of an earlier one") {
  if (!has_own_namespaces()) {
    WARN("left out: no namespaces may be made here");
    return;
  }
  works(WHITEWATER_VIRTUAL_UNUSUAL, "leaves-files");
}

TEST_CASE("A program learns nothing of this machine's network cards") {
  works(WHITEWATER_VIRTUAL_UNUSUAL, "asks-for-cards");
}

TEST_CASE("The processor's clock shows virtual time, whether the machine stops its readers or not") {
  works(WHITEWATER_VIRTUAL_UNUSUAL, "reads-clock");
}

TEST_CASE("A program that asks for a faster copy is told that it must read and write") {
  works(WHITEWATER_VIRTUAL_UNUSUAL, "copies");
}

TEST_CASE("A busy program finds what arrives before it looks again, and not what arrives later") {
  for (const Backend backend : {best_backend(), Backend::ptrace}) {
    std::optional<ino_t> socket;
    unsigned turns = 0;
    const auto arrives = [&](ReplicaProcess& process) {
      for (const Departed& hello : process.departed()) socket = hello.socket;
      if (!socket) return;
      // The first wakes the program, the second comes while it is busy with that, the last when it has looked again.
      if (++turns != 3) process.deliver(*socket, "x");
    };
    REQUIRE(run_alone(WHITEWATER_VIRTUAL_UNUSUAL, {"drains"}, backend, arrives)
                .words()
                .starts_with("exited with status 2"));
  }
}

TEST_CASE("A lock of a file that another process has is waited for in virtual time") {
  works(WHITEWATER_VIRTUAL_UNUSUAL, "locks");
}

TEST_CASE("A program has no terminal and no devices of this machine") {
  works(WHITEWATER_VIRTUAL_UNUSUAL, "opens-devices");
}

TEST_CASE("A descriptor tells of blocked signals, at their virtual instants") {
  works(WHITEWATER_VIRTUAL_UNUSUAL, "hears-signals");
}

TEST_CASE("What would block a thread inside the kernel is refused by its name") {
  const Result<real::RunFolder> folder = real::RunFolder::make();
  REQUIRE(folder.ok());
  const std::string path = folder.value().path() + "/pipe";
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  for (const Backend backend : {best_backend(), Backend::ptrace}) {
    const auto words = [&](const std::vector<std::string>& how) {
      return run_alone(WHITEWATER_VIRTUAL_UNUSUAL, how, backend).words();
    };
    REQUIRE(words({"opens-a-pipe", path}).starts_with("called openat of the named pipe " + path));
    REQUIRE(words({"reads-a-pipe-at-once"}).starts_with("called preadv2 on what is no file"));
  }
}

TEST_CASE("A program built with a sanitizer has room for its shadow memory, whatever the limit") {
  const std::string program = WHITEWATER_VIRTUAL_SANITIZED;
  if (program.empty()) {
    WARN("left out: this compiler has no AddressSanitizer");
    return;
  }
  for (const Program::Tracer tracer : {Program::Tracer::automatic, Program::Tracer::ptrace}) {
    scenarios::Scenario scenario = scenario_of(program, {"writes-memory"}, 1);
    scenario.system_options.get<Program>().tracer = tracer;
    const Ran ran = run(scenario, 1);
    CAPTURE(ran.states[0]);
    REQUIRE(ran.states[0].find("exited with status 0") != std::string::npos);
  }
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
