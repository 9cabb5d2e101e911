// Launches a program under a tracer: a fixed environment, folder, set of descriptors and address layout, no privileges
// to gain, process ids and temporary files of its own if the kernel gives them, and the filter. Whatever ends the
// supervisor ends it, too.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "replica/posix/descriptor.hpp"
#include "tools/virtual/trace/backend.hpp"

namespace whitewater::tools::virtual_time {

struct Launch {
  std::string program;  // a path
  std::vector<std::string> arguments;
  std::vector<std::string> environment;  // all of it: "PATH=/usr/bin:/bin"
  std::string folder;
  int output = -1;  // a descriptor for what it prints
  Backend backend = best_backend();
  std::string clock_page{};        // a file for the page of its clocks; empty: each read of a clock is a call
  int errors = -1;                 // for its standard error; -1: as `output`
  std::uint64_t memory_bytes = 0;  // that each of its processes may write to; 0: any
  bool clock_calls = false;        // each read of a clock is a call although there is a page
};

struct Launched {
  pid_t process = 0;
  replica::Descriptor listener{};  // of Backend::notify
};

// Returns the process, stopped before its exec and traced by this thread. An error: no process is left. The exec itself
// may still fail: the process then exits with `exec_failed`.
Result<Launched> launch(const Launch& launch);

inline constexpr int exec_failed = 127;

// A folder of temporary files. A process in namespaces of its own has it for itself, empty at first.
inline constexpr const char* temporary_files = "/dev/shm";

// fork(), into namespaces of its own for process ids and mounts. -1 (errno): that is not allowed.
pid_t fork_in_namespace();

}  // namespace whitewater::tools::virtual_time
