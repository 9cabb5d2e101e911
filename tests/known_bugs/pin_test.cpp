// Pinning where it is needed: runs that fail because a mistake is planted. Each is the same run when all of its chance
// is pinned, and nearly each still fails in the same way on a coarser rung.
#include "scenarios/search/pin.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "scenarios/search/failure_kind.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/known_bugs/catalogue.hpp"
#include "tests/known_bugs/planted.hpp"

using namespace whitewater;
using namespace whitewater::known_bugs;
using scenarios::FailureKind;
using scenarios::NetworkFaults;
using scenarios::Recording;
using scenarios::Runner;
using scenarios::RunOptions;
using scenarios::Scenario;

namespace {

RunOptions options_for(std::uint64_t seed) {
  RunOptions options;
  options.wire = seed % 4 == 0;
  return options;
}

// Calls each for up to `most` failing seeds of the bug, of the first `tried`.
template <class Each>
void for_failing(Runner& runner, const Bug& bug, std::uint64_t tried, unsigned most, Each each) {
  const Planted planted(bug.mutation);
  unsigned found = 0;
  for (std::uint64_t seed = 1; seed <= tried && found < most; ++seed) {
    const Scenario scenario = scenarios::random_raft_scenario(seed);
    const scenarios::RunReport report = runner.run(scenario, seed, options_for(seed));
    const std::optional<FailureKind> kind = scenarios::failure_kind(report);
    if (!kind) continue;
    ++found;
    INFO(bug.name << ", seed " << seed);
    each(scenario, seed, *kind, report.digest);
  }
}

// How many runs were pinned.
std::size_t pin_failing(std::uint64_t tried, unsigned most) {
  Runner runner;
  std::size_t runs = 0;
  for (const Bug& bug : bugs())
    for_failing(runner, bug, tried, most,
                [&](const Scenario& scenario, std::uint64_t seed, const FailureKind& kind, std::uint64_t digest) {
                  ++runs;
                  const RunOptions options = options_for(seed);
                  const Recording recording = record(runner, scenario, seed, options);
                  REQUIRE(recording.report.digest == digest);
                  const Scenario same = pinned(recording, scenarios::all_fates, NetworkFaults::stay);
                  REQUIRE(runner.run(same, seed, options).digest == digest);
                  const Scenario without = pinned(recording, scenarios::all_fates);
                  const scenarios::RunReport report = runner.run(without, seed, options);
                  REQUIRE(scenarios::failure_kind(report) == kind);
                  REQUIRE(report.events == recording.report.events);
                });
  return runs;
}

}  // namespace

TEST_CASE("failing runs are pinned exactly") {
  CHECK(pin_failing(12, 1) >= 25);
}

TEST_CASE("thousands of failing runs are pinned exactly", "[.long]") {
  CHECK(pin_failing(1'000, 50) >= 2'000);
}

// Counts, on which rung a run still fails in the same way for the first time.
TEST_CASE("a failing run still fails on a coarse rung", "[.long]") {
  Runner runner;
  std::map<std::int64_t, std::size_t> first;  // by Rung::beyond
  std::size_t runs = 0;
  std::size_t fates = 0;
  std::size_t all = 0;
  for (const Bug& bug : bugs())
    for_failing(runner, bug, 1'000, 7,
                [&](const Scenario& scenario, std::uint64_t seed, const FailureKind& kind, std::uint64_t) {
                  const RunOptions options = options_for(seed);
                  const Recording recording = record(runner, scenario, seed, options);
                  ++runs;
                  all += pinned(recording, scenarios::all_fates).fates.size();
                  for (const scenarios::Rung& rung : scenarios::rungs) {
                    const Scenario fixed = pinned(recording, rung);
                    if (scenarios::failure_kind(runner.run(fixed, seed, options)) != kind) continue;
                    ++first[rung.beyond.ns];
                    fates += fixed.fates.size();
                    break;
                  }
                });
  std::size_t found = 0;
  for (const auto& [beyond, count] : first) {
    WARN("beyond " << beyond << " ns: " << count);
    if (beyond != scenarios::all_fates.beyond.ns) found += count;
  }
  WARN(runs << " runs, " << found << " fail on a coarser rung than all; " << fates << " fates of " << all);
  CHECK(found * 100 >= runs * 95);
}
