// The progress line of a sweep: how many of how many, how fast, how long still.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/time.hpp"

namespace whitewater::tools {

// "120/1,000 runs  12.0 %  310 runs/s  ETA 3 s"
std::string progress_text(std::uint64_t done, std::uint64_t total, Duration elapsed);

// "3 s", "4 min 05 s", "2 h 07 min"
std::string rough_time(std::uint64_t seconds);

}  // namespace whitewater::tools
