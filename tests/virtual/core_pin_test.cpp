// The core on which a run stays.
#include <sched.h>

#include <optional>
#include <thread>

#include "tests/catch.hpp"
#include "tools/virtual/trace/core_pin.hpp"

namespace whitewater::tools::virtual_time {
namespace {

int allowed_cores() {
  cpu_set_t cores;
  return sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : 0;
}

TEST_CASE("A run stays on one core, and gives the others back") {
  const int before = allowed_cores();
  {
    const CorePin pin;
    REQUIRE(allowed_cores() == (pin.core() < 0 ? before : 1));
    if (pin.core() >= 0) REQUIRE(sched_getcpu() == pin.core());
  }
  REQUIRE(allowed_cores() == before);
}

TEST_CASE("Two runs at once take two cores, where there are two") {
  if (allowed_cores() < 2) {
    WARN("SKIPPED: this machine has one core");
    return;
  }
  cpu_set_t all;
  REQUIRE(sched_getaffinity(0, sizeof all, &all) == 0);
  const CorePin mine;
  int other = -1;
  bool other_claimed = false;
  std::thread([&] {
    sched_setaffinity(0, sizeof all, &all);  // it begins where this thread is
    const CorePin pin;
    other = pin.core();
    other_claimed = pin.claimed();
  }).join();
  CAPTURE(mine.core(), mine.claimed(), other, other_claimed);
  REQUIRE(other >= 0);
  // Other simulators of this machine may have claimed all cores: then there is none to choose.
  if (mine.claimed() && other_claimed) REQUIRE(other != mine.core());
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
