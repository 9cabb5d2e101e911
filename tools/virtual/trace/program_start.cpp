// The auxiliary vector stands on the new stack, behind arguments and environment.
#include "tools/virtual/trace/program_start.hpp"

#include <elf.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <optional>
#include <string_view>
#include <vector>

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::size_t page = 4096;
constexpr int stop_at_call = SIGTRAP | 0x80;
constexpr unsigned stops_max = 6;
constexpr std::uint64_t set_cpuid = 0x1012;  // ARCH_SET_CPUID of arch_prctl(2)

// Where the auxiliary vector begins. 0: the stack cannot be read.
std::uint64_t auxiliary_vector(const Memory& memory, std::uint64_t stack) {
  const std::optional<std::uint64_t> arguments = memory.value<std::uint64_t>(stack);
  if (!arguments) return 0;
  std::uint64_t at = stack + 8 * (*arguments + 2);
  while (const std::optional<std::uint64_t> entry = memory.value<std::uint64_t>(at)) {
    at += 8;
    if (*entry == 0) return at;
  }
  return 0;
}

// The address of an instruction `syscall`. 0: there is none.
std::uint64_t call_instruction(const Memory& memory, std::uint64_t vdso) {
  std::vector<char> image(2 * page);
  if (!memory.read(vdso, image.data(), image.size())) {
    image.resize(page);
    if (!memory.read(vdso, image.data(), image.size())) return 0;
  }
  const std::size_t place = std::string_view(image.data(), image.size()).find("\x0f\x05");
  return place == std::string_view::npos ? 0 : vdso + place;
}

bool next_stop(pid_t thread) {
  int status = 0;
  return ptrace(PTRACE_SYSCALL, thread, nullptr, nullptr) == 0 && waitpid(thread, &status, __WALL) == thread &&
         WIFSTOPPED(status) && WSTOPSIG(status) == stop_at_call;
}

// Makes the thread call the kernel once, and puts its registers back.
std::optional<long> inject(pid_t thread, std::uint64_t instruction, long number, std::uint64_t first,
                           std::uint64_t second) {
  user_regs_struct own{};
  if (ptrace(PTRACE_GETREGS, thread, nullptr, &own) != 0) return std::nullopt;
  user_regs_struct changed = own;
  changed.rip = instruction;
  changed.rax = static_cast<std::uint64_t>(number);
  changed.orig_rax = ~0ull;
  changed.rdi = first;
  changed.rsi = second;
  ptrace(PTRACE_SETREGS, thread, nullptr, &changed);
  std::optional<long> result;
  for (unsigned stop = 0; stop < stops_max && !result; ++stop) {
    if (!next_stop(thread)) break;
    user_regs_struct now{};
    ptrace(PTRACE_GETREGS, thread, nullptr, &now);
    const bool done = now.rip == instruction + 2 && static_cast<long>(now.rax) != -ENOSYS;
    if (done) result = static_cast<long>(now.rax);
  }
  ptrace(PTRACE_SETREGS, thread, nullptr, &own);
  return result;
}

}  // namespace

bool prepare_program(pid_t thread, const Memory& memory, const std::array<std::uint64_t, 2>& random) {
  next_stop(thread);  // the end of the exec
  user_regs_struct registers{};
  ptrace(PTRACE_GETREGS, thread, nullptr, &registers);
  std::uint64_t vdso = 0;
  for (std::uint64_t at = auxiliary_vector(memory, registers.rsp); at != 0; at += 16) {
    const std::optional<std::uint64_t> kind = memory.value<std::uint64_t>(at);
    const std::optional<std::uint64_t> value = memory.value<std::uint64_t>(at + 8);
    if (!kind || !value || *kind == AT_NULL) break;
    if (*kind == AT_RANDOM) memory.put(*value, random);
    if (*kind == AT_SYSINFO_EHDR) {
      vdso = *value;
      memory.put(at, std::uint64_t{AT_IGNORE});
    }
  }
  if (vdso == 0) return false;
  const std::uint64_t instruction = call_instruction(memory, vdso);
  return instruction != 0 && inject(thread, instruction, SYS_arch_prctl, set_cpuid, 0) == 0;
}

}  // namespace whitewater::tools::virtual_time
