// The time of one bounce: driver -> echo -> driver -> another echo -> driver, through sockets like those of the
// replicas, with the driver's own reading and parsing: what two of a replica's messages cost at least on this machine.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "tools/real/transport/variant.hpp"

namespace whitewater::tools::real {

// Some bounces with pauses in between, as a cluster under light load has them. folder: for sockets. Ends early when
// stop is set.
Result<std::vector<Duration>> measure_bounces(Variant variant, const std::string& folder,
                                              const std::atomic<bool>& stop);

}  // namespace whitewater::tools::real
