// Which program made a recorded failure, and how it was built.
#pragma once

#include <string>

#include "tools/runs/program.hpp"

namespace whitewater::tools {

// "whitewater 0.1.0"
std::string program_text(const Program& program);
// "gcc 12.2.0, x86_64 linux"
std::string build_text();

}  // namespace whitewater::tools
