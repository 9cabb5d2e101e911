// Programs built with a sanitizer (-fsanitize=address, memory, thread) map terabytes of shadow at their start, of which
// they write to little. A limit of memory would end them there.
#pragma once

#include <sys/types.h>

namespace whitewater::tools::virtual_time {

// process: it has just begun the program that it executes. Whether a sanitizer is in that.
bool has_shadow_memory(pid_t process);

// No limit for what the process writes to.
void lift_memory_limit(pid_t process);

}  // namespace whitewater::tools::virtual_time
