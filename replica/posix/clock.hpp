// The clock of real hosts: nanoseconds since some moment in the past; the clock never goes back. It stands still while
// the whole machine sleeps. That is safe: all replicas of a cluster on one machine sleep together, so no lease outlives
// a promise.
#pragma once

#include "core/base/time.hpp"

namespace whitewater::replica {

Time monotonic_now();

}  // namespace whitewater::replica
