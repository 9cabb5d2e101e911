// Drawn rates lie within half the drift, so that no two differ by more than it.
#include "scenarios/experiment/clocks.hpp"

#include <algorithm>

#include "core/base/hash.hpp"
#include "core/base/random.hpp"

namespace whitewater::scenarios {

namespace {

// Calls use(node, rate) for each replica whose rate is drawn.
template <class Use>
void draw_rates(const Scenario& scenario, std::uint64_t seed, Use use) {
  const std::uint32_t half = scenario.clock_drift_ppm / 2;
  if (half == 0) return;
  const NodeNumbers numbers = numbers_of(scenario);
  for (const NodeId node : NodeSet::first(scenario.replicas)) {
    const std::uint64_t drawn =
        scale(hash_words(seed, stream("clock_rate"), numbers.of(node)), 2 * std::uint64_t{half} + 1);
    use(node, static_cast<std::int32_t>(drawn) - static_cast<std::int32_t>(half));
  }
}

}  // namespace

void set_clocks(simnet::World& world, const Scenario& scenario, std::uint64_t seed) {
  draw_rates(scenario, seed, [&](NodeId node, std::int32_t rate) { world.set_clock(node, rate, {}); });
  for (const NodeClock& clock : scenario.clocks)
    world.set_clock(clock.replica, clock.rate_ppm, clock.offset, clock.jumps);
}

void pin_clocks(Scenario& scenario, std::uint64_t seed) {
  std::vector<NodeClock>& clocks = scenario.clocks;
  draw_rates(scenario, seed, [&](NodeId node, std::int32_t rate) {
    const bool listed =
        std::any_of(clocks.begin(), clocks.end(), [&](const NodeClock& c) { return c.replica == node; });
    if (!listed && rate != 0) clocks.push_back({node, rate, {}, {}});
  });
  scenario.clock_drift_ppm = 0;
}

}  // namespace whitewater::scenarios
