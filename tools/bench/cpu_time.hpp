// CPU time of the calling thread, and pinning the thread to its current core. For benchmarks only.
#pragma once

#include <cstdint>

namespace whitewater::tools::bench {

// Nanoseconds of CPU time used by this thread so far.
std::int64_t cpu_time_ns();

// Keeps this thread on its current core. Returns false if the system does not allow it.
bool pin_to_current_core();

}  // namespace whitewater::tools::bench
