// Which files a program opens by itself: modules, settings.
#pragma once

#include <string>
#include <vector>

#include "tools/virtual/host/program.hpp"

namespace whitewater::tools::virtual_time {

// The paths, as the program says them, of what one replica opens in its first three virtual seconds, alone: it has
// begun an election by then. Each once. Empty: it cannot be started here.
std::vector<std::string> opened_at_start(const Program& program);

}  // namespace whitewater::tools::virtual_time
