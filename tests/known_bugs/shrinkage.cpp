// Hunts, shrinks, and holds each result against runs of its own.
#include "tests/known_bugs/shrinkage.hpp"

#include <algorithm>
#include <memory>
#include <tuple>

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

std::size_t faults_and_fates(const ShrinkSizes& sizes) {
  return sizes.faults + sizes.fates;
}

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

template <class Value>
Value quantile(std::vector<Value> values, std::size_t percent) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, values.size() * percent / 100)];
}

std::string padded(std::string text, std::size_t width, bool right) {
  const std::size_t fill = width > text.size() ? width - text.size() : 0;
  return right ? std::string(fill, ' ') + text : text + std::string(fill, ' ');
}
std::string arrow(std::size_t before, std::size_t after) {
  return std::to_string(before) + ">" + std::to_string(after);
}

std::string row_text(const Shrinkage& row, const ShrunkSeed& found) {
  const ShrinkSizes& before = found.shrunk.before;
  const ShrinkSizes& after = found.shrunk.after;
  const std::string remark = !found.passes_without_bug        ? "fails without the bug"
                             : !found.superfluous.empty()     ? "superfluous: " + found.superfluous.front()
                             : !found.shrunk.warnings.empty() ? found.shrunk.warnings.front()
                             : !found.shrunk.complete         ? found.shrunk.stopped
                                                              : "";
  return padded(std::string(row.bug->name), 30, false) + padded(std::to_string(found.seed), 7, true) +
         padded(arrow(faults_and_fates(before), faults_and_fates(after)), 10, true) +
         padded(arrow(before.requests, after.requests), 10, true) +
         padded(arrow(before.replicas, after.replicas), 10, true) + padded(std::to_string(found.shrunk.runs), 7, true) +
         padded(std::to_string((found.cpu_ns + 500'000) / 1'000'000), 7, true) + "  " +
         found.shrunk.failure.kind.property + (remark.empty() ? "" : "  " + remark) + "\n";
}

struct Spread {
  std::vector<std::size_t> faults, requests, replicas;
  std::vector<std::int64_t> ns;
  void add(const ShrunkSeed& seed, std::int64_t taken) {
    faults.push_back(faults_and_fates(seed.shrunk.after));
    requests.push_back(seed.shrunk.after.requests);
    replicas.push_back(seed.shrunk.after.replicas);
    ns.push_back(taken);
  }
  std::string text(const std::string& what) const {
    std::string line;
    for (const std::size_t percent : {std::size_t{50}, std::size_t{90}})
      line += what + (percent == 50 ? ", median:   " : ", 90 %:     ") + std::to_string(quantile(faults, percent)) +
              " faults and fates, " + std::to_string(quantile(requests, percent)) + " requests, " +
              std::to_string(quantile(replicas, percent)) + " replicas, " +
              std::to_string(quantile(ns, percent) / 1'000'000) + " ms\n";
    return line;
  }
};

}  // namespace

const ShrunkSeed* Shrinkage::smallest() const {
  const auto least = std::min_element(seeds.begin(), seeds.end(), [](const ShrunkSeed& a, const ShrunkSeed& b) {
    const auto size = [](const ShrinkSizes& s) {
      return std::tuple(faults_and_fates(s) + s.requests, s.replicas, faults_and_fates(s));
    };
    return size(a.shrunk.after) < size(b.shrunk.after);
  });
  return least == seeds.end() ? nullptr : &*least;
}

std::vector<Shrinkage> shrink_all(const ShrinkPlan& plan) {
  std::vector<Shrinkage> rows;
  tools::OrderedWorkers<Shrinkage> workers;
  workers.run({plan.bugs.size(), plan.jobs,
               [&] { return [&](std::uint64_t number) { return shrinkage_of(plan, *plan.bugs[number]); }; },
               [&](std::uint64_t, Shrinkage row) {
                 plan.say(std::string(row.bug->name) + ": " + std::to_string(row.seeds.size()) + " seeds");
                 rows.push_back(std::move(row));
               },
               [] { return true; }});
  return rows;
}

std::string shrink_table(std::span<const Shrinkage> rows) {
  std::string text = padded("bug", 30, false) + padded("seed", 7, true) + padded("faults", 10, true) +
                     padded("requests", 10, true) + padded("replicas", 10, true) + padded("runs", 7, true) +
                     padded("ms", 7, true) + "\n";
  Spread first, smallest, all;
  for (const Shrinkage& row : rows) {
    std::int64_t taken = 0;
    for (const ShrunkSeed& seed : row.seeds) {
      text += row_text(row, seed);
      taken += seed.cpu_ns;
      all.add(seed, seed.cpu_ns);
    }
    if (row.seeds.empty()) continue;
    first.add(row.seeds.front(), row.seeds.front().cpu_ns);
    smallest.add(*row.smallest(), taken);
  }
  return text + first.text("the first seed of each bug") + all.text("every seed") +
         smallest.text("the smallest of each bug");
}

bool all_minimal(std::span<const Shrinkage> rows) {
  return std::all_of(rows.begin(), rows.end(), [](const Shrinkage& row) {
    return std::all_of(row.seeds.begin(), row.seeds.end(),
                       [](const ShrunkSeed& seed) { return seed.passes_without_bug && seed.superfluous.empty(); });
  });
}

}  // namespace whitewater::known_bugs
