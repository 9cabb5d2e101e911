// ClockTrap: while it lives, reading the processor's clock faults in this thread, as it does in the replicas. Else the
// processor would be told anew at each switch between the two, and inside a virtual machine that costs more than all
// the rest of a stop. Meanwhile this thread reads clocks by real_now() alone: a clock of the C++ library would fault.
#pragma once

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

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

// The real time since some instant, read by the kernel, where nothing faults.
inline Duration real_now() {
  timespec now{};
  syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
  return seconds(now.tv_sec) + nanoseconds(now.tv_nsec);
}

}  // namespace whitewater::tools::virtual_time
