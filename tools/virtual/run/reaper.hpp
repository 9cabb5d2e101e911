// Ends traced processes. A process that ended stays a zombie of the kernel until its replica ends: only then is it
// taken from the kernel, so that the kernel tells no parent of it at an instant of real time.
#pragma once

#include "tools/virtual/kernel/machine.hpp"

namespace whitewater::tools::virtual_time {

// Its descriptors are closed and its threads gone when this returns.
void end_process(Process& process);
// Ends all processes of a replica. None is left.
void end_all(Machine& machine);

}  // namespace whitewater::tools::virtual_time
