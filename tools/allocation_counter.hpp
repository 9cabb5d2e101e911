// How often this program has allocated so far, all threads together. The program replaces the global
// operator new to know it; libraries are not affected.
#pragma once

#include <cstdint>

namespace whitewater::tools {

std::uint64_t allocations_so_far();

}  // namespace whitewater::tools
