// What a program sees of its machine, and what it cannot do to it.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/catch.hpp"
#include "tests/virtual/run_alone.hpp"
#include "tests/virtual/run_program.hpp"
#include "tools/real/run/run_folder.hpp"
#include "tools/virtual/host/program.hpp"

namespace whitewater::tools::virtual_time {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> printed(const std::string& script) {
  std::vector<std::string> lines;
  for (const auto& line : run_alone("/bin/sh", {"-c", script}).output) lines.push_back(line.text);
  return lines;
}
std::string state(const std::string& how) {
  return run(scenario_of(WHITEWATER_VIRTUAL_MISBEHAVES, {how}, 1), 3).states[0];
}
bool ends_with_0(const std::string& how) {
  const std::string found = state(how);
  CAPTURE(how, found);
  CHECK(found.starts_with("exited with status 0 at 0.5"));
  return true;
}

TEST_CASE("A program sees the same machine everywhere") {
  REQUIRE(printed("cat /proc/loadavg /proc/uptime /sys/devices/system/cpu/online") ==
          std::vector<std::string>{"0.00 0.00 0.00 1/1 1", "1000.00 1000.00", "0"});
  REQUIRE(printed("uname -n -r; id -u; grep MemTotal /proc/meminfo; cat /proc/self/cgroup 2>/dev/null; nproc") ==
          std::vector<std::string>{"localhost 5.15.0", "1000", "MemTotal:        8388608 kB", "1"});
}

TEST_CASE("Files and errors are as ever for a program that takes too many, or closes what it needs") {
  REQUIRE(ends_with_0("opens-many"));
  REQUIRE(ends_with_0("closes-stderr"));
}

TEST_CASE("A program that wants more of the processor gets an answer, and nothing else") {
  REQUIRE(ends_with_0("wants-more"));
}

TEST_CASE("A recursion without end, and a first thread that ends before the others, are told as they are") {
  REQUIRE(state("recurses").starts_with("was ended by signal 11"));
  REQUIRE(state("first-thread-ends").starts_with("exited with status 4 at 1.5"));
}

TEST_CASE("A program that does nothing but read the clock ends with its scenario") {
  REQUIRE(state("spins-on-the-clock").find("exited") == std::string::npos);
}

TEST_CASE("A file that is no program for this machine is refused, and the reason is told") {
  const auto folder = real::RunFolder::make();
  REQUIRE(folder.ok());
  const auto refusal = [&](const std::string& content) {
    const fs::path path = fs::path(folder.value().path()) / "program";
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
    fs::permissions(path, fs::perms::owner_all);
    Program program;
    program.path = path;
    const Result<std::string> file = program_file(program);
    return file ? "" : file.error().message;
  };
  REQUIRE(refusal("print('hello')\n").find("a script needs a first line that names its interpreter") !=
          std::string::npos);
  const std::string rest(60, '\0');
  REQUIRE(refusal("\177ELF\1" + rest).find("it is a program of 32 bits") != std::string::npos);
  REQUIRE(refusal("\177ELF\2" + rest).find("it is a program for another processor") != std::string::npos);
  REQUIRE(refusal("").find("a script needs a first line") != std::string::npos);
  REQUIRE(refusal("#!/no/such/interpreter\n").find("/no/such/interpreter, which is not there") != std::string::npos);
  REQUIRE(refusal("#!/bin/sh\n").empty());
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
