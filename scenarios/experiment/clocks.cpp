// Drawn rates lie within half the drift, so that no two differ by more than it.
#include "scenarios/experiment/clocks.hpp"

#include <algorithm>

#include "core/base/hash.hpp"
#include "core/base/random.hpp"

namespace whitewater::scenarios {

void set_clocks(simnet::World& world, const Scenario& scenario, std::uint64_t seed) {
  const std::uint32_t half = scenario.clock_drift_ppm / 2;
  if (half > 0)
    for (const NodeId node : NodeSet::first(scenario.replicas)) {
      const std::uint64_t drawn =
          scale(hash_words(seed, stream("clock_rate"), node.value), 2 * std::uint64_t{half} + 1);
      world.set_clock(node, static_cast<std::int32_t>(drawn) - static_cast<std::int32_t>(half), {});
    }
  for (const NodeClock& clock : scenario.clocks)
    world.set_clock(clock.replica, clock.rate_ppm, clock.offset, clock.jumps);
}

}  // namespace whitewater::scenarios
