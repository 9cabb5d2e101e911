// The two system calls that this needs.
#include "tools/bench/cpu_time.hpp"

#include <sched.h>
#include <time.h>

namespace whitewater::tools::bench {

std::int64_t cpu_time_ns() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

bool pin_to_current_core() {
  const int core = sched_getcpu();
  if (core < 0) return false;
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(static_cast<unsigned>(core), &cores);
  return sched_setaffinity(0, sizeof cores, &cores) == 0;
}

}  // namespace whitewater::tools::bench
