// Programs of several processes, in virtual time.
#include <sys/wait.h>

#include <filesystem>
#include <string>

#include "tests/catch.hpp"
#include "tests/virtual/run_alone.hpp"

namespace whitewater::tools::virtual_time {
namespace {

RanAlone processes(const std::string& how, Backend backend = best_backend()) {
  return run_alone(WHITEWATER_VIRTUAL_PROCESSES, {how}, backend);
}
void works(const std::string& how) {
  const std::string words = processes(how).words();
  CAPTURE(how, words);
  REQUIRE(words.starts_with("exited with status 0"));
  REQUIRE(processes(how, Backend::ptrace).words() == words);
}
bool nobody_is_left() {
  int status = 0;
  return waitpid(-1, &status, WNOHANG | __WALL) == -1;
}

TEST_CASE("A parent waits for its children in virtual time") {
  works("waits");
  works("order");
  works("group");
}

TEST_CASE("Processes talk through pipes, and wait for room in them") {
  works("pipes");
}

TEST_CASE("A replica runs other programs") {
  works("programs");
  works("inherits");
}

TEST_CASE("A lock in memory that processes share works") {
  works("shares");
}

TEST_CASE("An orphan goes on, and ends with its replica") {
  works("orphan");
  works("worker");
  REQUIRE(nobody_is_left());
}

TEST_CASE("A program that makes processes without end is told that there are enough") {
  const RanAlone bomb = processes("bomb");
  CAPTURE(bomb.words());
  REQUIRE(bomb.ending.at == time_never);
  REQUIRE(bomb.remarks == std::vector<std::string>{"had 64 processes and wanted more"});
  REQUIRE(nobody_is_left());
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
