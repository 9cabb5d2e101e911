// Failures in the course's own scenarios, with a planted mistake: their scheduled events are pieces of a failure like
// faults: shrunk away where they are not needed, and told where they are.
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/search/explain/explain.hpp"
#include "scenarios/search/explain/explanation_text.hpp"
#include "scenarios/search/pieces.hpp"
#include "scenarios/search/requests.hpp"
#include "scenarios/search/shrink.hpp"
#include "scenarios/search/trial.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/known_bugs/planted.hpp"
#include "tests/scenarios/scenario_texts.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;
using known_bugs::Planted;

namespace {

Scenario course_scenario(const std::string& name) {
  const Result<ReadScenario> read = read_scenario(course_text(name), name, standard_toolbox());
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  return read.value().scenario;
}

// The first seed that fails with the mistake, and passes without it.
std::optional<Failure> first_failure(const Scenario& file, Mutation bug, unsigned seeds) {
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    Scenario scenario = file;
    scenario.seed = seed;
    Trials trials;
    if (trials.run(scenario).kind) continue;
    const Planted planted(bug);
    const Trial trial = trials.run(scenario);
    if (trial.kind) return failure_of(scenario, false, trial.report, *trial.kind);
  }
  return std::nullopt;
}

struct Expected {
  const char* scenario;
  Mutation bug;
  unsigned events_max;  // that are left
};

}  // namespace

TEST_CASE("an event of the course that goes leaves the others their replicas") {
  const Scenario scenario = course_scenario("partition-4");
  const std::size_t count = event_count(scenario);
  REQUIRE(count >= 2);
  const std::vector<Piece> pieces = pieces_of(scenario);
  std::size_t events = 0;
  for (const Piece& piece : pieces) {
    if (piece.kind != Piece::Kind::event) continue;
    ++events;
    CHECK(event_count(piece.without) == count - 1);
    CHECK(piece.words.starts_with("the "));
    CHECK(piece.words.find(" at ") != std::string::npos);
  }
  CHECK(events == count);
  // The second partition of the file takes the same side when it is the only event.
  const auto sides = [](const Scenario& played) {
    Runner runner;
    runner.run(played, 7);
    std::vector<NodeSet> nodes;
    for (const FaultStrike& strike : runner.faults())
      if (strike.name == "part_hard" || strike.name == "partition")
        if (!strike.ends) nodes.push_back(strike.targets);
    return nodes;
  };
  std::vector<bool> second(count, false);
  second[2] = true;
  REQUIRE(event_at(scenario, 2).kind == "part_hard");
  const Scenario alone = with_events(scenario, second);
  REQUIRE(event_count(alone) == 1);
  const std::vector<NodeSet> all = sides(scenario);
  REQUIRE(all.size() == 2);
  CHECK(all[0] != all[1]);
  CHECK(sides(alone) == std::vector<NodeSet>{all[1]});
  const Result<ReadScenario> again = read_scenario(write_scenario(alone), alone.name + ".json", standard_toolbox());
  REQUIRE(again.ok());
  CHECK(again.value().scenario == alone);
}

TEST_CASE("a failure in a scenario of the course shrinks to few of its events, which the explanation names") {
  const Expected rows[] = {
      {"crash-4", Mutation::local_read, 2},      {"partition-2", Mutation::local_read, 2},
      {"partition-4", Mutation::fig8, 2},        {"advanced-1", Mutation::local_read, 2},
      {"advanced-4", Mutation::deposed_read, 2}, {"crash-3", Mutation::redirect_loop, 1},
  };
  unsigned named = 0;
  std::size_t before = 0;
  std::size_t after = 0;
  std::set<std::string> told;
  for (const Expected& row : rows) {
    const Scenario file = course_scenario(row.scenario);
    const std::optional<Failure> failure = first_failure(file, row.bug, 40);
    INFO(row.scenario);
    if (!failure) {
      WARN(row.scenario << ": this mistake does not show in 40 seeds");
      continue;
    }
    const Planted planted(row.bug);
    const Shrunk shrunk = shrink(*failure);
    REQUIRE(shrunk.fails);
    const std::size_t left = event_count(shrunk.failure.scenario);
    WARN(row.scenario << ": " << shrunk.failure.kind.property << ", " << event_count(file) << " events, left " << left
                      << " and " << shrunk.failure.scenario.faults.size() << " faults, "
                      << shrunk.failure.scenario.fates.size() << " fates, " << shrunk.after.requests << " requests");
    CHECK(left <= row.events_max);
    before += event_count(file);
    after += left;
    const Result<Explanation> explained = explain(shrunk.failure);
    REQUIRE(explained.ok());
    unsigned events = 0;
    for (const Piece& piece : pieces_of(shrunk.failure.scenario)) {
      if (piece.kind != Piece::Kind::event) continue;
      ++events;
      for (const Necessity& one : explained.value().necessities)
        if (one.piece == piece.words) {
          CHECK(one.needed);
          ++named;
          told.insert(row.scenario);
        }
    }
    CHECK(events == left);
    WARN(explanation_text(explained.value()));
  }
  CHECK(told.size() >= 3);
  CHECK(named == after);
  CHECK(2 * after <= before);
}
