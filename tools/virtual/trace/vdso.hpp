// The vDSO of a process: functions of the kernel that run in user space, which libraries call to read clocks.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "tools/virtual/trace/memory.hpp"

namespace whitewater::tools::virtual_time {

class Vdso {
 public:
  // Nothing: it cannot be read.
  static std::optional<Vdso> at(std::uint64_t address, const Memory& memory);

  // The address of an instruction `syscall`. 0: there is none.
  std::uint64_t call_instruction() const;
  // Its functions are those of the shim (clock_page.hpp) from now on, which stands at that address. False: one that
  // reads a clock is too short for that, or is not there.
  bool replace_functions(pid_t thread, std::uint64_t shim) const;

 private:
  Vdso(std::uint64_t address, std::vector<unsigned char> image) : address_(address), image_(std::move(image)) {}

  std::uint64_t address_;
  std::vector<unsigned char> image_;
};

// Writes where the process itself may only read or execute. thread: stopped.
bool write_code(pid_t thread, std::uint64_t address, const void* from, std::size_t bytes);

}  // namespace whitewater::tools::virtual_time
