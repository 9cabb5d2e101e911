// ClockTrap: while it lives, reading the processor's clock faults in this thread, as it does in the replicas. The
// thread reads none meanwhile. Else the processor would be told anew at each switch between the two, and inside a
// virtual machine that costs more than all the rest of a stop.
#pragma once

#include <sys/prctl.h>

namespace whitewater::tools::virtual_time {

class ClockTrap {
 public:
  ClockTrap() { prctl(PR_SET_TSC, PR_TSC_SIGSEGV); }
  ~ClockTrap() { prctl(PR_SET_TSC, PR_TSC_ENABLE); }
  ClockTrap(const ClockTrap&) = delete;
  ClockTrap& operator=(const ClockTrap&) = delete;
};

}  // namespace whitewater::tools::virtual_time
