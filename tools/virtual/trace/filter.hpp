// The seccomp filter of a traced process: native calls go to the kernel, every other one stops its thread. It denies
// by default: a call that this source has never heard of stops, too, and no handler takes it.
#pragma once

#include <linux/filter.h>

#include <cstdint>
#include <vector>

namespace whitewater::tools::virtual_time {

// stop: SECCOMP_RET_TRACE or SECCOMP_RET_USER_NOTIF. A call of another architecture (32 bits) ends the process.
std::vector<sock_filter> call_filter(std::uint32_t stop);

}  // namespace whitewater::tools::virtual_time
