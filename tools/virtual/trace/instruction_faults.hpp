// Instructions that would let the machine show through: rdtsc and rdtscp (its clock) and cpuid (its processor, and
// whether that has a random generator). They fault, and are carried out here.
#pragma once

#include <sys/types.h>

#include <cstdint>

#include "tools/virtual/trace/memory.hpp"

namespace whitewater::tools::virtual_time {

enum class Instruction : std::uint8_t { none, clock, processor };

// What the thread, stopped by SIGSEGV, was about to execute.
Instruction faulted_instruction(pid_t thread, const Memory& memory);
// rdtsc or rdtscp: its result is `ticks`.
void answer_clock(pid_t thread, const Memory& memory, std::uint64_t ticks);
// cpuid: the processor's own answer without rdrand, rdseed, transactional memory, and the number of the core.
void answer_processor(pid_t thread);

}  // namespace whitewater::tools::virtual_time
