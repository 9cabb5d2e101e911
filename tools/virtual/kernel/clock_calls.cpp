// Clocks, sleeps and timers. See clock_gettime(2), nanosleep(2), timerfd_create(2).
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/times.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <utility>

#include "tools/virtual/kernel/cost_model.hpp"
#include "tools/virtual/kernel/handlers.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr std::int64_t ticks_per_second = 100;

Outcome put(bool written, long value = 0) {
  return Outcome::result(written ? value : -EFAULT);
}

Outcome clock_gettime(Process& process, Thread& thread) {
  process.read_clock();
  const std::optional<Duration> shown = process.shown(thread.call.as_int(0));
  if (!shown) return Outcome::result(-EINVAL);
  return put(process.memory.put(thread.call[1], as_timespec(*shown)));
}

Outcome clock_getres(Process& process, Thread& thread) {
  if (!process.shown(thread.call.as_int(0))) return Outcome::result(-EINVAL);
  return put(thread.call[1] == 0 || process.memory.put(thread.call[1], timespec{0, 1}));
}

Outcome gettimeofday(Process& process, Thread& thread) {
  process.read_clock();
  const Duration shown = *Process::shown_by(CLOCK_REALTIME, process.now);
  return put(thread.call[0] == 0 || process.memory.put(thread.call[0], as_timeval(shown)));
}

Outcome time(Process& process, Thread& thread) {
  process.read_clock();
  const long shown = Process::shown_by(CLOCK_REALTIME, process.now)->ns / second_ns;
  return put(thread.call[0] == 0 || process.memory.put(thread.call[0], shown), shown);
}

Outcome times(Process& process, Thread& thread) {
  const long ticks = (process.now - Time{}).ns / (second_ns / ticks_per_second);
  const tms used{process.used().ns / (second_ns / ticks_per_second), 0, 0, 0};
  return put(thread.call[0] == 0 || process.memory.put(thread.call[0], used), ticks);
}

Outcome getrusage(Process& process, Thread& thread) {
  rusage used{};
  if (thread.call.as_int(0) != RUSAGE_CHILDREN) used.ru_utime = as_timeval(process.used());
  return put(process.memory.put(thread.call[1], used));
}

// A machine of one size, so that no program behaves by the size of this one.
Outcome sysinfo(Process& process, Thread& thread) {
  struct sysinfo machine {};
  machine.uptime = Process::shown_by(CLOCK_MONOTONIC, process.now)->ns / second_ns;
  machine.totalram = 8ul << 30;
  machine.freeram = 4ul << 30;
  machine.procs = 1;
  machine.mem_unit = 1;
  return put(process.memory.put(thread.call[0], machine));
}

Outcome sleep_until(Process& process, Thread& thread, Time deadline) {
  if (!thread.deadline_set) {
    thread.deadline = deadline;
    thread.deadline_set = true;
  }
  if (process.now >= thread.deadline) {
    process.productive();
    return Outcome::result(0);
  }
  process.wait(thread, WaitsFor::time);
  return Outcome::wait();
}

Outcome nanosleep(Process& process, Thread& thread) {
  const std::optional<Duration> length = timespec_at(process, thread.call[0]);
  if (!length) return Outcome::result(-EFAULT);
  if (*length < Duration{}) return Outcome::result(-EINVAL);
  return sleep_until(process, thread, process.now + *length);
}

// Until the process has worked so long: as long as all of its threads wait, nobody does.
Outcome sleep_while_others_work(Process& process, Thread& thread) {
  constexpr unsigned of_one_thread = 4;  // in the number of a clock that belongs to somebody
  const int clock = thread.call.as_int(0);
  if (clock == CLOCK_THREAD_CPUTIME_ID) return Outcome::result(-EOPNOTSUPP);
  if (clock < 0 && (static_cast<unsigned>(clock) & of_one_thread) != 0)
    return Outcome::refuse("by the processor time of one thread");
  const std::optional<Duration> length = timespec_at(process, thread.call[2]);
  if (!length) return Outcome::result(-EFAULT);
  if (*length < Duration{}) return Outcome::result(-EINVAL);
  if (!std::exchange(thread.deadline_set, true))
    thread.work_deadline = (thread.call.as_int(1) & TIMER_ABSTIME) != 0 ? *length : process.used() + *length;
  if (process.used() >= thread.work_deadline) {
    process.productive();
    return Outcome::result(0);
  }
  process.wait(thread, WaitsFor::processor_time);
  return Outcome::wait();
}

