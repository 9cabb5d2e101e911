// Parents and children: what becomes of a process that ends, and who is told.
#pragma once

#include <csignal>
#include <cstddef>

#include "tools/virtual/kernel/process.hpp"

namespace whitewater::tools::virtual_time {

// More are not made: a program that forks without end is told so (EAGAIN).
inline constexpr std::size_t processes_max = 64;

// The process ended, and is no more. status: as of waitpid. Its parent gets SIGCHLD, and may wait for it; its own
// children have no parent any more.
void note_end(Process& process, int status);

// What SIGCHLD and waitid(2) tell of a process that ended.
siginfo_t end_information(const Process& process);

// The process runs a program of its own now, or is gone: who made it by vfork goes on.
void release_maker(Process& process);

}  // namespace whitewater::tools::virtual_time
