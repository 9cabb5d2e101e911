// Sending signals, to the replica's own threads and processes alone, and waiting for them. See kill(2), tgkill(2),
// rt_sigqueueinfo(2), sigsuspend(2), sigtimedwait(2).
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "tools/virtual/kernel/cost_model.hpp"
#include "tools/virtual/kernel/handlers.hpp"
#include "tools/virtual/kernel/signals.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr int signals_max = 64;

siginfo_t from(const Process& process, int signal, int code) {
  siginfo_t information{};
  information.si_signo = signal;
  information.si_code = code;
  information.si_pid = process.number();
  information.si_uid = getuid();
  return information;
}

// The replica's own process of that number. Null: nobody here has it, whoever else on this machine may.
Process* process_named(Process& process, pid_t number) {
  return number == process.number() ? &process : nullptr;
}

Outcome send_to_process(Process& process, int number, const siginfo_t& information) {
  const int signal = information.si_signo;
  if (signal < 0 || signal > signals_max) return Outcome::result(-EINVAL);
  // 0: its group; -1: whoever it may signal, but itself.
  if (number == -1) return Outcome::result(-ESRCH);
  Process* const target = number == 0 ? &process : process_named(process, number);
  if (target == nullptr) return Outcome::result(-ESRCH);
  if (signal == 0) return Outcome::result(0);
  if (signal == SIGKILL) return Outcome::end(SIGKILL);
  send_signal(*target, nullptr, information);
  return Outcome::result(0);
}

// group: 0: whichever.
Outcome send_to_thread(Process& process, int group, int number, const siginfo_t& information) {
  const int signal = information.si_signo;
  if (signal < 0 || signal > signals_max || number <= 0 || group < 0) return Outcome::result(-EINVAL);
  Process* const target = group == 0 ? &process : process_named(process, group);
  Thread* const thread = target == nullptr ? nullptr : target->thread_named(number);
  if (thread == nullptr) return Outcome::result(-ESRCH);
  if (signal == 0) return Outcome::result(0);
  if (signal == SIGKILL) return Outcome::end(SIGKILL);
  send_signal(*target, thread, information);
  return Outcome::result(0);
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
