// What the stops of ptrace mean: both back ends see rare events (new threads and processes, exec, signals, ends) by it.
#pragma once

#include <sys/types.h>

#include "tools/virtual/trace/tracer.hpp"
#include "tools/virtual/trace/watchdog.hpp"

namespace whitewater::tools::virtual_time {

// status: of waitpid, and not of a stop at a call.
Stop stop_of(pid_t thread, int status, const Watchdog& watchdog);

// Results of a call that the kernel itself replaces when it delivers a signal (ERESTARTSYS, ERESTARTNOHAND): behind a
// handler that asks for it the call begins again; without any handler it begins again.
inline constexpr long restart_if_asked = -512;
inline constexpr long restart_without_handler = -514;

}  // namespace whitewater::tools::virtual_time
