// The scoreboard tells what is caught from what is not, and hunts as the verb `fuzz` does.
#include "tests/known_bugs/scoreboard.hpp"

#include <atomic>
#include <fstream>
#include <optional>
#include <sstream>

#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/search/fuzz/campaign.hpp"
#include "scenarios/search/fuzz/watch.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/known_bugs/budget.hpp"
#include "tests/known_bugs/planted.hpp"

using namespace whitewater;
using namespace whitewater::known_bugs;

namespace {

std::string text_of_file(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Hunt caught(std::uint64_t runs, std::int64_t ns, const char* property) {
  Hunt hunt;
  hunt.caught = true;
  hunt.runs = runs;
  hunt.cpu_ns = ns;
  hunt.time = Duration{ns};
  hunt.property = property;
  return hunt;
}

Hunt missed(std::uint64_t runs) {
  Hunt hunt;
  hunt.runs = runs;
  return hunt;
}

Plan small_plan(const char* name) {
  Plan plan;
  plan.bugs = {find_bug(name)};
  plan.campaigns = 3;
  plan.jobs = 2;
  plan.budget = [](const Bug&) { return std::uint64_t{30}; };
  return plan;
}

}  // namespace

TEST_CASE("the scoreboard catches a mistake, and nothing where none is planted") {
  const std::vector<Row> wrong = run(small_plan("count-old-terms"));
  REQUIRE(wrong.size() == 1);
  CHECK(wrong[0].caught() == 3);
  CHECK(wrong[0].alarms() == 0);
  CHECK(all_as_they_should(wrong));
  CHECK(summary(wrong) == "caught 1 of 1");

  const std::vector<Row> right = run(small_plan("none"));
  REQUIRE(right.size() == 1);
  CHECK(right[0].caught() == 0);
  CHECK(right[0].hunts[2].runs == 30);
  CHECK(all_as_they_should(right));
  CHECK(summary(right) == "false alarms in 0 of 3 campaigns, 90 runs");
}

TEST_CASE("a hunt is a campaign of fuzz: it ends with the run that fails first, on any number of threads") {
  namespace fuzz = scenarios::fuzz;
  constexpr std::uint64_t seed = 5;
  const Mutation bug = Mutation::dedup_success_no_advance;
  fuzz::Plan plan;
  plan.seed = seed;
  fuzz::Campaign campaign(default_frame(), plan);
  std::optional<fuzz::Task> first;
  {
    const Planted planted(bug);
    fuzz::Watcher watcher(campaign.frame().facts(), nullptr);
    while (!first && campaign.tally().runs < 2'000) {
      fuzz::Draft draft = campaign.round(campaign.tally().runs / fuzz::round_size)->draft(campaign.tally().runs);
      const fuzz::Observation seen = watcher.run(draft, false);
      first = campaign.take(std::move(draft), seen).task;
    }
  }
  REQUIRE(first);
  for (const unsigned threads : {1u, 2u}) {
    HuntPlan hunts;
    hunts.runs = 2'000;
    hunts.threads = threads;
    const Hunt found = hunt(hunts, bug, seed);
    CHECK(found.caught);
    CHECK(found.runs == campaign.tally().runs);
    CHECK(found.property == first->failure.kind.property);
    CHECK(found.text == first->failure.sentence);
    CHECK(found.cpu_ns > 0);
  }
}

TEST_CASE("where nothing is planted every run is made once") {
  Plan plan = small_plan("none");
  std::atomic<std::uint64_t> runs{0};
  plan.hunt.before = [&runs](std::uint64_t) { ++runs; };
  REQUIRE(run(plan).size() == 1);
  CHECK(runs == std::uint64_t{30} * plan.campaigns);
}

TEST_CASE("a run that fails without the mistake catches nothing, and is told") {
  // Nobody is elected where a vote takes longer than the patience of all candidates, whoever wrote the core.
  const auto read =
      scenarios::read_scenario(R"({"system": "raft", "workload": "registers", "replicas": 5, "delay": "400ms"})",
                               "never.json", scenarios::standard_toolbox());
  INFO((read.ok() ? "" : read.error().text()));
  REQUIRE(read.ok());
  Plan plan = small_plan("barrier-advances-commit");
  plan.campaigns = 1;
  plan.hunt.frame = scenarios::fuzz::Frame::make(read.value().scenario, read.value().given, {}).value();
  const std::vector<Row> rows = run(plan);
  CHECK(rows[0].caught() == 0);
  CHECK(rows[0].hunts[0].alarms > 0);
  CHECK(rows[0].alarms() == rows[0].hunts[0].alarms);
}

TEST_CASE("a hunt for a time ends with it, and says how long a mistake lived") {
  Plan plan = small_plan("none");
  plan.campaigns = 1;
  plan.hunt.time = milliseconds(300);
  const std::vector<Row> none = run_within(plan);
  REQUIRE(none.size() == 1);
  CHECK(none[0].caught() == 0);
  CHECK(none[0].hunts[0].runs > 0);
  CHECK(none[0].hunts[0].time >= milliseconds(300));
  plan.bugs = {find_bug("count-old-terms")};
  plan.hunt.time = seconds(60);
  const std::vector<Row> found = run_within(plan);
  CHECK(found[0].always_caught());
  CHECK(table_of_times(found).find("count-old-terms") != std::string::npos);
  CHECK(share_of_safety(found).caught == 1);
  CHECK(share_text(share_of_safety(found)) == "1 of 1 (100 %) of the bugs other than liveness are caught");
}

TEST_CASE("medians count what was not caught as longer than anything") {
  Row row{find_bug("fig8"), {caught(7, 100, "a"), missed(500), caught(3, 900, "b"), caught(5, 300, "b")}};
  CHECK(row.caught() == 3);
  CHECK(row.median_runs() == 7);
  CHECK(row.median_cpu_ns() == 900);
  CHECK(row.median_time_ns() == 900);
  CHECK(row.property() == "b");
  CHECK_FALSE(row.always_caught());
  row.hunts[1] = caught(4, 200, "c");
  CHECK(row.always_caught());
  CHECK(row.median_runs() == 5);
  row.hunts = {missed(9), missed(9), caught(1, 1, "a")};
  CHECK(row.median_runs() == UINT64_MAX);
  CHECK(write_budget(std::vector<Row>{row}).find("fig8") == std::string::npos);
}

TEST_CASE("without a mistake a single alarm in a single campaign is one too many") {
  Row row{find_bug("none"), {missed(500), missed(500), missed(500)}};
  CHECK(all_as_they_should(std::vector<Row>{row}));
  CHECK(summary(std::vector<Row>{row}) == "false alarms in 0 of 3 campaigns, 1500 runs");
  row.hunts[1] = caught(7, 100, "liveness");
  CHECK_FALSE(all_as_they_should(std::vector<Row>{row}));
  CHECK(summary(std::vector<Row>{row}) == "false alarms in 1 of 3 campaigns, 1007 runs");
  const Row found{find_bug("fig8"), {caught(7, 100, "a")}};
  CHECK(summary(std::vector<Row>{found, row}) == "caught 1 of 1; false alarms in 1 of 3 campaigns, 1007 runs");
  CHECK_FALSE(all_as_they_should(std::vector<Row>{Row{find_bug("fig8"), {}}}));
}

TEST_CASE("a budget is read as it was written, and anything else is refused") {
  const std::vector<Row> rows{Row{find_bug("fig8"), {caught(7, 123'456, "a")}}};
  const auto lines = read_budget(write_budget(rows));
  REQUIRE(lines);
  REQUIRE(lines->size() == 1);
  CHECK(lines->front().bug == "fig8");
  CHECK(lines->front().runs == 7);
  CHECK(lines->front().microseconds == 123);
  CHECK(read_budget("# nothing\n\n")->empty());
  for (const char* bad : {"fig8\n", "fig8 7\n", "fig8 0 7\n", "fig8 x 7\n", "fig8 7 7 7\n"}) {
    INFO(bad);
    CHECK_FALSE(read_budget(bad));
  }
}

TEST_CASE("the committed budget names every mistake, and none took long to catch") {
  const auto lines = read_budget(text_of_file("tests/known_bugs/budget.txt"));
  REQUIRE(lines);
  for (const BudgetLine& line : *lines) {
    INFO(line.bug);
    CHECK(find_bug(line.bug) != nullptr);
    CHECK(line.runs < 2'000);
    CHECK(line.microseconds < 10'000'000);
  }
  CHECK(lines->size() == bugs().size());
}
