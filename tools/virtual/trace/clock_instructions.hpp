// The processor's clock, read by rdtsc and rdtscp, where the kernel takes the order to stop its readers (PR_SET_TSC)
// and whatever virtualises the machine lets them read: these instructions are replaced by ones that fault.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace whitewater::tools::virtual_time {

// The first byte of a replaced one: hlt, which no program may execute. The others stay and say which one it was.
inline constexpr char stopped_clock = '\xf4';

// Where they stand in machine code. rdtsc has two bytes, and others may look like it: only those are found that have a
// fence in front, or are followed by what compilers make of the two halves.
std::vector<std::size_t> clock_instructions(std::string_view code);

// Reads the clock in a process that was told not to. Where the machine stops readers the process ends with status 0.
// Otherwise returns an errno. Call it in a child.
int try_stopped_clock();
// The machine stops readers of the processor's clock. Tries it in a child.
bool stops_clock_readers();

}  // namespace whitewater::tools::virtual_time
