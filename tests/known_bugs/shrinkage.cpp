// Hunts, shrinks, and holds each result against runs of its own.
#include "tests/known_bugs/shrinkage.hpp"

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/search/pieces.hpp"
#include "scenarios/search/trial.hpp"
#include "tests/known_bugs/planted.hpp"
#include "tools/bench/cpu_time.hpp"
#include "tools/runs/ordered_workers.hpp"

namespace whitewater::known_bugs {

namespace {

using scenarios::Failure;
using scenarios::Scenario;
using scenarios::ShrinkSizes;

constexpr std::uint64_t wire_every = 4;

std::vector<std::string> superfluous_parts(const Failure& failure) {
  scenarios::Trials trials(failure.wire);
  std::vector<std::string> found;
  for (const scenarios::Piece& piece : scenarios::pieces_of(failure.scenario))
    if (trials.fails_as(failure.kind, piece.without)) found.push_back(piece.words);
  return found;
}

// One mistake: nobody else looks at the thread's planted mistake meanwhile.
Shrinkage shrinkage_of(const ShrinkPlan& plan, const Bug& bug) {
  Shrinkage row;
  row.bug = &bug;
  for (std::uint64_t seed = 0; seed < plan.budget && row.seeds.size() < plan.seeds; ++seed) {
    const Scenario scenario = plan.generator(seed);
    scenarios::Trials trials(seed % wire_every == 0);
    std::optional<scenarios::Trial> failing;
    {
      const Planted planted(bug.mutation);
      failing = trials.run(scenario);
    }
    if (!failing->kind || !failing->report.violation || trials.run(scenario).kind) continue;
    ShrunkSeed& found = row.seeds.emplace_back();
    found.seed = seed;
    {
      const Planted planted(bug.mutation);
      const std::int64_t start = tools::bench::cpu_time_ns();
      found.shrunk =
          scenarios::shrink(scenarios::failure_of(scenario, seed % wire_every == 0, failing->report, *failing->kind));
      found.cpu_ns = tools::bench::cpu_time_ns() - start;
      found.superfluous = superfluous_parts(found.shrunk.failure);
    }
    found.passes_without_bug = !trials.run(found.shrunk.failure.scenario).kind;
  }
  return row;
}

}  // namespace

const ShrunkSeed* Shrinkage::smallest() const {
  const auto least = std::min_element(seeds.begin(), seeds.end(), [](const ShrunkSeed& a, const ShrunkSeed& b) {
    const auto size = [](const ShrinkSizes& s) {
      return std::tuple(faults_and_fates(s) + s.requests, s.replicas, faults_and_fates(s));
    };
    const auto length = [](const ShrunkSeed& seed) { return write_scenario(seed.shrunk.failure.scenario).size(); };
    return std::pair(size(a.shrunk.after), length(a)) < std::pair(size(b.shrunk.after), length(b));
  });
  return least == seeds.end() ? nullptr : &*least;
}

std::vector<Shrinkage> shrink_all(const ShrinkPlan& plan) {
  std::vector<Shrinkage> rows;
  tools::OrderedWorkers<Shrinkage> workers;
  workers.run({plan.bugs.size(), plan.jobs,
               [&] { return [&](std::uint64_t number) { return shrinkage_of(plan, *plan.bugs[number]); }; },
               [&](std::uint64_t, Shrinkage row) {
                 plan.row(row);
                 rows.push_back(std::move(row));
               },
               [] { return true; }});
  return rows;
}

bool all_minimal(std::span<const Shrinkage> rows) {
  return std::all_of(rows.begin(), rows.end(), [](const Shrinkage& row) {
    return std::all_of(row.seeds.begin(), row.seeds.end(),
                       [](const ShrunkSeed& seed) { return seed.passes_without_bug && seed.superfluous.empty(); });
  });
}

}  // namespace whitewater::known_bugs
