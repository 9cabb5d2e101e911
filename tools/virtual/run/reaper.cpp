// A dying thread may stop once more, and threads end in no fixed order; nor do the processes of a namespace, whose
// first one waits for all others.
#include "tools/virtual/run/reaper.hpp"

#include <sys/ptrace.h>
#include <sys/wait.h>

#include <csignal>
#include <ctime>

#include "tools/virtual/kernel/process.hpp"

namespace whitewater::tools::virtual_time {

namespace {

// Tries until it has nothing to do any more.
template <class Try>
void until_done(Try tries) {
  for (;;) {
    bool left = false, any = false;
    tries(left, any);
    if (!left) return;
    if (any) continue;
    const timespec moment{0, 20'000};
    nanosleep(&moment, nullptr);
  }
}

void take(Thread& thread, bool& left, bool& any) {
  if (thread.id == 0) return;
  int status = 0;
  const pid_t got = waitpid(thread.id, &status, __WALL | WNOHANG);
  const bool over = got < 0 || (got == thread.id && (WIFEXITED(status) || WIFSIGNALED(status)));
  if (got == thread.id && !over) ptrace(PTRACE_CONT, thread.id, nullptr, nullptr);
  if (over) thread.id = 0;
  left |= !over;
  any |= over;
}

// A number whose process was taken from the kernel may be another's now.
void strike(const Process& process) {
  if (process.threads().front()->id != 0) kill(process.id(), SIGKILL);
}

// Whether the process is a zombie, or not even that.
bool is_over(pid_t process) {
  siginfo_t information{};
  return waitid(P_PID, static_cast<id_t>(process), &information, WEXITED | WNOWAIT | WNOHANG | __WALL) != 0 ||
         information.si_pid == process;
}

}  // namespace

void end_process(Process& process) {
  strike(process);
  until_done([&](bool& left, bool& any) {
    for (const auto& thread : process.threads())
      if (thread->id != process.id()) take(*thread, left, any);
    left |= process.threads().front()->id != 0 && !is_over(process.id());
  });
}

void end_all(Machine& machine) {
  for (const auto& process : machine.processes())
    if (process->state == Process::State::runs) strike(*process);
  until_done([&](bool& left, bool& any) {
    for (const auto& process : machine.processes())
      for (const auto& thread : process->threads()) take(*thread, left, any);
  });
}

}  // namespace whitewater::tools::virtual_time
