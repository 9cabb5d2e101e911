// The clock of real hosts: nanoseconds since some moment in the past, never going back. It stands still while the whole
// machine sleeps: every replica of a cluster on one machine sleeps with it, so nobody's lease outlives anybody's
// promise.
#pragma once

#include "core/base/time.hpp"

namespace whitewater::replica {

Time monotonic_now();

}  // namespace whitewater::replica
