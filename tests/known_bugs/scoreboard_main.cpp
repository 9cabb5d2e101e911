// Plants every known mistake, one at a time, and searches as the verb `fuzz` does until a check sees it: how long does
// that take? Exit code 1 when one is not caught in every campaign. With --quick: those of budget.txt that are caught
// fast, each within four times its budget. With --within: each on all threads, for so many seconds. Started by
// tools/scoreboard, which builds it.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>

#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/known_bugs/budget.hpp"
#include "tests/known_bugs/catalogue_text.hpp"
#include "tests/known_bugs/regressions.hpp"
#include "tests/known_bugs/scoreboard.hpp"
#include "tests/known_bugs/shrinkage.hpp"

using namespace whitewater;
using namespace whitewater::known_bugs;

namespace {

struct Options {
  std::vector<std::string> bugs;
  unsigned campaigns = 11;
  std::uint64_t first_seed = 1;
  std::uint64_t budget = 20'000;
  std::optional<std::uint64_t> within;  // seconds
  bool unguided = false;
  unsigned jobs = std::max(1u, std::thread::hardware_concurrency());
  bool json = false;
  bool rewrite = false;
  bool quick = false;
  bool tables = false;
  bool shrink = false;
  bool goals = false;
  bool goal_times = false;
  unsigned seeds = 10;
  std::optional<std::uint64_t> scenario;
  std::uint64_t at_most_ms = 5000;
  std::string budget_file = "tests/known_bugs/budget.txt";
  std::string regressions = "scenarios/regressions";
};

// A mistake that takes the median of runs to be caught is missed in four times as many now and then: only one that is
// missed in three campaigns is not caught any more.
constexpr std::uint64_t times_budget = 4;
constexpr unsigned tries = 3;

// Of the bugs other than liveness: without the checks of the core, and as `fuzz` finds them within a minute.
constexpr unsigned unchecked_share_least = 90;
constexpr unsigned fuzz_share_least = 95;
#ifdef WHITEWATER_UNCHECKED
constexpr bool unchecked = true;
#else
constexpr bool unchecked = false;
#endif

int failed(const std::string& why) {
  std::fprintf(stderr, "scoreboard: %s\n", why.c_str());
  return 2;
}

std::optional<std::vector<BudgetLine>> budget_of(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return std::nullopt;
  return read_budget(text.str());
}

Plan plan_of(const Options& options) {
  Plan plan;
  plan.campaigns = options.campaigns;
  plan.first_seed = options.first_seed;
  plan.jobs = options.jobs;
  plan.hunt.guided = !options.unguided;
  plan.budget = [&options](const Bug&) { return options.budget; };
  plan.guarded = unchecked;
  plan.say = [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); };
  return plan;
}

int run_all(const Options& options, Plan plan) {
  const std::vector<Row> rows = run(plan);
  std::fputs(options.json ? as_json(rows).c_str() : table(rows).c_str(), stdout);
  if (!options.json) std::printf("%s\n", summary(rows).c_str());
  if (options.rewrite) {
    std::ofstream file(options.budget_file);
    file << write_budget(rows);
    if (!file.flush()) return failed("cannot write " + options.budget_file);
  }
  if (!unchecked) return all_as_they_should(rows) ? 0 : 1;
  const Share share = share_of_safety(rows);
  if (!options.json) std::printf("without checks %s\n", share_text(share).c_str());
  return share.at_least(unchecked_share_least) ? 0 : 1;
}

int run_within(const Options& options, Plan plan) {
  plan.hunt.time = seconds(static_cast<std::int64_t>(*options.within));
  const std::vector<Row> rows = known_bugs::run_within(plan);
  const Share share = share_of_safety(rows);
  std::fputs(options.json ? as_json(rows).c_str() : table_of_times(rows).c_str(), stdout);
  if (!options.json) std::printf("%s\n", share_text(share).c_str());
  return share.at_least(fuzz_share_least) ? 0 : 1;
}

int rewrite(const ShrinkPlan& plan, const std::string& folder) {
  const Result<RewrittenRegressions> done = rewrite_regressions(plan, folder);
  if (!done) return failed(done.error().text());
  std::printf("%zu files of %s fail as before\n", done.value().kept.size(), folder.c_str());
  for (const std::string& name : done.value().rewritten) std::printf("%s: written anew\n", name.c_str());
  for (const std::string& name : done.value().missing) std::printf("%s: no seed fails\n", name.c_str());
  return done.value().missing.empty() ? 0 : 1;
}

int run_shrink(const Options& options, const Plan& plan) {
  ShrinkPlan shrinks;
  shrinks.bugs = plan.bugs;
  shrinks.seeds = options.seeds;
  shrinks.budget = options.budget;
  shrinks.jobs = options.jobs;
  shrinks.generator = scenarios::random_raft_scenario;
  const auto print = [](const std::string& text) {
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
  };
  shrinks.row = [&](const Shrinkage& row) { print(shrink_rows(row)); };
  print(shrink_head());
  if (options.rewrite) return rewrite(shrinks, options.regressions);
  const std::vector<Shrinkage> rows = shrink_all(shrinks);
  print(shrink_summary(rows));
  const std::string missed = options.goals || options.goal_times ? missed_goals(rows, options.goal_times) : "";
  print(missed);
  return all_minimal(rows) && missed.empty() ? 0 : 1;
}

