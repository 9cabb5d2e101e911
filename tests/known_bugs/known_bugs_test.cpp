// The catalogue names every mistake once, each of them changes what nodes do, and the scoreboard tells what is caught
// from what is not.
#include <algorithm>
#include <atomic>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "core/base/payload_pool.hpp"
#include "core/check/properties/property.hpp"
#include "core/raft/node.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/known_bugs/budget.hpp"
#include "tests/known_bugs/catalogue_text.hpp"
#include "tests/known_bugs/planted.hpp"
#include "tests/known_bugs/scoreboard.hpp"

using namespace whitewater;
using namespace whitewater::known_bugs;

namespace {

constexpr std::uint64_t seeds_that_show_it = 400;

std::string text_of_file(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Hunt caught(std::uint64_t seeds, std::int64_t ns, const char* property) {
  Hunt hunt;
  hunt.caught = true;
  hunt.seeds = seeds;
  hunt.cpu_ns = ns;
  hunt.property = property;
  return hunt;
}

Hunt missed(std::uint64_t seeds) {
  Hunt hunt;
  hunt.seeds = seeds;
  return hunt;
}

Plan small_plan(const char* name) {
  Plan plan;
  plan.bugs = {find_bug(name)};
  plan.ranges = 3;
  plan.jobs = 2;
  plan.generator = scenarios::random_raft_scenario;
  plan.budget = [](const Bug&) { return std::uint64_t{30}; };
  return plan;
}

struct Fate {
  std::uint64_t digest = 0;
  bool violated = false;
  friend bool operator==(const Fate&, const Fate&) = default;
};

Fate fate(scenarios::Runner& runner, Mutation bug, std::uint64_t seed) {
  const Planted planted(bug);
  const scenarios::RunReport report = runner.run(scenarios::random_raft_scenario(seed), seed);
  return {report.digest, report.violation.has_value()};
}

}  // namespace

TEST_CASE("every mistake has a row, in order, under a name of its own") {
  std::set<std::string_view> names;
  auto next = static_cast<std::size_t>(Mutation::none) + 1;
  for (const Bug& bug : bugs()) {
    INFO(bug.name);
    CHECK(static_cast<std::size_t>(bug.mutation) == next++);
    CHECK(names.insert(bug.name).second);
    CHECK(find_bug(bug.name) == &bug);
    CHECK_FALSE(bug.what.empty());
  }
  CHECK(next == static_cast<std::size_t>(Mutation::behind_the_last));
  for (const Absent& bug : absent_bugs()) {
    INFO(bug.name);
    CHECK(names.insert(bug.name).second);
    CHECK_FALSE(bug.why.empty());
  }
  CHECK(find_bug("none") != nullptr);
  CHECK(find_bug("fig9") == nullptr);
}

TEST_CASE("mistakes are expected to be found by checks that exist") {
  std::set<std::string_view> known{"assertion", "liveness", "linearizability"};
  for (const checks::PropertyRow& row : checks::properties) known.insert(row.name);
  for (const Bug& bug : bugs()) {
    INFO(bug.name);
    std::istringstream words{std::string(bug.expected_by)};
    std::size_t count = 0;
    for (std::string word; words >> word; ++count) {
      INFO(word);
      CHECK(known.count(word) == 1);
    }
    CHECK(count > 0);
  }
}

TEST_CASE("docs/known-bugs.md holds the tables that scoreboard --tables prints") {
  const std::string page = text_of_file("docs/known-bugs.md");
  CHECK(page.find("\n\n" + planted_table() + "\n") != std::string::npos);
  CHECK(page.find("\n\n" + absent_table()) != std::string::npos);
}

TEST_CASE("a mistake is planted in one thread, for a while") {
  CHECK_FALSE(mutation(Mutation::fig8));
  {
    const Planted planted(Mutation::fig8);
    CHECK(mutation(Mutation::fig8));
    CHECK_FALSE(mutation(Mutation::none));
    CHECK_FALSE(mutation(Mutation::local_read));
    bool elsewhere = true;
    std::thread([&] { elsewhere = mutation(Mutation::fig8); }).join();
    CHECK_FALSE(elsewhere);
  }
  CHECK_FALSE(mutation(Mutation::fig8));
}

TEST_CASE("every planted mistake changes a run") {
  scenarios::Runner runner;
  std::vector<Fate> without;
  for (const Bug& bug : bugs()) {
    INFO(bug.name);
    bool differs = false;
    for (std::uint64_t seed = 0; seed < seeds_that_show_it && !differs; ++seed) {
      if (without.size() == seed) without.push_back(fate(runner, Mutation::none, seed));
      differs = fate(runner, bug.mutation, seed) != without[seed];
    }
    CHECK(differs);
  }
  // And what is not planted changes none: the runs above left nothing behind.
  for (std::uint64_t seed = 0; seed < without.size(); ++seed)
    REQUIRE(fate(runner, Mutation::none, seed) == without[seed]);
}

TEST_CASE("reorder-vote-log-writes puts the entry before its term") {
  const auto first_write = [](Mutation bug) {
    const Planted planted(bug);
    PayloadPool pool;
    raft::Config config;
    config.self = NodeId{0};
    config.replicas = 3;
    raft::Node node(config);
    raft::Output out(pool);
    node.start({}, {}, {}, out);
    out.clear();
    const raft::Entry entry{raft::Term{1}, {}};
    raft::AppendEntries append{raft::Term{1}, {}, {}, {}, 1, raft::make_batch(pool, &entry, 1)};
    node.step({}, NodeId{1}, raft::Message{std::move(append)}, out);
    REQUIRE(out.writes.size() == 2);
    return out.writes[0].kind;
  };
  CHECK(first_write(Mutation::none) == raft::Output::Write::Kind::hard_state);
  CHECK(first_write(Mutation::reorder_vote_log_writes) == raft::Output::Write::Kind::append);
}

TEST_CASE("the scoreboard catches a mistake, and nothing where none is planted") {
  const std::vector<Row> wrong = run(small_plan("count-old-terms"));
  REQUIRE(wrong.size() == 1);
  CHECK(wrong[0].caught() == 3);
  CHECK(wrong[0].innocent.empty());
  CHECK(all_as_they_should(wrong));
  CHECK(summary(wrong) == "caught 1 of 1");

  const std::vector<Row> right = run(small_plan("none"));
  REQUIRE(right.size() == 1);
  CHECK(right[0].caught() == 0);
  CHECK(right[0].hunts[2].seeds == 30);
  CHECK(all_as_they_should(right));
  CHECK(summary(right) == "false alarms in 0 of 3 ranges, 90 seeds");
}

TEST_CASE("where nothing is planted every seed runs once") {
  Plan plan = small_plan("none");
  std::atomic<std::uint64_t> runs{0};
  plan.generator = [&runs](std::uint64_t seed) {
    ++runs;
    return scenarios::random_raft_scenario(seed);
  };
  const std::vector<Row> rows = run(plan);
  REQUIRE(rows.size() == 1);
  CHECK(runs == std::uint64_t{30} * plan.ranges);
}

TEST_CASE("a seed that fails without the mistake catches nothing, and is told") {
  Plan plan = small_plan("barrier-advances-commit");
  plan.ranges = 1;
  // No cluster comes to rest in no time, whoever wrote it.
  plan.generator = [](std::uint64_t seed) {
    scenarios::Scenario scenario = scenarios::random_raft_scenario(seed);
    scenario.heal_within = 0;
    return scenario;
  };
  const std::vector<Row> rows = run(plan);
  CHECK(rows[0].caught() == 0);
  CHECK(rows[0].hunts[0].alarms > 0);
  CHECK(rows[0].innocent.size() >= rows[0].hunts[0].alarms);
}

TEST_CASE("medians count what was not caught as longer than anything") {
  Row row{find_bug("fig8"), {caught(7, 100, "a"), missed(500), caught(3, 900, "b"), caught(5, 300, "b")}, {}};
  CHECK(row.caught() == 3);
  CHECK(row.median_seeds() == 7);
  CHECK(row.median_ns() == 900);
  CHECK(row.property() == "b");
  CHECK_FALSE(row.always_caught());
  row.hunts[1] = caught(4, 200, "c");
  CHECK(row.always_caught());
  CHECK(row.median_seeds() == 5);
  row.hunts = {missed(9), missed(9), caught(1, 1, "a")};
  CHECK(row.median_seeds() == UINT64_MAX);
  CHECK(write_budget(std::vector<Row>{row}).find("fig8") == std::string::npos);
}

TEST_CASE("without a mistake a single alarm in a single range is one too many") {
  Row row{find_bug("none"), {missed(500), missed(500), missed(500)}, {}};
  CHECK(all_as_they_should(std::vector<Row>{row}));
  CHECK(summary(std::vector<Row>{row}) == "false alarms in 0 of 3 ranges, 1500 seeds");
  row.hunts[1] = caught(7, 100, "liveness");
  CHECK_FALSE(all_as_they_should(std::vector<Row>{row}));
  CHECK(summary(std::vector<Row>{row}) == "false alarms in 1 of 3 ranges, 1007 seeds");
  const Row found{find_bug("fig8"), {caught(7, 100, "a")}, {}};
  CHECK(summary(std::vector<Row>{found, row}) == "caught 1 of 1; false alarms in 1 of 3 ranges, 1007 seeds");
  CHECK_FALSE(all_as_they_should(std::vector<Row>{Row{find_bug("fig8"), {}, {}}}));
}

TEST_CASE("a budget is read as it was written, and anything else is refused") {
  const std::vector<Row> rows{Row{find_bug("fig8"), {caught(7, 123'456, "a")}, {}}};
  const auto lines = read_budget(write_budget(rows));
  REQUIRE(lines);
  REQUIRE(lines->size() == 1);
  CHECK(lines->front().bug == "fig8");
  CHECK(lines->front().seeds == 7);
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
    CHECK(line.seeds < 2'000);
    CHECK(line.microseconds < 10'000'000);
  }
  CHECK(lines->size() == bugs().size());
}
