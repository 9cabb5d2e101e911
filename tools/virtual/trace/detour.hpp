// Detours: rdrand and rdseed are carried out inside the program, without a stop. The instruction and the one behind it
// become a jump to a piece of code near them, which draws from a state in the page of clocks, does what stood there,
// and jumps back. A program gets the same numbers by detours as by stops.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tools/virtual/trace/memory.hpp"

namespace whitewater::tools::virtual_time {

// The next number of the generator whose state that is.
std::uint64_t draw(std::uint64_t& state);

// Where a process has room for detours, mapped right after its exec, as far as its code can reach them. All begin with
// the code that draws.
struct DetourArea {
  static constexpr std::uint64_t bytes = 32'768;
  static constexpr std::uint64_t beside_libraries = 0x7ffffb000000;
  // Beside the program itself, whose entry that is. 0: nothing is near.
  static std::uint64_t beside_program(std::uint64_t entry);
};
std::span<const unsigned char> detour_area_start();

// The code to stand at `place` instead of the generator's instruction, which begins `code` and stands at `site`, and of
// the one behind it. draws: where an area begins. Nothing: it is no such pair, or they need more than is known here.
std::optional<std::string> detour(std::string_view code, std::uint64_t site, std::uint64_t place, std::uint64_t draws);

// Leads the instruction at `site` of a stopped process over a detour. writable: the file of its memory. False:
// it stays as it is.
bool lay_detour(const Memory& memory, int writable, std::uint64_t site);

}  // namespace whitewater::tools::virtual_time
