// Wakeups: which threads of a replica may go on at its present instant, and when the next may.
#pragma once

#include "core/base/time.hpp"
#include "tools/virtual/kernel/machine.hpp"

namespace whitewater::tools::virtual_time {

// Deadlines that passed, timers that are due, and descriptors that are ready.
void wake(Machine& machine);
// The instant until which nothing happens by itself. time_never: all wait for somebody else.
Time next_wakeup(const Machine& machine);

}  // namespace whitewater::tools::virtual_time
