// Threads and processes are made, run other programs, and are waited for. See clone(2), fork(2), vfork(2), execve(2),
// wait(2), waitid(2).
#include <linux/sched.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <string>

#include "tools/virtual/kernel/children.hpp"
#include "tools/virtual/kernel/cost_model.hpp"
#include "tools/virtual/kernel/handlers.hpp"
#include "tools/virtual/trace/process_status.hpp"

namespace whitewater::tools::virtual_time {

namespace {

// --- they are made ---

Outcome new_process(Process& process) {
  if (process.machine.alive() >= processes_max) {
    process.machine.remark("had " + std::to_string(processes_max) + " processes and wanted more");
    process.spend(cost::new_process);
    return Outcome::result(-EAGAIN);
  }
  process.spend(cost::new_process);
  return Outcome::native();
}

// A new thread is noted when it stops for the first time; what it clears at its exit stands in this call.
Outcome clone_with(Process& process, std::uint64_t flags) {
  if ((flags & CLONE_THREAD) != 0) return Outcome::native();
  constexpr std::uint64_t namespaces =
      CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
  if ((flags & namespaces) != 0) return Outcome::refuse("into another namespace");
  if ((flags & (CLONE_FILES | CLONE_PARENT | CLONE_PIDFD)) != 0 || (flags & (CLONE_VM | CLONE_VFORK)) == CLONE_VM)
    return Outcome::refuse("of a process that shares more than vfork does");
  return new_process(process);
}
Outcome clone(Process& process, Thread& thread) {
  return clone_with(process, thread.call[0]);
}
Outcome clone3(Process& process, Thread& thread) {
  const auto arguments = process.memory.value<clone_args>(thread.call[0]);
  return arguments ? clone_with(process, arguments->flags) : Outcome::result(-EFAULT);
}
Outcome fork(Process& process, Thread&) {
  return new_process(process);
}

// The kernel ends the other threads at an exec, which nobody could wait for.
Outcome execve(Process& process, Thread& thread) {
  const bool alone = std::all_of(process.threads().begin(), process.threads().end(),
                                 [&](const auto& each) { return each->gone || each.get() == &thread; });
  if (!alone) return Outcome::refuse("while other threads run");
  return Outcome::native();
}

// --- they are waited for ---

// number: as of waitpid.
bool is_meant(const Process& process, const Process& child, pid_t number) {
  if (child.parent != &process || child.state == Process::State::gone) return false;
  if (number == -1) return true;
  if (number > 0) return child.number() == number;
  return group_number(child.id()) == (number == 0 ? group_number(process.id()) : -number);
}

struct Children {
  Process* ended = nullptr;  // the first that ended; null: none did
  bool any = false;
};
Children children(const Process& process, pid_t number) {
  Children found;
  for (const auto& each : process.machine.processes()) {
    if (!is_meant(process, *each, number)) continue;
    found.any = true;
    if (each->state != Process::State::ended) continue;
    if (found.ended == nullptr || each->ended_as < found.ended->ended_as) found.ended = each.get();
  }
  return found;
}

// Nothing: a child ended, and its parent hears of it.
std::optional<Outcome> unless_ended(Process& process, Thread& thread, const Children& found, bool dontwait) {
  if (!found.any) return Outcome::result(-ECHILD);
  if (found.ended != nullptr) {
    process.productive();
    return std::nullopt;
  }
  if (dontwait) {
    process.idle();
    return Outcome::result(0);
  }
  process.wait(thread, WaitsFor::child);
  return Outcome::wait();
}

Outcome wait4(Process& process, Thread& thread) {
  const Children found = children(process, thread.call.as_int(0));
  if (auto early = unless_ended(process, thread, found, (thread.call.as_int(2) & WNOHANG) != 0)) return *early;
  if (thread.call[1] != 0 && !process.memory.put(thread.call[1], found.ended->status)) return Outcome::result(-EFAULT);
  if (thread.call[3] != 0 && !process.memory.put(thread.call[3], rusage{})) return Outcome::result(-EFAULT);
  found.ended->state = Process::State::gone;
  return Outcome::result(found.ended->number());
}

Outcome waitid(Process& process, Thread& thread) {
  const int options = thread.call.as_int(3);
  const auto id = static_cast<pid_t>(thread.call.as_int(1));
  pid_t number = 0;
  switch (thread.call.as_int(0)) {
    case P_ALL:
      number = -1;
      break;
    case P_PID:
      number = id;
      break;
    case P_PGID:
      number = -id;
      break;
    default:
      return Outcome::result(-EINVAL);
  }
  if ((options & WEXITED) == 0) return Outcome::refuse("for a child that stops or continues");
  const Children found = children(process, number);
  const std::uint64_t place = thread.call[2];
  auto early = unless_ended(process, thread, found, (options & WNOHANG) != 0);
  if (early && early->kind == Outcome::Kind::result && early->value == 0 && place != 0)
    process.memory.put(place, siginfo_t{});
  if (early) return *early;
  if (place != 0 && !process.memory.put(place, end_information(*found.ended))) return Outcome::result(-EFAULT);
  if (thread.call[4] != 0 && !process.memory.put(thread.call[4], rusage{})) return Outcome::result(-EFAULT);
  if ((options & WNOWAIT) == 0) found.ended->state = Process::State::gone;
  return Outcome::result(0);
}

}  // namespace

std::uint64_t cleared_at_exit(const Process& process, const Call& call) {
  if (call.number == SYS_clone) return (call[0] & CLONE_CHILD_CLEARTID) != 0 ? call[3] : 0;
  if (call.number != SYS_clone3) return 0;
  const auto arguments = process.memory.value<clone_args>(call[0]);
  return arguments && (arguments->flags & CLONE_CHILD_CLEARTID) != 0 ? arguments->child_tid : 0;
}

std::span<const Handler> child_handlers() {
  static constexpr std::array rows{
      Handler{SYS_clone, "clone", clone},    Handler{SYS_clone3, "clone3", clone3},
      Handler{SYS_fork, "fork", fork},       Handler{SYS_vfork, "vfork", fork},
      Handler{SYS_execve, "execve", execve}, Handler{SYS_execveat, "execveat", execve},
      Handler{SYS_wait4, "wait4", wait4},    Handler{SYS_waitid, "waitid", waitid},
  };
  return rows;
}

}  // namespace whitewater::tools::virtual_time
