// ClockTrap: while it lives, reading the processor's clock faults in this thread, as it does in the replicas. Else the
// processor would be told anew at each switch between the two, and inside a virtual machine that costs more than all
// the rest of a stop. Meanwhile this thread reads clocks by real_now() alone: the clocks of the C++ library would
// fault.
#pragma once

#include <sys/prctl.h>

#include <ctime>

#include "core/base/time.hpp"

namespace whitewater::tools::virtual_time {

class ClockTrap {
 public:
  ClockTrap() { prctl(PR_SET_TSC, PR_TSC_SIGSEGV); }
  ~ClockTrap() { prctl(PR_SET_TSC, PR_TSC_ENABLE); }
  ClockTrap(const ClockTrap&) = delete;
  ClockTrap& operator=(const ClockTrap&) = delete;
};

// The real time since some instant, up to some milliseconds ago: a clock that the processor is not asked for.
inline Duration real_now() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  return seconds(now.tv_sec) + nanoseconds(now.tv_nsec);
}

}  // namespace whitewater::tools::virtual_time
