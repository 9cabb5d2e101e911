// Runs until something is violated. The course's own checks do not count: chance fails them too.
#include "tests/known_bugs/hunt.hpp"

#include <algorithm>

#include "scenarios/systems/replica_options.hpp"
#include "tests/known_bugs/catalogue.hpp"
#include "tests/known_bugs/planted.hpp"
#include "tools/bench/cpu_time.hpp"

namespace whitewater::known_bugs {

namespace {

constexpr std::int32_t drift_ppm = 400'000;

// Every other clock runs as much faster than the rest as leases allow for.
void let_clocks_drift(scenarios::Scenario& scenario) {
  scenarios::ReplicaOptions& replica = scenarios::replica_options(scenario);
  replica.reads = raft::ReadPolicy::lease;
  replica.timing.clock_drift_ppm = drift_ppm;
  for (std::uint16_t i = 0; i < scenario.replicas; ++i)
    scenario.clocks.push_back({NodeId{i}, i % 2 == 0 ? -drift_ppm / 2 : drift_ppm / 2, {}, {}});
}

}  // namespace

std::optional<scenarios::Violation> Hunter::violation(Mutation bug, std::uint64_t seed, bool clocks) {
  const Planted planted(bug);
  scenarios::Scenario scenario = generator_(seed);
  if (clocks) let_clocks_drift(scenario);
  scenarios::RunReport report = runner_.run(scenario, seed);
  if (report.outcome != scenarios::RunReport::Outcome::fail) return std::nullopt;
  return std::move(report.violation);
}

Hunt Hunter::hunt(Mutation bug, std::uint64_t first_seed, std::uint64_t budget) {
  Hunt hunt;
  hunt.first_seed = first_seed;
  const auto row =
      std::find_if(bugs().begin(), bugs().end(), [bug](const Bug& known) { return known.mutation == bug; });
  const bool clocks = row != bugs().end() && row->clocks;
  const std::int64_t start = tools::bench::cpu_time_ns();
  while (hunt.seeds < budget && !hunt.caught) {
    const std::uint64_t seed = first_seed + hunt.seeds++;
    const std::optional<scenarios::Violation> found = violation(bug, seed, clocks);
    if (!found) continue;
    if (bug != Mutation::none && violation(Mutation::none, seed, clocks)) {
      ++hunt.alarms;
      continue;
    }
    hunt.caught = true;
    hunt.property = found->property;
    hunt.text = found->text;
  }
  hunt.cpu_ns = tools::bench::cpu_time_ns() - start;
  return hunt;
}

}  // namespace whitewater::known_bugs
