// Reads CLOCK_MONOTONIC.
#include "replica/posix/clock.hpp"

#include <time.h>

namespace whitewater::replica {

Time monotonic_now() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return Time{std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec};
}

}  // namespace whitewater::replica
