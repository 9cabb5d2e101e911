// What a program finds when it starts: random bytes for its libraries (AT_RANDOM) come from the seed, the clocks of the
// vDSO are ours or hidden (so that they become system calls), and the instruction cpuid stops, so that no random
// generator of the processor is seen.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <functional>
#include <string>

#include "tools/virtual/trace/memory.hpp"

namespace whitewater::tools::virtual_time {

// ARCH_SET_CPUID of arch_prctl(2): with 0 behind it, the instruction cpuid stops.
inline constexpr std::uint64_t set_cpuid = 0x1012;

struct ProgramStart {
  std::array<std::uint64_t, 2> random{};  // for AT_RANDOM
  std::string clock_page;                 // the file of a ClockPage; empty: each read of a clock is a call
  bool clock_calls = false;               // likewise, although there is a page
};

// thread: stopped right after its exec. pass: see Injection. False: this machine cannot stop cpuid, so a program that
// asks the processor for randomness differs from run to run.
bool prepare_program(pid_t thread, const ProgramStart& start, const std::function<void()>& pass);

}  // namespace whitewater::tools::virtual_time
