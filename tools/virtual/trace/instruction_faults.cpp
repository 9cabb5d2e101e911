// See the Intel manual, volume 2, for the encodings and for the bits of cpuid.
#include "tools/virtual/trace/instruction_faults.hpp"

#include <cpuid.h>
#include <sys/ptrace.h>
#include <sys/user.h>

#include <array>

#include "tools/virtual/trace/clock_instructions.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::array<unsigned char, 2> rdtsc{0x0f, 0x31};
constexpr std::array<unsigned char, 3> rdtscp{0x0f, 0x01, 0xf9};
constexpr std::array<unsigned char, 2> cpuid{0x0f, 0xa2};
// Where clock_instructions.hpp replaced them.
constexpr auto stopped = static_cast<unsigned char>(stopped_clock);
constexpr std::array<unsigned char, 2> stopped_rdtsc{stopped, 0x31};
constexpr std::array<unsigned char, 3> stopped_rdtscp{stopped, 0x01, 0xf9};

constexpr unsigned rdrand_bit = 1u << 30;                       // leaf 1, ecx
constexpr unsigned core_number = 0xff000000;                    // leaf 1, ebx
constexpr unsigned features_7 = 1u << 18 | 1u << 11 | 1u << 4;  // leaf 7, ebx: rdseed, rtm, hle

user_regs_struct registers_of(pid_t thread) {
  user_regs_struct registers{};
  ptrace(PTRACE_GETREGS, thread, nullptr, &registers);
  return registers;
}

template <std::size_t size>
bool stands_at(const Memory& memory, std::uint64_t address, const std::array<unsigned char, size>& bytes) {
  const auto found = memory.value<std::array<unsigned char, size>>(address);
  return found && *found == bytes;
}

}  // namespace

Instruction faulted_instruction(pid_t thread, const Memory& memory) {
  const std::uint64_t at = registers_of(thread).rip;
  if (stands_at(memory, at, rdtsc) || stands_at(memory, at, rdtscp) || stands_at(memory, at, stopped_rdtsc) ||
      stands_at(memory, at, stopped_rdtscp))
    return Instruction::clock;
  if (stands_at(memory, at, cpuid)) return Instruction::processor;
  return Instruction::none;
}

void answer_clock(pid_t thread, const Memory& memory, std::uint64_t ticks) {
  user_regs_struct registers = registers_of(thread);
  const bool with_core = stands_at(memory, registers.rip, rdtscp) || stands_at(memory, registers.rip, stopped_rdtscp);
  registers.rax = ticks & 0xffffffff;
  registers.rdx = ticks >> 32;
  if (with_core) registers.rcx = 0;
  registers.rip += with_core ? rdtscp.size() : rdtsc.size();
  ptrace(PTRACE_SETREGS, thread, nullptr, &registers);
}

void answer_processor(pid_t thread) {
  user_regs_struct registers = registers_of(thread);
  const auto leaf = static_cast<unsigned>(registers.rax);
  const auto part = static_cast<unsigned>(registers.rcx);
  unsigned a = 0, b = 0, c = 0, d = 0;
  __cpuid_count(leaf, part, a, b, c, d);
  if (leaf == 1) {
    c &= ~rdrand_bit;
    b &= ~core_number;
  }
  if (leaf == 7 && part == 0) b &= ~features_7;
  registers.rax = a;
  registers.rbx = b;
  registers.rcx = c;
  registers.rdx = d;
  registers.rip += cpuid.size();
  ptrace(PTRACE_SETREGS, thread, nullptr, &registers);
}

}  // namespace whitewater::tools::virtual_time