int run_quick(const Options& options, Plan plan) {
  const std::optional<std::vector<BudgetLine>> lines = budget_of(options.budget_file);
  if (!lines) return failed("cannot read " + options.budget_file);
  const auto line_of = [&](const Bug& bug) {
    return std::find_if(lines->begin(), lines->end(), [&](const BudgetLine& line) { return line.bug == bug.name; });
  };
  std::erase_if(plan.bugs, [&](const Bug* bug) {
    const auto line = line_of(*bug);
    return line == lines->end() || line->microseconds > options.at_most_ms * 1000;
  });
  plan.campaigns = 1;
  plan.budget = [&](const Bug& bug) { return times_budget * line_of(bug)->runs; };
  const std::size_t all = plan.bugs.size();
  for (unsigned attempt = 0; attempt < tries && !plan.bugs.empty(); ++attempt, ++plan.first_seed) {
    std::vector<const Bug*> missed;
    for (const Row& row : run(plan))
      if (!row.always_caught()) missed.push_back(row.bug);
    plan.bugs = missed;
  }
  for (const Bug* bug : plan.bugs)
    std::printf("%s is not caught any more within %llu runs, in %u campaigns of them\n", std::string(bug->name).c_str(),
                static_cast<unsigned long long>(plan.budget(*bug)), tries);
  std::printf("caught %zu of %zu\n", all - plan.bugs.size(), all);
  return plan.bugs.empty() && all > 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  // For tools/scoreboard, which starts the other program then.
  bool said_unchecked = false;
  CLI::App app("Plants known mistakes and shows how long the checks take to find them.", "tools/scoreboard");
  app.add_option("--bug", options.bugs, "only this one (may be repeated; none: nothing is planted)");
  app.add_option("--campaigns", options.campaigns, "of each bug")->capture_default_str()->check(CLI::PositiveNumber);
  app.add_option("--first-seed", options.first_seed, "of the first campaign; the others follow")->capture_default_str();
  app.add_option("--budget", options.budget, "runs of a campaign at most; with --shrink: seeds")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  CLI::Option* const within =
      app.add_option("--within", options.within,
                     "one bug after the other on all threads, as fuzz does, for so many seconds each")
          ->check(CLI::PositiveNumber);
  app.add_flag("--unguided", options.unguided, "as that of fuzz");
  app.add_option("--jobs", options.jobs, "threads")->capture_default_str()->check(CLI::PositiveNumber);
  app.add_flag("--shrink", options.shrink, "shrink failing seeds of each bug, and show how small they become");
  app.add_option("--seeds", options.seeds, "failing seeds of each bug, for --shrink")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  app.add_flag("--goals", options.goals, "exit code 1, too, if failures do not become as small as they have to");
  app.add_flag("--goal-times", options.goal_times, "the same, and as fast");
  app.add_flag("--json", options.json, "every hunt, as JSON");
  app.add_flag(
      "--rewrite", options.rewrite,
      "write the medians to the budget file; with --shrink: a regression of each bug whose file does not fail");
  app.add_flag("--quick", options.quick,
               "those of the budget file that are caught fast, within four times their budget");
  app.add_option("--scenario", options.scenario, "print the scenario that is drawn for this seed, as a file, instead");
  app.add_flag("--tables", options.tables, "print the tables of docs/known-bugs.md instead");
  app.add_flag("--unchecked", said_unchecked, "the core's own checks are compiled to nothing");
  app.add_option("--at-most-ms", options.at_most_ms, "what fast is, for --quick")->capture_default_str();
  app.add_option("--regressions", options.regressions, "where the regressions stand")->capture_default_str();
  app.add_option("--budget-file", options.budget_file, "where the medians stand")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  if (said_unchecked != unchecked) return failed("--unchecked is another program: tools/scoreboard --unchecked");
  if (options.tables) {
    std::printf("%s\n%s", planted_table().c_str(), absent_table().c_str());
    return 0;
  }
  if (options.scenario) {
    std::printf("%s", scenarios::write_scenario(scenarios::random_raft_scenario(*options.scenario)).c_str());
    return 0;
  }
  if (within->count() > 0 && app.get_option("--campaigns")->count() == 0) options.campaigns = 1;
  Plan plan = plan_of(options);
  for (const std::string& name : options.bugs) {
    const Bug* bug = find_bug(name);
    if (bug == nullptr) return failed("there is no bug named " + name);
    plan.bugs.push_back(bug);
  }
  if (plan.bugs.empty())
    for (const Bug& bug : bugs()) plan.bugs.push_back(&bug);
  if (options.rewrite && !options.shrink && !options.bugs.empty()) return failed("--rewrite takes all bugs");
  if (options.shrink) return run_shrink(options, plan);
  if (options.within) return run_within(options, std::move(plan));
  return options.quick ? run_quick(options, std::move(plan)) : run_all(options, std::move(plan));
}
