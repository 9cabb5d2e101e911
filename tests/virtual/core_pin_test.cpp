// The core on which a run stays.
#include <sched.h>

#include <map>
#include <memory>
#include <thread>
#include <vector>

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
  int other = -1, other_place = -1;
  std::thread([&] {
    sched_setaffinity(0, sizeof all, &all);  // it begins where this thread is
    const CorePin pin;
    other = pin.core();
    other_place = pin.place();
  }).join();
  CAPTURE(mine.core(), mine.place(), other, other_place);
  REQUIRE(other >= 0);
  // Other simulators of this machine may be there, too: then a core is shared, but no place on it.
  REQUIRE((other != mine.core() || other_place != mine.place()));
  if (mine.place() == 0 && other == mine.core()) REQUIRE(other_place > 0);
}

TEST_CASE("Many runs at once spread over the cores") {
  cpu_set_t all;
  REQUIRE(sched_getaffinity(0, sizeof all, &all) == 0);
  const int cores = CPU_COUNT(&all);
  if (cores < 2) return;
  std::vector<std::unique_ptr<CorePin>> pins;
  std::map<int, int> runs;
  for (int i = 0; i < 3 * cores; ++i) {
    sched_setaffinity(0, sizeof all, &all);
    ++runs[pins.emplace_back(std::make_unique<CorePin>())->core()];
  }
  while (!pins.empty()) pins.pop_back();
  REQUIRE(sched_setaffinity(0, sizeof all, &all) == 0);
  // Each core has about three; other simulators of this machine may move one or two.
  for (const auto& [core, count] : runs) {
    CAPTURE(core, count);
    REQUIRE(count >= 1);
  }
  REQUIRE(runs.size() == static_cast<std::size_t>(cores));
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
