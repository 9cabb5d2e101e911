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

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::uint64_t no_call = ~0ull;
// Results of a call that the kernel itself replaces when it delivers the signal (ERESTARTSYS, ERESTARTNOHAND).
constexpr long restart_if_asked = -512;
constexpr long restart_without_handler = -514;
// Below the stack pointer a function may use 128 bytes without moving it; what is further down is nobody's.
constexpr std::uint64_t below_stack = 4096;

Call call_of(const user_regs_struct& registers) {
  return {static_cast<long>(registers.orig_rax),
          {registers.rdi, registers.rsi, registers.rdx, registers.r10, registers.r8, registers.r9}};
}

// Whether it is the first thread of a process: a signal for the process of that number finds it. None is sent.
bool leads_process(pid_t thread) {
  return syscall(SYS_tgkill, thread, thread, 0) == 0;
}

bool ended(int status) {
  return WIFEXITED(status) || WIFSIGNALED(status);
}

}  // namespace

Stop PtraceTracer::run(pid_t thread, int signal) {
  if (const auto found = entered_.find(thread); found != entered_.end()) {
    if (found->second.changed) ptrace(PTRACE_SETREGS, thread, nullptr, &found->second.registers);
    entered_.erase(found);
  }
  watchdog_.runs(thread);
  int status = 0;
  const bool came = ptrace(PTRACE_CONT, thread, nullptr, static_cast<long>(signal)) == 0 &&
                    waitpid(thread, &status, __WALL) == thread;
  watchdog_.rests();
  return came ? stopped(thread, status) : Stop{};
}

Stop PtraceTracer::stopped(pid_t thread, int status) {
  if (ended(status)) return Stop{.kind = Stop::Kind::exited, .status = status};
  const int event = status >> 16;
  const int signal = WSTOPSIG(status);
  switch (event) {
    case PTRACE_EVENT_SECCOMP: {
      Entered& entered = entered_[thread];
      ptrace(PTRACE_GETREGS, thread, nullptr, &entered.registers);
      return Stop{.kind = Stop::Kind::call, .call = call_of(entered.registers)};
    }
    case PTRACE_EVENT_CLONE:
    case PTRACE_EVENT_FORK:
      return created(thread, false);
    case PTRACE_EVENT_VFORK:
      return created(thread, true);
    case PTRACE_EVENT_EXEC:
      return Stop{.kind = Stop::Kind::replaced};
    default:
      break;
  }
  if (signal == SIGSTOP && watchdog_.barked()) return Stop{.kind = Stop::Kind::stuck};
  if (signal == SIGSEGV) return Stop{.kind = Stop::Kind::fault, .signal = SIGSEGV};
  if (signal == SIGTRAP) return Stop{.kind = Stop::Kind::signal, .signal = 0};
  return Stop{.kind = Stop::Kind::signal, .signal = signal};
}

// What is new stops by itself, with SIGSTOP, before its first instruction.
Stop PtraceTracer::created(pid_t thread, bool awaited) {
  unsigned long message = 0;
  ptrace(PTRACE_GETEVENTMSG, thread, nullptr, &message);
  const auto child = static_cast<pid_t>(message);
  int status = 0;
  waitpid(child, &status, __WALL);
  const Stop::Child process = awaited ? Stop::Child::awaited_process : Stop::Child::process;
  return Stop{
      .kind = Stop::Kind::created, .child = child, .made = leads_process(child) ? process : Stop::Child::thread};
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