Outcome clock_nanosleep(Process& process, Thread& thread) {
  if (Process::is_processor_time(thread.call.as_int(0))) return sleep_while_others_work(process, thread);
  std::optional<Duration> length = timespec_at(process, thread.call[2]);
  const std::optional<Duration> shown = Process::shown_by(thread.call.as_int(0), process.now);
  if (!length) return Outcome::result(-EFAULT);
  if (!shown || *length < Duration{}) return Outcome::result(-EINVAL);
  if ((thread.call.as_int(1) & TIMER_ABSTIME) != 0) length = *length - *shown;
  return sleep_until(process, thread, process.now + *length);
}

Outcome timerfd_create(Process& process, Thread& thread) {
  if (!Process::shown_by(thread.call.as_int(0), process.now)) return Outcome::result(-EINVAL);
  const int flags = thread.call.as_int(1);
  return Outcome::give({NewDescriptor::Kind::event, 0, (flags & TFD_NONBLOCK) != 0, (flags & TFD_CLOEXEC) != 0});
}
void timerfd_given(Process& process, Thread& thread, int descriptor) {
  process.descriptors.add_timer(descriptor, thread.call.as_int(0));
}

itimerspec setting(const VirtualTimer& timer, Time now) {
  return {as_timespec(timer.interval), as_timespec(timer.left(now, nanoseconds(1)))};
}

Outcome timerfd_settime(Process& process, Thread& thread) {
  VirtualTimer* const timer = process.descriptors.timer(thread.call.as_int(0));
  if (timer == nullptr) return Outcome::refuse("on a timer that was duplicated, or inherited");
  const std::optional<itimerspec> set = process.memory.value<itimerspec>(thread.call[2]);
  if (!set) return Outcome::result(-EFAULT);
  if (thread.call[3] != 0 && !process.memory.put(thread.call[3], setting(*timer, process.now)))
    return Outcome::result(-EFAULT);
  timer->interval = seconds(set->it_interval.tv_sec) + nanoseconds(set->it_interval.tv_nsec);
  const Duration first = seconds(set->it_value.tv_sec) + nanoseconds(set->it_value.tv_nsec);
  // What expired before is forgotten.
  std::uint64_t count = 0;
  pollfd one{timer->event.get(), POLLIN, 0};
  if (poll(&one, 1, 0) > 0) (void)!::read(timer->event.get(), &count, sizeof count);
  if (first == Duration{}) {
    timer->due = time_never;
  } else if ((thread.call.as_int(1) & TFD_TIMER_ABSTIME) != 0) {
    timer->due = process.now + (first - *Process::shown_by(timer->clock, process.now));
  } else {
    timer->due = process.now + first;
  }
  return Outcome::result(0);
}

Outcome timerfd_gettime(Process& process, Thread& thread) {
  const VirtualTimer* const timer = process.descriptors.timer(thread.call.as_int(0));
  if (timer == nullptr) return Outcome::refuse("on a timer that was duplicated, or inherited");
  return put(process.memory.put(thread.call[1], setting(*timer, process.now)));
}

}  // namespace

std::span<const Handler> clock_handlers() {
  static constexpr std::array rows{
      Handler{SYS_clock_gettime, "clock_gettime", clock_gettime},
      Handler{SYS_clock_getres, "clock_getres", clock_getres},
      Handler{SYS_gettimeofday, "gettimeofday", gettimeofday},
      Handler{SYS_time, "time", time},
      Handler{SYS_times, "times", times},
      Handler{SYS_getrusage, "getrusage", getrusage},
      Handler{SYS_sysinfo, "sysinfo", sysinfo},
      Handler{SYS_nanosleep, "nanosleep", nanosleep},
      Handler{SYS_clock_nanosleep, "clock_nanosleep", clock_nanosleep},
      Handler{SYS_timerfd_create, "timerfd_create", timerfd_create, timerfd_given},
      Handler{SYS_timerfd_settime, "timerfd_settime", timerfd_settime},
      Handler{SYS_timerfd_gettime, "timerfd_gettime", timerfd_gettime},
  };
  return rows;
}

}  // namespace whitewater::tools::virtual_time
