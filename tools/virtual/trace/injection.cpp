// A call stops twice: where it enters the kernel, and where it leaves. Between the two stands the filter.
#include "tools/virtual/trace/injection.hpp"

#include <sys/ptrace.h>
#include <sys/wait.h>

#include <csignal>
#include <utility>

namespace whitewater::tools::virtual_time {

namespace {

constexpr int stop_at_call = SIGTRAP | 0x80;

bool resume(pid_t thread) {
  return ptrace(PTRACE_SYSCALL, thread, nullptr, nullptr) == 0;
}
// The status of its next stop; 0: it did not stop.
int next_status(pid_t thread) {
  int status = 0;
  return waitpid(thread, &status, __WALL) == thread && WIFSTOPPED(status) ? status : 0;
}
bool at_kernel(int status) {
  return status != 0 && WSTOPSIG(status) == stop_at_call;
}

}  // namespace

bool run_to_kernel(pid_t thread) {
  return resume(thread) && at_kernel(next_status(thread));
}

Injection::Injection(pid_t thread, std::uint64_t instruction, std::function<void()> pass)
    : thread_(thread), instruction_(instruction), pass_(std::move(pass)) {
  ptrace(PTRACE_GETREGS, thread_, nullptr, &own_);
}

Injection::~Injection() {
  ptrace(PTRACE_SETREGS, thread_, nullptr, &own_);
}

std::optional<std::uint64_t> Injection::call(Filter filter, long number,
                                             const std::array<std::uint64_t, 6>& arguments) {
  user_regs_struct changed = own_;
  changed.rip = instruction_;
  changed.rax = static_cast<std::uint64_t>(number);
  changed.orig_rax = ~0ull;
  changed.rdi = arguments[0];
  changed.rsi = arguments[1];
  changed.rdx = arguments[2];
  changed.r10 = arguments[3];
  changed.r8 = arguments[4];
  changed.r9 = arguments[5];
  if (ptrace(PTRACE_SETREGS, thread_, nullptr, &changed) != 0 || !run_to_kernel(thread_) || !resume(thread_))
    return std::nullopt;
  if (filter == Filter::stops && pass_) pass_();
  int status = next_status(thread_);
  if (status >> 16 == PTRACE_EVENT_SECCOMP && resume(thread_)) status = next_status(thread_);
  user_regs_struct done{};
  if (!at_kernel(status) || ptrace(PTRACE_GETREGS, thread_, nullptr, &done) != 0) return std::nullopt;
  return done.rax;
}

}  // namespace whitewater::tools::virtual_time
