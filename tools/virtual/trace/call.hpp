// Call: a system call of x86-64 Linux as a thread made it, before the kernel has seen it.
#pragma once

#include <array>
#include <cstdint>

namespace whitewater::tools::virtual_time {

struct Call {
  long number = -1;
  std::array<std::uint64_t, 6> arguments{};

  std::uint64_t operator[](unsigned i) const { return arguments[i]; }
  // An argument that the kernel reads as an int: the upper half is undefined.
  int as_int(unsigned i) const { return static_cast<int>(static_cast<std::uint32_t>(arguments[i])); }
  unsigned as_unsigned(unsigned i) const { return static_cast<std::uint32_t>(arguments[i]); }
};

}  // namespace whitewater::tools::virtual_time
