// Draws: one that is pinned changes only itself, and a run with all of its draws pinned is the same run.
#include "core/raft/election/draws.hpp"

#include "core/base/payload_pool.hpp"
#include "core/raft/node.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/systems/replica_options.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/scenario_texts.hpp"

namespace whitewater::scenarios {

namespace {

// What one node draws that hears nobody, in so many campaigns.
std::vector<raft::Draw> drawn_alone(bool prevote, std::span<const raft::Draw> pinned) {
  raft::Draws draws;
  draws.reset(pinned);
  raft::Config config;
  config.self = NodeId{0};
  config.seed = 7;
  config.prevote = prevote;
  config.draws = &draws;
  raft::Node node(config);
  PayloadPool pool;
  raft::Output out(pool);
  node.start(Time{}, {}, {}, out);
  for (int campaigns = 0; campaigns < 30; ++campaigns) {
    out.clear();
    node.tick(node.next_deadline(), out);
  }
  return {draws.made().begin(), draws.made().end()};
}

std::string draw_text(std::string_view node, std::string_view timeout, std::string_view more = "") {
  return std::string(R"("draws": [{"node": ")").append(node) +
         R"(", "life": 0, "term": 3, "attempt": 1, "election_timeout": ")" + std::string(timeout) + "\"}" +
         std::string(more) + "]";
}

std::string error_of(const std::string& fields) {
  const Result<ReadScenario> read =
      read_standard("{\"lifetime\": 30, \"replicas\": 5, \"requests\": 500,\n" + fields + "}", "f.json");
  return read ? "no error" : read.error().text();
}

}  // namespace

TEST_CASE("a draw that is pinned changes only itself") {
  const bool prevote = GENERATE(false, true);
  const std::vector<raft::Draw> free = drawn_alone(prevote, {});
  REQUIRE(free.size() > 8);
  for (std::size_t i = 0; i < free.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) CHECK_FALSE(free[i].same_name(free[j]));
  std::vector<raft::Draw> expected = free;
  expected[4].election_timeout = nanoseconds(601'234'567);
  CHECK(drawn_alone(prevote, std::span(&expected[4], 1)) == expected);
  CHECK(drawn_alone(prevote, expected) == expected);
}

TEST_CASE("a run with all of its draws pinned is the same run, also from a file") {
  Runner runner;
  std::size_t draws = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    const Scenario scenario = random_raft_scenario(seed);
    const std::uint64_t digest = runner.run(scenario, seed).digest;
    const std::optional<Scenario> pinned = runner.pinned(scenario);
    REQUIRE(pinned.has_value());
    draws += replica_options(*pinned).draws.size();
    REQUIRE(runner.run(*pinned, seed).digest == digest);
    CHECK(runner.pinned(scenario) == pinned);
    const Result<ReadScenario> read = read_standard(write_scenario(*pinned), scenario.name + ".json");
    INFO((read ? std::string() : read.error().text()));
    REQUIRE(read.ok());
    CHECK(read.value().scenario == *pinned);
  }
  CHECK(draws > 400);
}

// So the test above shows something: what is pinned counts.
TEST_CASE("another value of a draw that was made makes another run") {
  Runner runner;
  const Scenario scenario = random_raft_scenario(1);
  const std::uint64_t digest = runner.run(scenario, 1).digest;
  Scenario pinned = *runner.pinned(scenario);
  std::vector<raft::Draw>& draws = replica_options(pinned).draws;
  draws.resize(1);
  CHECK(runner.run(pinned, 1).digest == digest);
  draws[0].election_timeout = replica_options(scenario).timing.election_timeout_max;
  CHECK(runner.run(pinned, 1).digest != digest);
}

TEST_CASE("draws are refused where they cannot be meant") {
  const std::string at = "f.json:2: $.draws[0]";
  CHECK(error_of(draw_text("0002", "2s")) == "no error");
  CHECK(error_of(draw_text("0005", "2s")) ==
        at + ".node: expected the id of a replica, \"0000\" to \"0004\", found \"0005\"");
  CHECK(error_of(draw_text("0002", "3s")) == at + ".election_timeout: expected from 1750ms to 2750ms, found 3s");
  CHECK(error_of(draw_text("0002", "2s",
                           R"(, {"node": "0002", "life": 0, "term": 3, "attempt": 1,)"
                           R"( "election_timeout": "1900ms"})")) ==
        "f.json:2: $.draws[1]: expected every draw once, found that of draws[0] again");
  CHECK(
      error_of("\"system\": \"primary-backup\", " + draw_text("0002", "2s")) ==
      "f.json:2: $.draws: unknown field; it belongs to the system \"raft\", and this scenario's is \"primary-backup\"");
}

TEST_CASE("a system that draws nothing of its own has nothing to pin") {
  const Result<ReadScenario> read =
      read_standard(R"({"lifetime": 5, "replicas": 3, "requests": 20, "system": "primary-backup"})", "f.json");
  REQUIRE(read.ok());
  Runner runner;
  runner.run(read.value().scenario, 1);
  CHECK_FALSE(runner.pinned(read.value().scenario).has_value());
}

}  // namespace whitewater::scenarios
