// Where a replica stood when its run ended: which of its threads, and at which instruction of which file.
#pragma once

#include <string>

#include "tools/virtual/kernel/thread.hpp"

namespace whitewater::tools::virtual_time {

// "in its process 1, thread 4 (worker)": numbers as the program itself sees them.
std::string whereabouts(const Thread& thread);
// "at libm.so.6+0x1f2a", for a stopped thread. Empty: nobody can say.
std::string code_place(const Thread& thread);

}  // namespace whitewater::tools::virtual_time
