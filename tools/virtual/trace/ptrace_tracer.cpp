// A call that is answered gets the number -1: the kernel skips it and keeps the result that was put into its place.
#include "tools/virtual/trace/ptrace_tracer.hpp"

#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <string>

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::uint64_t no_call = ~0ull;
// Below the stack pointer a function may use 128 bytes without moving it; what is further down is nobody's.
constexpr std::uint64_t below_stack = 4096;

Call call_of(const user_regs_struct& registers) {
  return {static_cast<long>(registers.orig_rax),
          {registers.rdi, registers.rsi, registers.rdx, registers.r10, registers.r8, registers.r9}};
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
  watchdog_.runs(process_, thread);
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
      return new_thread(thread);
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

// The new thread stops by itself, with SIGSTOP, before its first instruction.
Stop PtraceTracer::new_thread(pid_t thread) {
  unsigned long child = 0;
  ptrace(PTRACE_GETEVENTMSG, thread, nullptr, &child);
  int status = 0;
  waitpid(static_cast<pid_t>(child), &status, __WALL);
  return Stop{.kind = Stop::Kind::created, .child = static_cast<pid_t>(child)};
}

void PtraceTracer::answer(pid_t thread, long result) {
  Entered& entered = entered_[thread];
  entered.registers.orig_rax = no_call;
  entered.registers.rax = static_cast<unsigned long long>(result);
  entered.changed = true;
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
      if (!memory_.write(place, descriptor.path.c_str(), descriptor.path.size() + 1)) return -EFAULT;
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
