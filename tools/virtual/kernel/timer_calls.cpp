// Timers that send signals: alarm(2), setitimer(2), timer_create(2). Processor time is what the calls of the process
// have cost: a timer of it stands still while the process waits.
#include <sys/syscall.h>
#include <sys/time.h>

#include <algorithm>
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

struct ProcessTimer {
  int which = 0;   // for setitimer(2)
  int number = 0;  // among all timers
  int signal = 0;
  int clock = 0;
};
constexpr std::array process_timers{
    ProcessTimer{ITIMER_REAL, SignalTimer::of_process, SIGALRM, CLOCK_REALTIME},
    ProcessTimer{ITIMER_VIRTUAL, SignalTimer::of_program, SIGVTALRM, CLOCK_PROCESS_CPUTIME_ID},
    ProcessTimer{ITIMER_PROF, SignalTimer::of_profiler, SIGPROF, CLOCK_PROCESS_CPUTIME_ID},
};

// Null: there is no such timer.
const ProcessTimer* process_timer(int which) {
  const auto found = std::find_if(process_timers.begin(), process_timers.end(),
                                  [&](const ProcessTimer& each) { return each.which == which; });
  return found == process_timers.end() ? nullptr : &*found;
}

itimerval setting_of_process(const Process& process, const ProcessTimer& which) {
  const auto found = process.alarms.find(which.number);
  if (found == process.alarms.end()) return {};
  return {as_timeval(found->second.interval), as_timeval(found->second.left(process.now_of(found->second), least))};
}

void set_process_timer(Process& process, const ProcessTimer& which, Duration first, Duration interval) {
  if (first == Duration{}) {
    process.alarms.erase(which.number);
    return;
  }
  SignalTimer& timer = process.alarms[which.number];
  timer.signal = which.signal;
  timer.clock = which.clock;
  timer.due = process.now_of(timer) + first;
  timer.interval = interval;
}

Outcome alarm(Process& process, Thread& thread) {
  const ProcessTimer& which = *process_timer(ITIMER_REAL);
  const itimerval before = setting_of_process(process, which);
  const Duration left = seconds(before.it_value.tv_sec) + microseconds(before.it_value.tv_usec);
  set_process_timer(process, which, seconds(thread.call.as_unsigned(0)), {});
  // To the nearest second, but never 0 while a timer runs.
  const std::int64_t whole = (left + half_second).ns / second_ns;
  return Outcome::result(left > Duration{} && whole == 0 ? 1 : whole);
}

Outcome getitimer(Process& process, Thread& thread) {
  const ProcessTimer* const which = process_timer(thread.call.as_int(0));
  if (which == nullptr) return Outcome::result(-EINVAL);
  return Outcome::result(process.memory.put(thread.call[1], setting_of_process(process, *which)) ? 0 : -EFAULT);
}

bool valid(const timeval& time) {
  return time.tv_sec >= 0 && time.tv_usec >= 0 && time.tv_usec < 1'000'000;
}

Outcome setitimer(Process& process, Thread& thread) {
  const ProcessTimer* const which = process_timer(thread.call.as_int(0));
  if (which == nullptr) return Outcome::result(-EINVAL);
  itimerval asked{};
  if (thread.call[1] != 0) {
    const std::optional<itimerval> found = process.memory.value<itimerval>(thread.call[1]);
    if (!found) return Outcome::result(-EFAULT);
    asked = *found;
  }
  if (!valid(asked.it_value) || !valid(asked.it_interval)) return Outcome::result(-EINVAL);
  if (thread.call[2] != 0 && !process.memory.put(thread.call[2], setting_of_process(process, *which)))
    return Outcome::result(-EFAULT);
  set_process_timer(process, *which, seconds(asked.it_value.tv_sec) + microseconds(asked.it_value.tv_usec),
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
  if (!process.shown(clock)) return Outcome::result(-EINVAL);
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
  return found == process.alarms.end() || found->first < 0 ? nullptr : &found->second;
}

itimerspec setting(const Process& process, const SignalTimer& timer) {
  return {as_timespec(timer.interval), as_timespec(timer.left(process.now_of(timer), least))};
}

bool valid(const timespec& time) {
  return time.tv_sec >= 0 && time.tv_nsec >= 0 && time.tv_nsec < second_ns;
}

Outcome timer_settime(Process& process, Thread& thread) {
  SignalTimer* const timer = named(process, thread);
  const std::optional<itimerspec> asked = process.memory.value<itimerspec>(thread.call[2]);
  if (!asked) return Outcome::result(-EFAULT);
  if (timer == nullptr || !valid(asked->it_value) || !valid(asked->it_interval)) return Outcome::result(-EINVAL);
  if (thread.call[3] != 0 && !process.memory.put(thread.call[3], setting(process, *timer)))
    return Outcome::result(-EFAULT);
  Duration first = seconds(asked->it_value.tv_sec) + nanoseconds(asked->it_value.tv_nsec);
  const bool off = first == Duration{};
  if ((thread.call.as_int(1) & TIMER_ABSTIME) != 0) first = first - *process.shown(timer->clock);
  timer->interval = seconds(asked->it_interval.tv_sec) + nanoseconds(asked->it_interval.tv_nsec);
  timer->due = off ? time_never : process.now_of(*timer) + std::max(first, Duration{});
  timer->overrun = 0;
  return Outcome::result(0);
}

Outcome timer_gettime(Process& process, Thread& thread) {
  const SignalTimer* const timer = named(process, thread);
  if (timer == nullptr) return Outcome::result(-EINVAL);
  return Outcome::result(process.memory.put(thread.call[1], setting(process, *timer)) ? 0 : -EFAULT);
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
  if (number < 0) {
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
  const std::int64_t times = timer.expire(process.now_of(timer));
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
    if (timer.due <= process.now_of(timer)) expire(process, number, timer);
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
