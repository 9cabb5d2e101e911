// The catalogue names every mistake once, and each of them changes what nodes do.
#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "core/base/payload_pool.hpp"
#include "core/check/properties/property.hpp"
#include "core/raft/node.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/known_bugs/catalogue.hpp"
#include "tests/known_bugs/catalogue_text.hpp"
#include "tests/known_bugs/planted.hpp"

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
