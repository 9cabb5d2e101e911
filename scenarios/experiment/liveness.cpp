// Computes the times only; the runner judges what happens between them.
#include "scenarios/experiment/liveness.hpp"

#include "core/base/check.hpp"

namespace whitewater::scenarios {

Time quarter_end(const Scenario& scenario, const Cluster& cluster, int quarter) {
  check(scenario.heal.has_value(), "liveness is judged after a heal");
  return Time{} + *scenario.heal + cluster.settle_time() * scenario.heal_within * quarter / liveness_quarters;
}

}  // namespace whitewater::scenarios
