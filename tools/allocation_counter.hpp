// How often this program has allocated so far, and how much it holds, all threads together. The program replaces the
// global operator new to know it; libraries are not affected.
#pragma once

#include <cstdint>

namespace whitewater::tools {

std::uint64_t allocations_so_far();

// Begins to count the bytes that are held from now on, or stops; all threads together.
void watch_bytes(bool on);
// The most that were held at any time since the watch began, beyond what was held then.
std::uint64_t most_bytes_held();
std::uint64_t bytes_held();

}  // namespace whitewater::tools
