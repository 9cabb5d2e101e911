// How often this program has allocated, and how much memory it holds, all threads together. The program replaces the
// global operator new to count this; libraries are not affected.
#pragma once

#include <cstdint>

namespace whitewater::tools {

std::uint64_t allocations_so_far();

// Starts or stops a watch, which counts the bytes that are held in addition to those held at its start.
void watch_bytes(bool on);
// The largest number of bytes held during the watch, in addition to those held at its start.
std::uint64_t most_bytes_held();
std::uint64_t bytes_held();

}  // namespace whitewater::tools
