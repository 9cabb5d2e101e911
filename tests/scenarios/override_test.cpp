// Fields set from outside: the same values, the same rules, and messages that name the option.
#include "scenarios/format/override.hpp"

#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/systems/replica_options.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/scenario_texts.hpp"

namespace whitewater::scenarios {
namespace {

Result<ReadScenario> read(std::initializer_list<Override> overrides) {
  return read_standard(course_text("crash-2"), "crash-2.json", std::span(overrides.begin(), overrides.size()));
}

std::string error(std::initializer_list<Override> overrides) {
  const Result<ReadScenario> result = read(overrides);
  return result ? "no error" : result.error().text();
}

}  // namespace

TEST_CASE("an override sets a field, at any depth, whether the file has it or not") {
  const Result<ReadScenario> result = read({{"drops", "0.25"},
                                            {"replica.replication", "thrifty"},
                                            {"replica.heartbeat_interval", "50ms"},
                                            {"$.events[0].time", "12"},
                                            {"tests.benchmarks.total_msgs", "[1, 2, 3]"},
                                            {"seed", "0xff"},
                                            {"delay", R"({"constant": "3ms"})"}});
  REQUIRE(result.ok());
  const Scenario& scenario = result.value().scenario;
  CHECK(scenario.network.loss == Probability{250'000});
  CHECK(replica_options(scenario).replication == raft::ReplicationPolicy::thrifty);
  CHECK(replica_options(scenario).timing.heartbeat_interval == milliseconds(50));
  CHECK(exercise(scenario).events[0].time == seconds(12));
  CHECK(exercise(scenario).events[1].time == seconds(20));
  CHECK(exercise(scenario).benchmarks->total_msgs == course::Tiers{1'000'000, 2'000'000, 3'000'000});
  CHECK(scenario.seed == 255u);
  CHECK(scenario.network.delay.low == milliseconds(3));
}

TEST_CASE("an index one beyond the end appends, and lists come into being") {
  const Result<ReadScenario> result = read({{"events[2].type", "part_easy"},
                                            {"events[2].time", "25"},
                                            {"links[0]", R"({"from": "0000", "to": "0001", "cut": true})"}});
  REQUIRE(result.ok());
  CHECK(exercise(result.value().scenario).events.size() == 3);
  CHECK(exercise(result.value().scenario).events[2] == course::TimedEvent{course::EventType::part_easy, seconds(25)});
  CHECK(result.value().scenario.network.links.at(0).cut);
}

TEST_CASE("the last override of a field wins") {
  CHECK(read({{"drops", "0.1"}, {"drops", "0.2"}}).value().scenario.network.loss == Probability{200'000});
}

TEST_CASE("an error in an override names the option") {
  CHECK(error({{"drops", "2"}}) == "--set drops=2: expected a number from 0 to 1, found 2");
  CHECK(error({{"dropz", "0"}}) == "--set dropz=0: unknown field; did you mean \"drops\"?");
  CHECK(error({{"events[0].time", "31"}}) == "--set events[0].time=31: expected a number from 0 to 30, found 31");
  CHECK(error({{"events[5].time", "3"}}) == "--set events[5].time=3: expected an index from 0 to 2, found 5");
  CHECK(error({{"replica", "5"}}) == "--set replica=5: expected an object, found 5");
  CHECK(error({{"drops.x", "5"}, {"mix.y", "1"}}) == "--set mix.y=1: expected an object to set a field of, found 0.2");
  CHECK(error({{"mix[0]", "1"}}) == "--set mix[0]=1: expected an array to set an element of, found 0.2");
  CHECK(error({{"a b", "1"}}) == "--set a b=1: expected a path like replica.reads or events[0].time");
  CHECK(error({{"links", R"([{"from": "0000"}])"}}) ==
        "--set links=[{\"from\": \"0000\"}]: $.links[0].to: expected the id of a replica, \"0000\" to \"0004\", "
        "found nothing");
  CHECK(error({{"replica.heartbeat_interval", "2s"}}) ==
        "--set replica.heartbeat_interval=2s: expected less than election_timeout_min, found \"2s\"");
}

TEST_CASE("an override cannot be used to break the reader") {
  std::string deep = "a";
  for (int i = 0; i < 100'000; ++i) deep += ".a";
  CHECK(error({{deep, "1"}}).ends_with("expected a path like replica.reads or events[0].time"));
  CHECK(error({{"mix", std::string(1'000'000, '[')}}).size() < 400);
  CHECK(error({{"events[18446744073709551615]", "1"}}).find("expected an index from 0 to 2") != std::string::npos);
  CHECK(error({{"mix", "\xff\n"}}).find_first_of("\n\xff") == std::string::npos);
}

}  // namespace whitewater::scenarios
