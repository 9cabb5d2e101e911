// RunClock: the monotonic clock of one real run, counted from T0. Times before T0 are negative.
#pragma once

#include <time.h>

#include "core/base/time.hpp"

namespace whitewater::tools::real {

class RunClock {
 public:
  RunClock() { start(); }

  // Sets T0 to now.
  void start() { zero_ = monotonic(); }
  Time now() const { return Time{monotonic() - zero_}; }

 private:
  static std::int64_t monotonic() {
    timespec t{};
    clock_gettime(CLOCK_MONOTONIC, &t);
    return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
  }

  std::int64_t zero_ = 0;
};

}  // namespace whitewater::tools::real
