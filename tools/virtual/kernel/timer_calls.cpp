// Timers that send signals: alarm(2), setitimer(2), timer_create(2). Those of processor time have no meaning where only
// calls take time, so they are refused.
#include <sys/syscall.h>
#include <sys/time.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <string>

#include "tools/virtual/kernel/handlers.hpp"
#include "tools/virtual/kernel/signals.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr Duration half_second = milliseconds(500);
// Is told to be left of a timer that is due.
constexpr Duration least = microseconds(1);

// --- the timer of the process ---

itimerval setting_of_process(const Process& process) {
  const auto found = process.alarms.find(SignalTimer::of_process);
  if (found == process.alarms.end()) return {};
  return {as_timeval(found->second.interval), as_timeval(found->second.left(process.now, least))};
}

void set_process_timer(Process& process, Duration first, Duration interval) {
  if (first == Duration{}) {
    process.alarms.erase(SignalTimer::of_process);
    return;
  }
  SignalTimer& timer = process.alarms[SignalTimer::of_process];
  timer.signal = SIGALRM;
  timer.due = process.now + first;
  timer.interval = interval;
}

Outcome alarm(Process& process, Thread& thread) {
  const itimerval before = setting_of_process(process);
  const Duration left = seconds(before.it_value.tv_sec) + microseconds(before.it_value.tv_usec);
  set_process_timer(process, seconds(thread.call.as_unsigned(0)), {});
  // To the nearest second, but never 0 while a timer runs.
  const std::int64_t whole = (left + half_second).ns / second_ns;
  return Outcome::result(left > Duration{} && whole == 0 ? 1 : whole);
}

Outcome getitimer(Process& process, Thread& thread) {
  if (thread.call.as_int(0) != ITIMER_REAL) return Outcome::refuse("of processor time");
  return Outcome::result(process.memory.put(thread.call[1], setting_of_process(process)) ? 0 : -EFAULT);
}

bool valid(const timeval& time) {
  return time.tv_sec >= 0 && time.tv_usec >= 0 && time.tv_usec < 1'000'000;
}

Outcome setitimer(Process& process, Thread& thread) {
  if (thread.call.as_int(0) != ITIMER_REAL) return Outcome::refuse("of processor time");
  itimerval asked{};
  if (thread.call[1] != 0) {
    const std::optional<itimerval> found = process.memory.value<itimerval>(thread.call[1]);
    if (!found) return Outcome::result(-EFAULT);
    asked = *found;
  }
  if (!valid(asked.it_value) || !valid(asked.it_interval)) return Outcome::result(-EINVAL);
  if (thread.call[2] != 0 && !process.memory.put(thread.call[2], setting_of_process(process)))
    return Outcome::result(-EFAULT);
  set_process_timer(process, seconds(asked.it_value.tv_sec) + microseconds(asked.it_value.tv_usec),
                    seconds(asked.it_interval.tv_sec) + microseconds(asked.it_interval.tv_usec));
  return Outcome::result(0);
}

// --- timers by number ---

// What timer_create(2) reads of a sigevent.
struct Asked {
  std::uint64_t value = 0;
  int signal = SIGALRM;
  int how = SIGEV_SIGNAL;
  int thread = 0;
};
static_assert(sizeof(Asked) <= sizeof(sigevent));

Outcome timer_create(Process& process, Thread& thread) {
  const int clock = thread.call.as_int(0);
  if (!Process::shown_by(clock, process.now)) return Outcome::result(-EINVAL);
  if (clock == CLOCK_PROCESS_CPUTIME_ID || clock == CLOCK_THREAD_CPUTIME_ID || clock < 0)
    return Outcome::refuse("of processor time");
  std::optional<Asked> asked = Asked{};
  const int number = process.next_alarm++;
  if (thread.call[1] == 0)
    asked->value = static_cast<std::uint64_t>(number);
  else
    asked = process.memory.value<Asked>(thread.call[1]);
  if (!asked) return Outcome::result(-EFAULT);
  SignalTimer made;
  made.clock = clock;
  made.value = asked->value;
  if (asked->how == SIGEV_THREAD_ID) {
    const Thread* const receiver = process.thread_named(asked->thread);
    if (receiver == nullptr) return Outcome::result(-EINVAL);
    made.thread = receiver->id;
  } else if (asked->how != SIGEV_SIGNAL && asked->how != SIGEV_NONE) {
    return Outcome::result(-EINVAL);
  }
  if (asked->how != SIGEV_NONE) made.signal = asked->signal;
  if (!process.memory.put(thread.call[2], number)) return Outcome::result(-EFAULT);
  process.alarms.emplace(number, made);
  return Outcome::result(0);
}

