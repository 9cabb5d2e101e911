// Hunts of all mistakes and ranges go on side by side: what is planted is the thread's own affair.
#include "tests/known_bugs/scoreboard.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>

#include "tests/known_bugs/guarded_hunt.hpp"
#include "tools/runs/ordered_workers.hpp"

namespace whitewater::known_bugs {

namespace {

constexpr std::uint64_t chunk = 64;  // seeds that are run without a mistake at a time

template <class Value>
Value median(std::vector<Value> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

template <class Result>
void in_parallel(const Plan& plan, std::uint64_t jobs, std::function<Result(Hunter&, std::uint64_t)> job,
                 std::function<void(std::uint64_t, Result)> consume) {
  tools::OrderedWorkers<Result> workers;
  workers.run({jobs, plan.jobs,
               [&] {
                 auto hunter = std::make_shared<Hunter>(plan.generator);
                 return [&job, hunter](std::uint64_t number) { return job(*hunter, number); };
               },
               std::move(consume), [] { return true; }});
}

// The seeds of a range that some hunt for a mistake ran and that fail without any mistake.
std::vector<std::uint64_t> failing_unmutated(const Plan& plan, const std::vector<Row>& rows, unsigned range) {
  std::uint64_t seeds = 0;
  for (const Row& row : rows)
    if (!row.nothing_planted()) seeds = std::max(seeds, row.hunts[range].seeds);
  const std::uint64_t first = rows.front().hunts[range].first_seed;
  std::vector<std::uint64_t> failing;
  in_parallel<std::vector<std::uint64_t>>(
      plan, (seeds + chunk - 1) / chunk,
      [&](Hunter& hunter, std::uint64_t number) {
        std::vector<std::uint64_t> found;
        const std::uint64_t end = first + std::min(seeds, (number + 1) * chunk);
        for (std::uint64_t seed = first + number * chunk; seed < end;) {
          const Hunt hunt = hunter.hunt(Mutation::none, seed, end - seed);
          seed += hunt.seeds;
          if (hunt.caught) found.push_back(seed - 1);
        }
        return found;
      },
      [&](std::uint64_t, std::vector<std::uint64_t> found) {
        failing.insert(failing.end(), found.begin(), found.end());
      });
  return failing;
}

// A row without a mistake is its own comparison: its hunts stopped at the seeds that fail. No seed runs twice for it.
void compare_unmutated(const Plan& plan, std::vector<Row>& rows) {
  for (Row& row : rows)
    for (const Hunt& hunt : row.hunts)
      if (row.nothing_planted() && hunt.caught) row.innocent.push_back(hunt.first_seed + hunt.seeds - 1);
  const bool all_plain = std::all_of(rows.begin(), rows.end(), [](const Row& row) { return row.nothing_planted(); });
  for (unsigned range = 0; range < plan.ranges && !all_plain; ++range) {
    const std::vector<std::uint64_t> failing = failing_unmutated(plan, rows, range);
    for (Row& row : rows)
      for (const std::uint64_t seed : failing)
        if (!row.nothing_planted() && seed - row.hunts[range].first_seed < row.hunts[range].seeds)
          row.innocent.push_back(seed);
    plan.say("range " + std::to_string(plan.first_range + range) +
             " without any mistake: " + std::to_string(failing.size()) + " seeds fail");
  }
}

}  // namespace

unsigned Row::caught() const {
  return static_cast<unsigned>(std::count_if(hunts.begin(), hunts.end(), [](const Hunt& hunt) { return hunt.caught; }));
}

std::string Row::property() const {
  std::map<std::string, unsigned> times;
  for (const Hunt& hunt : hunts)
    if (hunt.caught) ++times[hunt.property];
  const auto most =
      std::max_element(times.begin(), times.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == times.end() ? "" : most->first;
}

std::uint64_t Row::median_seeds() const {
  std::vector<std::uint64_t> all;
  for (const Hunt& hunt : hunts) all.push_back(hunt.caught ? hunt.seeds : UINT64_MAX);
  return median(all);
}

std::int64_t Row::median_ns() const {
  std::vector<std::int64_t> all;
  for (const Hunt& hunt : hunts) all.push_back(hunt.caught ? hunt.cpu_ns : INT64_MAX);
  return median(all);
}

std::vector<Row> run(const Plan& plan) {
  std::vector<Row> rows;
  for (const Bug* bug : plan.bugs) rows.push_back({bug, {}, {}});
  in_parallel<Hunt>(
      plan, rows.size() * plan.ranges,
      [&](Hunter& hunter, std::uint64_t number) {
        const Bug& bug = *plan.bugs[number / plan.ranges];
        const std::uint64_t first = (plan.first_range + number % plan.ranges) * range_size;
        if (plan.guarded) return guarded_hunt(plan.generator, bug.mutation, first, plan.budget(bug));
        return hunter.hunt(bug.mutation, first, plan.budget(bug));
      },
      [&](std::uint64_t number, Hunt hunt) {
        Row& row = rows[number / plan.ranges];
        row.hunts.push_back(std::move(hunt));
        if (row.hunts.size() == plan.ranges)
          plan.say(std::string(row.bug->name) + ": " + std::to_string(row.caught()) + " of " +
                   std::to_string(plan.ranges));
      });
  if (plan.compare_unmutated) compare_unmutated(plan, rows);
  return rows;
}

bool all_as_they_should(std::span<const Row> rows) {
  return std::all_of(rows.begin(), rows.end(), [](const Row& row) { return row.as_it_should(); });
}

Share share_of_safety(std::span<const Row> rows) {
  Share share;
  for (const Row& row : rows) {
    if (row.nothing_planted() || row.bug->kind == Kind::liveness) continue;
    ++share.planted;
    share.caught += row.caught() * 2 > row.hunts.size() ? 1u : 0u;
  }
  return share;
}

std::string share_text(const Share& share) {
  if (share.planted == 0) return "";
  return "without checks " + std::to_string(share.caught) + " of " + std::to_string(share.planted) + " (" +
         std::to_string(share.caught * 100 / share.planted) + " %) of the bugs other than liveness are caught";
}

std::string summary(std::span<const Row> rows) {
  std::size_t planted = 0;
  std::size_t caught = 0;
  std::string text;
  for (const Row& row : rows) {
    if (row.nothing_planted()) {
      std::uint64_t seeds = 0;
      for (const Hunt& hunt : row.hunts) seeds += hunt.seeds;
      text += "false alarms in " + std::to_string(row.caught()) + " of " + std::to_string(row.hunts.size()) +
              " ranges, " + std::to_string(seeds) + " seeds";
      continue;
    }
    ++planted;
    caught += row.always_caught() ? 1u : 0u;
  }
  if (planted == 0) return text;
  return "caught " + std::to_string(caught) + " of " + std::to_string(planted) + (text.empty() ? "" : "; " + text);
}

}  // namespace whitewater::known_bugs
