// Hunts of all mistakes and campaigns go on side by side: what is planted is the thread's own affair.
#include "tests/known_bugs/scoreboard.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "tests/known_bugs/guarded_hunt.hpp"
#include "tools/runs/ordered_workers.hpp"

namespace whitewater::known_bugs {

namespace {

template <class Value>
Value median(std::vector<Value> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// A hunt that caught nothing took longer than all that did.
template <class Of>
auto median_of(const std::vector<Hunt>& hunts, Of of) {
  using Value = decltype(of(hunts.front()));
  std::vector<Value> all;
  for (const Hunt& hunt : hunts) all.push_back(hunt.caught ? of(hunt) : std::numeric_limits<Value>::max());
  return median(std::move(all));
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

std::uint64_t Row::alarms() const {
  std::uint64_t alarms = 0;
  for (const Hunt& hunt : hunts) alarms += hunt.alarms;
  return alarms;
}

std::uint64_t Row::median_runs() const {
  return median_of(hunts, [](const Hunt& hunt) { return hunt.runs; });
}

std::int64_t Row::median_cpu_ns() const {
  return median_of(hunts, [](const Hunt& hunt) { return hunt.cpu_ns; });
}

std::int64_t Row::median_time_ns() const {
  return median_of(hunts, [](const Hunt& hunt) { return hunt.time.ns; });
}

std::vector<Row> run(const Plan& plan) {
  std::vector<Row> rows;
  for (const Bug* bug : plan.bugs) rows.push_back({bug, {}});
  const auto job = [&plan](std::uint64_t number) {
    const Bug& bug = *plan.bugs[number / plan.campaigns];
    HuntPlan one = plan.hunt;
    one.runs = plan.budget(bug);
    one.threads = 1;
    const std::uint64_t seed = plan.first_seed + number % plan.campaigns;
    return plan.guarded ? guarded_hunt(one, bug.mutation, seed) : hunt(one, bug.mutation, seed);
  };
  const auto consume = [&](std::uint64_t number, Hunt hunt) {
    Row& row = rows[number / plan.campaigns];
    row.hunts.push_back(std::move(hunt));
    if (row.hunts.size() < plan.campaigns) return;
    plan.say(concat({row.bug->name, ": ", std::to_string(row.caught()), " of ", std::to_string(plan.campaigns)}));
  };
  tools::OrderedWorkers<Hunt> workers;
  workers.run({rows.size() * plan.campaigns, plan.jobs, [&] { return job; }, consume, [] { return true; }});
  return rows;
}

std::vector<Row> run_within(const Plan& plan) {
  std::vector<Row> rows;
  for (const Bug* bug : plan.bugs) {
    Row& row = rows.emplace_back(Row{bug, {}});
    HuntPlan one = plan.hunt;
    one.threads = plan.jobs;
    for (unsigned i = 0; i < plan.campaigns; ++i) {
      row.hunts.push_back(hunt(one, bug->mutation, plan.first_seed + i));
      const Hunt& latest = row.hunts.back();
      plan.say(concat({bug->name, latest.caught ? ": caught after " : ": not caught in ", milli_seconds(latest.time),
                       " s, ", grouped(latest.runs), " runs"}));
    }
  }
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
    share.caught += row.mostly_caught() ? 1u : 0u;
  }
  return share;
}

std::string share_text(const Share& share) {
  if (share.planted == 0) return "";
  return std::to_string(share.caught) + " of " + std::to_string(share.planted) + " (" +
         std::to_string(share.caught * 100 / share.planted) + " %) of the bugs other than liveness are caught";
}

std::string summary(std::span<const Row> rows) {
  std::size_t planted = 0;
  std::size_t caught = 0;
  std::string text;
  for (const Row& row : rows) {
    if (row.nothing_planted()) {
      std::uint64_t runs = 0;
      for (const Hunt& hunt : row.hunts) runs += hunt.runs;
      text += "false alarms in " + std::to_string(row.caught()) + " of " + std::to_string(row.hunts.size()) +
              " campaigns, " + std::to_string(runs) + " runs";
      continue;
    }
    ++planted;
    caught += row.always_caught() ? 1u : 0u;
  }
  if (planted == 0) return text;
  return "caught " + std::to_string(caught) + " of " + std::to_string(planted) + (text.empty() ? "" : "; " + text);
}

}  // namespace whitewater::known_bugs