// Null: there is none of that number.
SignalTimer* named(Process& process, const Thread& thread) {
  const auto found = process.alarms.find(thread.call.as_int(0));
  return found == process.alarms.end() || found->first == SignalTimer::of_process ? nullptr : &found->second;
}

itimerspec setting(const SignalTimer& timer, Time now) {
  return {as_timespec(timer.interval), as_timespec(timer.left(now, least))};
}

bool valid(const timespec& time) {
  return time.tv_sec >= 0 && time.tv_nsec >= 0 && time.tv_nsec < second_ns;
}

Outcome timer_settime(Process& process, Thread& thread) {
  SignalTimer* const timer = named(process, thread);
  const std::optional<itimerspec> asked = process.memory.value<itimerspec>(thread.call[2]);
  if (!asked) return Outcome::result(-EFAULT);
  if (timer == nullptr || !valid(asked->it_value) || !valid(asked->it_interval)) return Outcome::result(-EINVAL);
  if (thread.call[3] != 0 && !process.memory.put(thread.call[3], setting(*timer, process.now)))
    return Outcome::result(-EFAULT);
  Duration first = seconds(asked->it_value.tv_sec) + nanoseconds(asked->it_value.tv_nsec);
  const bool off = first == Duration{};
  if ((thread.call.as_int(1) & TIMER_ABSTIME) != 0) first = first - *Process::shown_by(timer->clock, process.now);
  timer->interval = seconds(asked->it_interval.tv_sec) + nanoseconds(asked->it_interval.tv_nsec);
  timer->due = off ? time_never : process.now + std::max(first, Duration{});
  timer->overrun = 0;
  return Outcome::result(0);
}

Outcome timer_gettime(Process& process, Thread& thread) {
  const SignalTimer* const timer = named(process, thread);
  if (timer == nullptr) return Outcome::result(-EINVAL);
  return Outcome::result(process.memory.put(thread.call[1], setting(*timer, process.now)) ? 0 : -EFAULT);
}

Outcome timer_getoverrun(Process& process, Thread& thread) {
  const SignalTimer* const timer = named(process, thread);
  return Outcome::result(timer == nullptr ? -EINVAL : timer->overrun);
}

Outcome timer_delete(Process& process, Thread& thread) {
  if (named(process, thread) == nullptr) return Outcome::result(-EINVAL);
  process.alarms.erase(thread.call.as_int(0));
  return Outcome::result(0);
}

// --- when one is due ---

siginfo_t information_of(int number, const SignalTimer& timer) {
  siginfo_t information{};
  information.si_signo = timer.signal;
  if (number == SignalTimer::of_process) {
    information.si_code = SI_KERNEL;
    return information;
  }
  information.si_code = SI_TIMER;
  information.si_timerid = number;
  information.si_overrun = timer.overrun;
  information.si_value.sival_ptr = reinterpret_cast<void*>(timer.value);
  return information;
}

// The signal of that timer which was not delivered yet. Null: there is none.
SentSignal* under_way(Process& process, int number) {
  for (SentSignal& each : process.sent)
    if (each.information.si_code == SI_TIMER && each.information.si_timerid == number) return &each;
  return nullptr;
}

void expire(Process& process, int number, SignalTimer& timer) {
  const std::int64_t times = timer.expire(process.now);
  if (timer.signal == 0) return;
  if (SentSignal* const before = under_way(process, number)) {
    timer.overrun += static_cast<int>(times);
    before->information.si_overrun = timer.overrun;
    return;
  }
  timer.overrun = static_cast<int>(times - 1);
  Thread* const receiver = timer.thread == 0 ? nullptr : process.thread(timer.thread);
  if (timer.thread == 0 || receiver != nullptr) send_signal(process, receiver, information_of(number, timer));
}

}  // namespace

void expire_alarms(Process& process) {
  for (auto& [number, timer] : process.alarms)
    if (timer.due <= process.now) expire(process, number, timer);
}

std::span<const Handler> timer_handlers() {
  static constexpr std::array rows{
      Handler{SYS_alarm, "alarm", alarm},
      Handler{SYS_getitimer, "getitimer", getitimer},
      Handler{SYS_setitimer, "setitimer", setitimer},
      Handler{SYS_timer_create, "timer_create", timer_create},
      Handler{SYS_timer_settime, "timer_settime", timer_settime},
      Handler{SYS_timer_gettime, "timer_gettime", timer_gettime},
      Handler{SYS_timer_getoverrun, "timer_getoverrun", timer_getoverrun},
      Handler{SYS_timer_delete, "timer_delete", timer_delete},
  };
  return rows;
}

}  // namespace whitewater::tools::virtual_time
