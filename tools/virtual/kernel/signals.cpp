// Of the threads that could take a signal the first one does, as the kernel prefers the main thread. See signal(7).
#include "tools/virtual/kernel/signals.hpp"

#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <vector>

namespace whitewater::tools::virtual_time {

namespace {

constexpr int signals_max = 64;

// The argument by which a call brings a mask for its own time. 0: none.
std::uint64_t mask_argument(const Call& call) {
  switch (call.number) {
    case SYS_rt_sigsuspend:
      return call[0];
    case SYS_ppoll:
      return call[3];
    case SYS_epoll_pwait:
    case SYS_epoll_pwait2:
      return call[4];
    case SYS_pselect6:
      return call[5];
    default:
      return 0;
  }
}
// The address of the mask: pselect6 points to a pair that holds it.
std::uint64_t mask_address(const Process& process, const Call& call) {
  const std::uint64_t argument = mask_argument(call);
  if (call.number != SYS_pselect6 || argument == 0) return argument;
  return process.memory.value<std::uint64_t>(argument).value_or(0);
}

// What the thread lets wait, at the call before which it stands.
SignalSet blocked_by(const Process& process, const Thread& thread, const SignalSets& sets) {
  if (!thread.at_call) return sets.blocked;
  if (thread.call.number == SYS_rt_sigtimedwait)
    return sets.blocked & ~process.memory.value<SignalSet>(thread.call[0]).value_or(0);
  const std::uint64_t address = mask_address(process, thread.call);
  return address == 0 ? sets.blocked : process.memory.value<SignalSet>(address).value_or(sets.blocked);
}

bool matters(const SignalSets& sets, int signal) {
  if ((sets.caught & only(signal)) != 0) return true;
  return (sets.ignored & only(signal)) == 0 && default_action(signal) == DefaultAction::end;
}

// Whether the call begins again behind a handler that asks for it (SA_RESTART). The others never do.
bool begins_again(Process& process, const Call& call) {
  switch (call.number) {
    case SYS_read:
    case SYS_readv:
    case SYS_recvfrom:
    case SYS_recvmsg: {
      const VirtualSocket* const socket = process.descriptors.socket(call.as_int(0));
      return socket == nullptr || socket->receive_timeout == Duration{};
    }
    case SYS_write:
    case SYS_writev:
    case SYS_sendto:
    case SYS_sendmsg:
    case SYS_flock:
    case SYS_fcntl:
    case SYS_wait4:
    case SYS_waitid:
      return true;
    case SYS_futex:
      return call[3] == 0;
    default:
      return false;
  }
}

// A sleep that is cut short tells how much of it is left.
void tell_rest(const Process& process, const Thread& thread) {
  const bool relative = thread.call.number == SYS_clock_nanosleep && (thread.call.as_int(1) & TIMER_ABSTIME) == 0;
  if (thread.call.number != SYS_nanosleep && !relative) return;
  const std::uint64_t place = thread.call[relative ? 3 : 1];
  if (place == 0) return;
  const bool works = relative && Process::is_processor_time(thread.call.as_int(0));
  const Duration asked = works ? thread.work_deadline - process.used() : thread.deadline - process.now;
  const Duration left = std::max(asked, Duration{});
  process.memory.put(place, as_timespec(left));
}

}  // namespace

DefaultAction default_action(int signal) {
  switch (signal) {
    case SIGCHLD:
    case SIGURG:
    case SIGWINCH:
    case SIGCONT:
    case SIGSTOP:
    case SIGTSTP:
    case SIGTTIN:
    case SIGTTOU:
      return DefaultAction::ignore;
    default:
      return DefaultAction::end;
  }
}

void send_signal(Process& process, Thread* to, const siginfo_t& information) {
  const int signal = information.si_signo;
  process.was_signalled = true;
  Thread* chosen = to;
  std::optional<SignalSets> sets;
  if (to != nullptr) {
    sets = signal_sets(to->id);
    if (!sets) return;
    if ((blocked_by(process, *to, *sets) & only(signal)) != 0) chosen = nullptr;
  } else {
    for (const auto& each : process.threads()) {
      if (each->gone || chosen != nullptr) continue;
      sets = signal_sets(each->id);
      if (sets && (blocked_by(process, *each, *sets) & only(signal)) == 0) chosen = each.get();
    }
    if (!sets) return;
  }
  if (chosen == nullptr && tell_descriptor(process, information)) return;
  const bool comes_at_once = chosen != nullptr && (sets->blocked & only(signal)) == 0;
  if (comes_at_once && !matters(*sets, signal)) return;
  const pid_t target = to != nullptr ? to->id : chosen != nullptr ? chosen->id : 0;
  const bool queues_up = signal >= first_real_time;
  const bool stands_there =
      ((target == 0 ? sets->shared_pending : sets->pending) & only(signal)) != 0;  // and the kernel keeps one of it
  if ((stands_there && !queues_up) || !queue_signal(process.id(), target, information)) return;
  // What was consumed without a handler left its words behind.
  if (!stands_there)
    std::erase_if(process.sent,
                  [&](const SentSignal& each) { return each.thread == target && each.information.si_signo == signal; });
  process.sent.push_back({target, information});
  if (chosen == nullptr || !chosen->at_call) return;
  chosen->signalled = true;
  process.go_on(*chosen);
}

std::optional<Outcome> interrupted(Process& process, const Thread& thread) {
  const std::optional<SignalSets> sets = signal_sets(thread.id);
  if (!sets) return std::nullopt;
  const SignalSet blocked = blocked_by(process, thread, *sets);
  const SignalSet let_through = sets->waiting() & ~blocked;
  // The kernel itself hands over what such a call asks for: it is pending, so nothing waits there.
  if (thread.call.number == SYS_rt_sigtimedwait && (let_through & sets->blocked) != 0) return Outcome::native();
  for (int signal = 1; signal <= signals_max; ++signal) {
    if ((let_through & only(signal)) == 0 || !matters(*sets, signal)) continue;
    if ((sets->blocked & only(signal)) != 0) return Outcome::native();
    tell_rest(process, thread);
    return Outcome::interrupt(begins_again(process, thread.call));
  }
  return std::nullopt;
}

bool has_mask(const Call& call) {
  return call.number == SYS_rt_sigsuspend || call.number == SYS_rt_sigtimedwait || mask_argument(call) != 0;
}

}  // namespace whitewater::tools::virtual_time
