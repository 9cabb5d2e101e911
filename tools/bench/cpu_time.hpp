// CPU time of the calling thread, and pinning it to the core that it is on. For benchmarks only.
#pragma once

#include <cstdint>

namespace whitewater::tools::bench {

// Nanoseconds of CPU time used by this thread so far.
std::int64_t cpu_time_ns();

// Keeps this thread on the core that it runs on now. False where that cannot be done.
bool pin_to_current_core();

}  // namespace whitewater::tools::bench
