// See ptrace(2).
#include "tools/virtual/trace/stops.hpp"

#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace whitewater::tools::virtual_time {

namespace {

// Whether it is the first thread of a process: a signal for the process of that number finds it. None is sent.
bool leads_process(pid_t thread) {
  return syscall(SYS_tgkill, thread, thread, 0) == 0;
}

// What is new stops by itself, with SIGSTOP, before its first instruction.
Stop created(pid_t thread, bool awaited) {
  unsigned long message = 0;
  ptrace(PTRACE_GETEVENTMSG, thread, nullptr, &message);
  const auto child = static_cast<pid_t>(message);
  int status = 0;
  waitpid(child, &status, __WALL);
  const Stop::Child process = awaited ? Stop::Child::awaited_process : Stop::Child::process;
  return Stop{
      .kind = Stop::Kind::created, .child = child, .made = leads_process(child) ? process : Stop::Child::thread};
}

}  // namespace

Stop stop_of(pid_t thread, int status, const Watchdog& watchdog) {
  if (WIFEXITED(status) || WIFSIGNALED(status)) return Stop{.kind = Stop::Kind::exited, .status = status};
  switch (status >> 16) {
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
  const int signal = WSTOPSIG(status);
  if (signal == SIGSTOP && watchdog.barked()) return Stop{.kind = Stop::Kind::stuck};
  if (signal == SIGSEGV) return Stop{.kind = Stop::Kind::fault, .signal = SIGSEGV};
  if (signal == SIGTRAP) return Stop{.kind = Stop::Kind::signal, .signal = 0};
  return Stop{.kind = Stop::Kind::signal, .signal = signal};
}

}  // namespace whitewater::tools::virtual_time
