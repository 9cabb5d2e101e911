// Runs until something is violated. The course's own checks do not count: chance fails them too.
#include "tests/known_bugs/hunt.hpp"

#include "tests/known_bugs/planted.hpp"
#include "tools/bench/cpu_time.hpp"

namespace whitewater::known_bugs {

namespace {

// One seed in four goes through the codecs.
constexpr std::uint64_t wire_every = 4;

}  // namespace

std::optional<scenarios::Violation> Hunter::violation(Mutation bug, std::uint64_t seed) {
  const Planted planted(bug);
  scenarios::RunOptions options;
  options.wire = seed % wire_every == 0;
  scenarios::RunReport report = runner_.run(generator_(seed), seed, options);
  if (report.outcome != scenarios::RunReport::Outcome::fail) return std::nullopt;
  return std::move(report.violation);
}

Hunt Hunter::hunt(Mutation bug, std::uint64_t first_seed, std::uint64_t budget) {
  Hunt hunt;
  hunt.first_seed = first_seed;
  const std::int64_t start = tools::bench::cpu_time_ns();
  while (hunt.seeds < budget && !hunt.caught) {
    const std::uint64_t seed = first_seed + hunt.seeds++;
    const std::optional<scenarios::Violation> found = violation(bug, seed);
    if (!found) continue;
    if (bug != Mutation::none && violation(Mutation::none, seed)) {
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
