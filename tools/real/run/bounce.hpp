// Measures one bounce: driver -> echo -> driver -> another echo -> driver, through the same kind of sockets, reading
// and parsing as for replicas. This is the least time that two messages of a replica take on this machine.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "tools/real/transport/variant.hpp"

namespace whitewater::tools::real {

// Measures several bounces with pauses in between, like the messages of a cluster under light load. folder: for the
// sockets. Ends early if stop is set.
Result<std::vector<Duration>> measure_bounces(Variant variant, const std::string& folder,
                                              const std::atomic<bool>& stop);

}  // namespace whitewater::tools::real
