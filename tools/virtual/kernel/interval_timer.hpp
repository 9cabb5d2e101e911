// IntervalTimer: what all timers of a program have in common (timerfd_create(2), setitimer(2), timer_create(2)); and
// durations as the kernel writes them.
#pragma once

#include <sys/time.h>

#include <cstdint>
#include <ctime>

#include "core/base/time.hpp"

namespace whitewater::tools::virtual_time {

inline constexpr std::int64_t second_ns = 1'000'000'000;

inline timespec as_timespec(Duration time) {
  return {time.ns / second_ns, time.ns % second_ns};
}
inline timeval as_timeval(Duration time) {
  return {time.ns / second_ns, time.ns % second_ns / 1'000};
}

struct IntervalTimer {
  int clock = 0;  // CLOCK_MONOTONIC, …: absolute times are its
  Time due = time_never;
  Duration interval{};  // 0: it expires once

  // Until it expires; 0: it does not run. least: what is told of one that is due already, for 0 would say that it
  // rests.
  Duration left(Time now, Duration least) const {
    if (due == time_never) return {};
    return due > now ? due - now : least;
  }
  // It is due: from now on it waits for its next time. Returns how often it has expired by now.
  std::int64_t expire(Time now) {
    if (interval <= Duration{}) {
      due = time_never;
      return 1;
    }
    const std::int64_t times = 1 + (now - due).ns / interval.ns;
    due = due + interval * times;
    return times;
  }
};

}  // namespace whitewater::tools::virtual_time
