// A call that is answered gets the number -1: the kernel skips it and keeps the result that was put into its place.
#include "tools/virtual/trace/ptrace_tracer.hpp"

#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>

#include "tools/virtual/trace/memory.hpp"
#include "tools/virtual/trace/stops.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::uint64_t no_call = ~0ull;
// Below the stack pointer a function may use 128 bytes without moving it; what is further down is nobody's.
constexpr std::uint64_t below_stack = 4096;

Call call_of(const user_regs_struct& registers) {
  return {static_cast<long>(registers.orig_rax),
          {registers.rdi, registers.rsi, registers.rdx, registers.r10, registers.r8, registers.r9}};
}

}  // namespace

Stop PtraceTracer::run(pid_t thread, int signal) {
  if (const auto found = entered_.find(thread); found != entered_.end()) {
    if (found->second.changed) ptrace(PTRACE_SETREGS, thread, nullptr, &found->second.registers);
    entered_.erase(found);
  }
  watchdog_.runs(thread);
  int status = 0;
  ptrace(PTRACE_CONT, thread, nullptr, static_cast<long>(signal));  // fails if it is dying
  const bool came = waitpid(thread, &status, __WALL) == thread;
  watchdog_.rests();
  if (!came) return Stop{};
  if (status >> 16 != PTRACE_EVENT_SECCOMP) return stop_of(thread, status, watchdog_);
  Entered& entered = entered_[thread];
  ptrace(PTRACE_GETREGS, thread, nullptr, &entered.registers);
  return Stop{.kind = Stop::Kind::call, .call = call_of(entered.registers)};
}

void PtraceTracer::answer(pid_t thread, long result) {
  Entered& entered = entered_[thread];
  entered.registers.orig_rax = no_call;
  entered.registers.rax = static_cast<unsigned long long>(result);
  entered.changed = true;
}

// A skipped call has no number, and the kernel makes no call anew that has none: so it gets its number back behind the
// skip, with the result by which the kernel's own calls say that a signal came.
void PtraceTracer::interrupt(pid_t thread, bool restarts) {
  Entered& entered = entered_[thread];
  const auto number = entered.registers.orig_rax;
  perform(thread, [&] {
    user_regs_struct skipped = entered.registers;
    skipped.orig_rax = no_call;
    return skipped;
  }());
  entered.registers.orig_rax = number;
  entered.registers.rax = static_cast<unsigned long long>(restarts ? restart_if_asked : restart_without_handler);
}

bool PtraceTracer::prepare(pid_t thread, const ProgramStart& start) {
  return prepare_program(thread, start, {});
}

long PtraceTracer::perform(pid_t thread, const user_regs_struct& changed) {
  ptrace(PTRACE_SETREGS, thread, nullptr, &changed);
  int status = 0;
  if (ptrace(PTRACE_SYSCALL, thread, nullptr, nullptr) != 0) return -EIO;
  if (waitpid(thread, &status, __WALL) != thread || !WIFSTOPPED(status)) return -EIO;
  user_regs_struct done{};
  ptrace(PTRACE_GETREGS, thread, nullptr, &done);
  const auto result = static_cast<long>(done.rax);
  answer(thread, result);
  return result;
}

long PtraceTracer::give(pid_t thread, const NewDescriptor& descriptor) {
  user_regs_struct changed = entered_[thread].registers;
  switch (descriptor.kind) {
    case NewDescriptor::Kind::socket:
      changed.orig_rax = SYS_socket;
      changed.rdi = AF_UNIX;
      changed.rsi = static_cast<unsigned long long>(descriptor.type | (descriptor.nonblocking ? SOCK_NONBLOCK : 0) |
                                                    (descriptor.close_on_exec ? SOCK_CLOEXEC : 0));
      changed.rdx = 0;
      break;
    case NewDescriptor::Kind::event:
      changed.orig_rax = SYS_eventfd2;
      changed.rdi = 0;
      changed.rsi = static_cast<unsigned long long>((descriptor.nonblocking ? O_NONBLOCK : 0) |
                                                    (descriptor.close_on_exec ? O_CLOEXEC : 0));
      break;
    case NewDescriptor::Kind::file: {
      const std::uint64_t place = changed.rsp - below_stack;
      if (!Memory(thread).write(place, descriptor.path.c_str(), descriptor.path.size() + 1)) return -EFAULT;
      changed.orig_rax = SYS_open;
      changed.rdi = place;
      changed.rsi = O_RDONLY | O_CLOEXEC;
      changed.rdx = 0;
      break;
    }
  }
  return perform(thread, changed);
}

}  // namespace whitewater::tools::virtual_time
