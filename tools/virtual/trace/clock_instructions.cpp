// See the Intel manual, volume 2: rdtsc is 0f 31, rdtscp 0f 01 f9; both leave the upper half of the clock in edx.
#include "tools/virtual/trace/clock_instructions.hpp"

#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

#include "tools/virtual/trace/machine_code.hpp"
#include "tools/virtual/trace/trial.hpp"

namespace whitewater::tools::virtual_time {

namespace {

using namespace std::string_view_literals;

constexpr auto clock_read = "\x0f\x31"sv;
constexpr auto clock_and_core_read = "\x0f\x01\xf9"sv;
constexpr auto upper_half_shifted = "\x48\xc1\xe2\x20"sv;  // shl $32, %rdx
constexpr std::size_t shifted_within = 40;                 // other instructions may stand in between
constexpr auto load_fence = "\x0f\xae\xe8"sv;
constexpr auto memory_fence = "\x0f\xae\xf0"sv;

// mov %eax, to any register: the upper half is not wanted.
bool moves_lower_half(std::string_view code, std::size_t at) {
  if (is_rex(byte_at(code, at))) ++at;
  return byte_at(code, at) == 0x89 && (byte_at(code, at + 1) & 0xf8) == 0xc0;
}

bool reads_clock(std::string_view code, std::size_t at, std::size_t size) {
  const std::string_view before = code.substr(0, at);
  return before.ends_with(load_fence) || before.ends_with(memory_fence) || moves_lower_half(code, at + size) ||
         code.substr(at + size, shifted_within).find(upper_half_shifted) != std::string_view::npos;
}

void find_all(std::string_view code, std::string_view instruction, std::vector<std::size_t>& found) {
  for (std::size_t at = code.find(instruction); at != std::string_view::npos; at = code.find(instruction, at + 1))
    if (reads_clock(code, at, instruction.size())) found.push_back(at);
}

}  // namespace

std::vector<std::size_t> clock_instructions(std::string_view code) {
  std::vector<std::size_t> found;
  find_all(code, clock_read, found);
  find_all(code, clock_and_core_read, found);
  std::sort(found.begin(), found.end());
  return found;
}

int try_stopped_clock() {
  if (prctl(PR_SET_TSC, PR_TSC_SIGSEGV) != 0) return errno;
  std::signal(SIGSEGV, [](int) { _exit(0); });
  asm volatile("rdtsc" : : : "eax", "edx");
  return ENODEV;
}

bool stops_clock_readers() {
  static const bool stops = attempt(try_stopped_clock) == 0;
  return stops;
}

}  // namespace whitewater::tools::virtual_time
