// The two back ends of tracing, and which of them this machine has.
#pragma once

#include <linux/filter.h>

#include <cstdint>
#include <memory>

#include "replica/posix/descriptor.hpp"
#include "tools/virtual/trace/tracer.hpp"
#include "tools/virtual/trace/watchdog.hpp"

namespace whitewater::tools::virtual_time {

// The runs are the same.
enum class Backend : std::uint8_t {
  notify,  // calls are notifications of seccomp, rare events are stops of ptrace
  ptrace,  // all are stops of ptrace
};

// Installs the filter for the calling thread and those that it makes. Returns its listener, or -1 (errno). Calls only
// what a signal handler may.
int install_notifying_filter(const sock_fprog& filter);
// Tries in the calling process, which afterwards has a filter, all that Backend::notify needs. 0: it works; else the
// errno of what failed. Calls only what a signal handler may.
int try_notification();
// Whether this kernel, and what confines this process, have all that Backend::notify needs: tried in a child process.
bool notification_works();
// What a user gets who does not ask for one. Found once.
Backend best_backend();

// listener: of Backend::notify. The watchdog outlives the tracer.
std::unique_ptr<Tracer> make_tracer(Backend backend, replica::Descriptor listener, Watchdog& watchdog);

}  // namespace whitewater::tools::virtual_time
