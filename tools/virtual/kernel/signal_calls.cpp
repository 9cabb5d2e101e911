// Sending signals, to the replica's own threads and processes alone, and waiting for them. See kill(2), tgkill(2),
// rt_sigqueueinfo(2), sigsuspend(2), sigtimedwait(2).
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>
#include <vector>

#include "tools/virtual/kernel/cost_model.hpp"
#include "tools/virtual/kernel/handlers.hpp"
#include "tools/virtual/kernel/machine_view.hpp"
#include "tools/virtual/kernel/signals.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr int signals_max = 64;

siginfo_t from(const Process& process, int signal, int code) {
  siginfo_t information{};
  information.si_signo = signal;
  information.si_code = code;
  information.si_pid = process.number();
  information.si_uid = user;
  return information;
}

// A process that nobody sees any more is there, but hears nothing.
Outcome send(Process& process, Process& target, Thread* thread, const siginfo_t& information) {
  if (information.si_signo == 0 || target.state != Process::State::runs) return Outcome::result(0);
  if (information.si_signo != SIGKILL) {
    send_signal(target, thread, information);
    return Outcome::result(0);
  }
  if (&target == &process) return Outcome::end(SIGKILL);
  process.machine.doomed.push_back(&target);
  return Outcome::result(0);
}

// Whom kill(2) means: a process, a group, or all but itself. Only the replica's own are found, whoever else is on this
// machine.
std::vector<Process*> processes_meant(Process& process, int number) {
  std::vector<Process*> found;
  if (number > 0) {
    if (Process* const one = process.machine.named(number)) found.push_back(one);
    return found;
  }
  const pid_t group = number == 0 ? group_number(process.id()) : -number;
  for (const auto& each : process.machine.processes()) {
    if (each->state == Process::State::gone) continue;
    const bool meant = number == -1 ? each.get() != &process && each.get() != &process.machine.first()
                                    : group_number(each->id()) == group;
    if (meant) found.push_back(each.get());
  }
  return found;
}

Outcome send_to_process(Process& process, int number, const siginfo_t& information) {
  if (information.si_signo < 0 || information.si_signo > signals_max) return Outcome::result(-EINVAL);
  const std::vector<Process*> found = processes_meant(process, number);
  if (found.empty()) return Outcome::result(-ESRCH);
  Outcome own = Outcome::result(0);
  for (Process* const each : found)
    if (Outcome outcome = send(process, *each, nullptr, information); each == &process) own = std::move(outcome);
  return own;
}

// group: 0: whichever.
Outcome send_to_thread(Process& process, int group, int number, const siginfo_t& information) {
  const int signal = information.si_signo;
  if (signal < 0 || signal > signals_max || number <= 0 || group < 0) return Outcome::result(-EINVAL);
  for (const auto& each : process.machine.processes()) {
    if (each->state == Process::State::gone || (group != 0 && each->number() != group)) continue;
    if (Thread* const thread = each->thread_named(number)) return send(process, *each, thread, information);
  }
  return Outcome::result(-ESRCH);
}

Outcome kill(Process& process, Thread& thread) {
  const int signal = thread.call.as_int(1);
  return send_to_process(process, thread.call.as_int(0), from(process, signal, SI_USER));
}
Outcome tkill(Process& process, Thread& thread) {
  return send_to_thread(process, 0, thread.call.as_int(0), from(process, thread.call.as_int(1), SI_TKILL));
}
Outcome tgkill(Process& process, Thread& thread) {
  const int group = thread.call.as_int(0);
  if (group <= 0) return Outcome::result(-EINVAL);
  return send_to_thread(process, group, thread.call.as_int(1), from(process, thread.call.as_int(2), SI_TKILL));
}

Outcome rt_sigqueueinfo(Process& process, Thread& thread) {
  std::optional<siginfo_t> information = process.memory.value<siginfo_t>(thread.call[2]);
  if (!information) return Outcome::result(-EFAULT);
  information->si_signo = thread.call.as_int(1);
  return send_to_process(process, thread.call.as_int(0), *information);
}
Outcome rt_tgsigqueueinfo(Process& process, Thread& thread) {
  std::optional<siginfo_t> information = process.memory.value<siginfo_t>(thread.call[3]);
  if (!information) return Outcome::result(-EFAULT);
  information->si_signo = thread.call.as_int(2);
  return send_to_thread(process, thread.call.as_int(0), thread.call.as_int(1), *information);
}

// For ever, until a signal ends it.
Outcome pause(Process& process, Thread& thread) {
  thread.deadline = time_never;
  process.wait(thread, WaitsFor::signal);
  return Outcome::wait();
}

Outcome rt_sigtimedwait(Process& process, Thread& thread) {
  if (!thread.deadline_set) {
    thread.deadline = time_never;
    if (thread.call[2] != 0) {
      const std::optional<Duration> timeout = timespec_at(process, thread.call[2]);
      if (!timeout) return Outcome::result(-EFAULT);
      if (*timeout < Duration{}) return Outcome::result(-EINVAL);
      thread.deadline = process.now + *timeout;
    }
    thread.deadline_set = true;
    process.spend(cost::productive_call);
  }
  if (process.now >= thread.deadline) {
    // What is pending comes before the end of the time.
    const std::optional<SignalSets> sets = signal_sets(thread.id);
    const auto asked = process.memory.value<SignalSet>(thread.call[0]);
    return sets && asked && (sets->waiting() & *asked) != 0 ? Outcome::native() : Outcome::result(-EAGAIN);
  }
  process.wait(thread, WaitsFor::signal);
  return Outcome::wait();
}

}  // namespace

std::span<const Handler> signal_handlers() {
  static constexpr std::array rows{
      Handler{SYS_kill, "kill", kill},
      Handler{SYS_tkill, "tkill", tkill},
      Handler{SYS_tgkill, "tgkill", tgkill},
      Handler{SYS_rt_sigqueueinfo, "rt_sigqueueinfo", rt_sigqueueinfo},
      Handler{SYS_rt_tgsigqueueinfo, "rt_tgsigqueueinfo", rt_tgsigqueueinfo},
      Handler{SYS_pause, "pause", pause},
      Handler{SYS_rt_sigsuspend, "rt_sigsuspend", pause},
      Handler{SYS_rt_sigtimedwait, "rt_sigtimedwait", rt_sigtimedwait},
  };
  return rows;
}

}  // namespace whitewater::tools::virtual_time
