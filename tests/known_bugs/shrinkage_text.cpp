// The table of shrunk failures, a line each, and how small they are in all.
#include <algorithm>

#include "core/text/number_text.hpp"
#include "tests/known_bugs/shrinkage.hpp"

namespace whitewater::known_bugs {

namespace {

using scenarios::ShrinkSizes;

template <class Value>
Value quantile(std::vector<Value> values, std::size_t percent) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, values.size() * percent / 100)];
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
  return pad_right(row.bug->name, 30) + pad_left(std::to_string(found.seed), 7) +
         pad_left(arrow(faults_and_fates(before), faults_and_fates(after)), 10) +
         pad_left(arrow(before.requests, after.requests), 10) + pad_left(arrow(before.replicas, after.replicas), 10) +
         pad_left(std::to_string(found.shrunk.runs), 7) +
         pad_left(std::to_string((found.cpu_ns + 500'000) / 1'000'000), 7) + "  " + found.shrunk.failure.kind.property +
         (remark.empty() ? "" : "  " + remark) + "\n";
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
  ShrinkGoal reached(std::size_t percent) const {
    return {quantile(faults, percent), quantile(requests, percent), quantile(replicas, percent),
            quantile(ns, percent) / 1'000'000};
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

// What is not as small as wanted.
std::string missed(const std::string& what, const ShrinkGoal& reached, const ShrinkGoal& goal, bool times) {
  std::string text;
  const auto compare = [&](const char* unit, std::size_t found, std::size_t most) {
    if (found > most)
      text += what + ": " + std::to_string(found) + " " + unit + ", the goal is " + std::to_string(most) + "\n";
  };
  compare("faults and fates", reached.faults, goal.faults);
  compare("requests", reached.requests, goal.requests);
  compare("replicas", reached.replicas, goal.replicas);
  if (times) compare("ms", static_cast<std::size_t>(reached.ms), static_cast<std::size_t>(goal.ms));
  return text;
}

std::string missed(const std::string& what, const Spread& spread, const ShrinkGoals& goals, bool times) {
  return missed(what + ", median", spread.reached(50), goals.median, times) +
         missed(what + ", 90 %", spread.reached(90), goals.of_nine_in_ten, times);
}

}  // namespace

std::string shrink_head() {
  return pad_right("bug", 30) + pad_left("seed", 7) + pad_left("faults", 10) + pad_left("requests", 10) +
         pad_left("replicas", 10) + pad_left("runs", 7) + pad_left("ms", 7) + "\n";
}

std::string shrink_rows(const Shrinkage& row) {
  std::string text;
  for (const ShrunkSeed& seed : row.seeds) text += row_text(row, seed);
  return row.seeds.empty() ? pad_right(row.bug->name, 30) + "  no seed fails\n" : text;
}

namespace {

struct Spreads {
  Spread first, smallest, all;
  bool several = false;  // seeds of a bug
};

Spreads spreads_of(std::span<const Shrinkage> rows) {
  Spreads spreads;
  auto& [first, smallest, all, several] = spreads;
  for (const Shrinkage& row : rows) {
    std::int64_t taken = 0;
    for (const ShrunkSeed& seed : row.seeds) {
      taken += seed.cpu_ns;
      all.add(seed, seed.cpu_ns);
    }
    if (row.seeds.empty()) continue;
    several = several || row.seeds.size() > 1;
    first.add(row.seeds.front(), row.seeds.front().cpu_ns);
    smallest.add(*row.smallest(), taken);
  }
  return spreads;
}

constexpr const char* of_first = "the first seed of each bug";
constexpr const char* of_smallest = "the smallest of each bug";

}  // namespace

std::string shrink_summary(std::span<const Shrinkage> rows) {
  const Spreads spreads = spreads_of(rows);
  return spreads.first.text(of_first) + spreads.all.text("every seed") + spreads.smallest.text(of_smallest);
}

std::string missed_goals(std::span<const Shrinkage> rows, bool times) {
  const Spreads spreads = spreads_of(rows);
  return missed(of_first, spreads.first, goals_of_one, times) +
         (spreads.several ? missed(of_smallest, spreads.smallest, goals_of_ten, times) : "");
}

}  // namespace whitewater::known_bugs
