// What a program finds when it starts: random bytes for its libraries (AT_RANDOM) come from the seed, clocks of the
// vDSO are hidden so that they become system calls, and the instruction cpuid stops, so that no random generator of the
// processor is seen.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>

#include "tools/virtual/trace/memory.hpp"

namespace whitewater::tools::virtual_time {

// thread: stopped right after its exec. random: for AT_RANDOM. False: this machine cannot stop cpuid, so a program that
// asks the processor for randomness differs from run to run.
bool prepare_program(pid_t thread, const Memory& memory, const std::array<std::uint64_t, 2>& random);

}  // namespace whitewater::tools::virtual_time
