// A replica that is removed leaves the others with their draws: they keep the numbers by which draws know them.
#include "scenarios/search/remove_replica.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "core/text/concat.hpp"
#include "scenarios/experiment/roles.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/systems/replica_options.hpp"
#include "scenarios/workloads/registers_load.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/fate_log.hpp"
#include "tests/scenarios/scenario_texts.hpp"

namespace whitewater::scenarios {

namespace {

Scenario scenario_of(std::string_view text) {
  const Result<ReadScenario> read = read_standard(text, "f.json");
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  return read.value().scenario;
}

std::string error_of(std::string_view fields) {
  const Result<ReadScenario> read =
      read_standard(concat({R"({"lifetime": 30, "replicas": 3, "requests": 500, )", fields, "}"}), "f.json");
  return read ? "no error" : read.error().text();
}

// The fates of a run, of replicas under other names.
tests::Fates fates_of(Runner& runner, const Scenario& scenario, std::uint64_t seed, const NodeNumbers& numbers) {
  tests::FateLog log(Time{} + *scenario.heal);
  RunOptions options;
  options.observers = {&log};
  runner.run(scenario, seed, options);
  const auto number = [&](unsigned node) { return numbers.of(NodeId{static_cast<std::uint16_t>(node)}); };
  tests::Fates fates;
  for (const auto& [message, fate] : log.fates) {
    const auto& [from, to, life, identity] = message;
    fates[{number(from), number(to), life, identity}] = fate;
  }
  return fates;
}

// One network from beginning to end, which loses much, and one replica that is dead from the start.
Scenario with_a_dead_replica(std::uint64_t seed, NodeId dead) {
  Scenario scenario = random_raft_scenario(seed);
  scenario.replicas = 5;
  scenario.clocks.clear();
  scenario.faults.clear();
  scenario.network.links.clear();
  scenario.network.loss = Probability{100'000};
  scenario.faults = {node_fault(KindId::kill, Duration{}, ReplicaSet::of(NodeSet::of(dead)))};
  return scenario;
}

}  // namespace

TEST_CASE("without a replica that is dead from the start, the fates of the others' messages are what they were") {
  Runner runner;
  tests::Comparison all;
  tests::Comparison renamed;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    const NodeId dead{static_cast<std::uint16_t>(seed % 5)};
    const Scenario whole = with_a_dead_replica(seed, dead);
    const std::optional<Scenario> rest = without_replica(whole, dead);
    REQUIRE(rest.has_value());
    CHECK(rest->replicas == 4);
    CHECK(rest->faults.empty());
    const tests::Fates fates = fates_of(runner, whole, seed, {});
    all.add(fates, fates_of(runner, *rest, seed, numbers_of(*rest)));
    // So the comparison shows something: with its place for a number, a replica draws anew.
    Scenario other = *rest;
    other.numbers.clear();
    if (dead.value < 4) renamed.add(fates, fates_of(runner, other, seed, numbers_of(*rest)));
  }
  INFO(all.both << " messages in both runs, " << all.lost << " of them lost, " << all.only_one << " in one of them");
  CHECK(all.different == 0);
  CHECK(all.both > 2'000);
  CHECK(all.lost > 200);
  CHECK(renamed.different > 100);
}

TEST_CASE("every place that names a replica is told when one is removed") {
  const std::optional<Scenario> left =
      without_replica(scenario_of(R"_({"workload": "registers", "replicas": 5, "lifetime": "5s",
    "links": [{"from": "0000", "to": "0002", "loss": 0.5}, {"from": "0003", "to": "0004", "cut": true}],
    "clocks": [{"replica": "0002", "rate_ppm": 5}, {"replica": "0003", "rate_ppm": 7}],
    "draws": [{"node": "0002", "life": 0, "term": 0, "attempt": 0, "election_timeout": "2s"},
              {"node": "0004", "life": 0, "term": 0, "attempt": 0, "election_timeout": "2s"}],
    "fates": [
      {"message": "append_entries", "from": "0002", "to": "0004", "term": 3, "index": 17, "lost": true},
      {"message": "append_entries", "from": "0001", "to": "0004", "term": 3, "index": 17, "lost": true},
      {"message": "reply", "from": "0003", "to": "0015", "first_from": "5s", "delay": "1ms"},
      {"write": "append", "node": "0002", "index": 17, "delay": "80ms"},
      {"write": "append", "node": "0004", "index": 18, "delay": "80ms"}],
    "faults": [
      {"type": "kill", "at": "1s", "replicas": ["0002"]},
      {"type": "kill", "at": "1s", "replicas": ["0002", "0004"]},
      {"type": "kill", "at": {"note": "became_leader", "on": "0002"}, "replicas": "leader"},
      {"type": "pause", "at": {"note": "became_leader", "on": "0003"}, "replicas": "random(5)", "for": "1s"},
      {"type": "cut", "at": "1s", "from": ["0001"], "to": ["0002"]},
      {"type": "cut", "at": "1s", "from": ["0001", "leader"], "to": ["0002", "leader"]},
      {"type": "restart", "at": "2s", "replicas": "dead"}]})_"),
                      NodeId{2});
  const Scenario expected = scenario_of(R"_({"workload": "registers", "replicas": 4, "lifetime": "5s",
    "numbers": [0, 1, 3, 4],
    "links": [{"from": "0002", "to": "0003", "cut": true}],
    "clocks": [{"replica": "0002", "rate_ppm": 7}],
    "draws": [{"node": "0003", "life": 0, "term": 0, "attempt": 0, "election_timeout": "2s"}],
    "fates": [
      {"message": "append_entries", "from": "0001", "to": "0003", "term": 3, "index": 17, "lost": true},
      {"message": "reply", "from": "0002", "to": "0014", "first_from": "5s", "delay": "1ms"},
      {"write": "append", "node": "0003", "index": 18, "delay": "80ms"}],
    "faults": [
      {"type": "kill", "number": 2, "at": "1s", "replicas": ["0003"]},
      {"type": "pause", "number": 4, "at": {"note": "became_leader", "on": "0002"}, "replicas": "random(4)",
       "for": "1s"},
      {"type": "cut", "number": 6, "at": "1s", "from": ["0001", "leader"], "to": "leader"},
      {"type": "restart", "number": 7, "at": "2s", "replicas": "dead"}]})_");
  REQUIRE(left.has_value());
  INFO(write_scenario(*left));
  CHECK(*left == expected);
  // And once more: numbers are those of the first scenario.
  const std::optional<Scenario> three = without_replica(expected, NodeId{2});
  REQUIRE(three.has_value());
  CHECK(three->numbers == std::vector<std::uint16_t>{0, 1, 4});
  // Raft needs three.
  CHECK_FALSE(without_replica(*three, NodeId{0}).has_value());
}

TEST_CASE("without the last replica nobody needs a number") {
  const Scenario scenario = scenario_of(R"({"lifetime": 5, "replicas": 5, "requests": 50})");
  CHECK(without_replica(scenario, NodeId{4})->numbers.empty());
  CHECK(without_replica(scenario, NodeId{3})->numbers == std::vector<std::uint16_t>{0, 1, 2, 4});
}

TEST_CASE("every draw knows a replica by its number") {
  // In each of these scenarios one thing alone is drawn for replicas.
  const std::string_view calm =
      R"("delay": "1ms", "client_delay": "1ms", "replica": {"election_timeout": ["2s", "2s"], "prevote": false})";
  const std::string_view drawn = GENERATE(
      R"("delay": {"uniform": ["1ms", "2ms"]}, "client_delay": "1ms", "replica": {"election_timeout": ["2s", "2s"]})",
      R"("delay": "1ms", "client_delay": {"uniform": ["1ms", "2ms"]}, "replica": {"election_timeout": ["2s", "2s"]})",
      R"("delay": "1ms", "client_delay": "1ms", "replica": {"election_timeout": ["2s", "3s"]})",
      R"("delay": "1ms", "client_delay": "1ms", "replica": {"election_timeout": ["2s", "2s"]}, "drops": 0.2)",
      R"("delay": "1ms", "client_delay": "1ms", "replica": {"election_timeout": ["2s", "2s"]},
         "clock_drift_ppm": 50)",
      R"("delay": "1ms", "client_delay": "1ms", "replica": {"election_timeout": ["2s", "2s"]},
         "disk_delay": {"uniform": ["1ms", "2ms"]})");
  const auto digest = [](std::string_view fields, std::string_view numbers) {
    Runner runner;
    return runner
        .run(scenario_of(concat({R"({"lifetime": 5, "replicas": 3, "requests": 0, )", numbers, fields, "}"})), 7)
        .digest;
  };
  CAPTURE(drawn);
  const std::string_view others = R"("numbers": [0, 5, 9], )";
  CHECK(digest(drawn, R"("numbers": [0, 1, 2], )") == digest(drawn, ""));
  CHECK(digest(calm, others) == digest(calm, ""));
  if (drawn.find("client_delay\": {") == std::string_view::npos) CHECK(digest(drawn, others) != digest(drawn, ""));
}

TEST_CASE("who is drawn of replicas is drawn by their numbers") {
  NodeNumbers numbers;
  const std::array<std::uint16_t, 3> kept{0, 2, 4};
  for (std::uint16_t i = 0; i < 3; ++i) numbers.set(NodeId{i}, kept[i]);
  RegistersLoad five;
  RegistersLoad three;
  five.reset({}, 5, 1);
  three.reset({}, 3, 1, numbers);
  unsigned same = 0;
  for (std::uint32_t i = 0; i < 300; ++i) {
    const NodeId of_five = five.replica({0, i}, 0, 0);
    const NodeId of_three = three.replica({0, i}, 0, 0);
    if (of_five.value % 2 != 0) continue;
    CHECK(numbers.of(of_three) == of_five.value);
    ++same;
  }
  CHECK(same > 100);
  for (std::uint32_t fault = 1; fault < 100; ++fault) {
    const NodeSet of_five = drawn_replicas(1, 5, 1, {fault, 0});
    const NodeSet of_three = drawn_replicas(1, 3, 1, {fault, 0}, numbers);
    if ((*of_five.begin()).value % 2 == 0) CHECK(numbers.of(*of_three.begin()) == (*of_five.begin()).value);
  }
}

TEST_CASE("numbers are refused where they cannot be meant") {
  const std::string wrong =
      "f.json:1: $.numbers: expected a list of 3 integers, one for each replica, ascending, from 0 to 999, found ";
  CHECK(error_of(R"("numbers": [0, 2, 4])") == "no error");
  CHECK(error_of(R"("numbers": [0, 2])") == wrong + "[0, 2]");
  CHECK(error_of(R"("numbers": [0, 2, 2])") == wrong + "[0, 2, 2]");
  CHECK(error_of(R"("numbers": [0, 2, 1])") == wrong + "[0, 2, 1]");
  CHECK(error_of(R"("numbers": [0, 2, 1000])") == wrong + "[0, 2, 1000]");
  CHECK(error_of(R"("numbers": "0")") == wrong + "\"0\"");
  const Scenario scenario = scenario_of(R"({"lifetime": 30, "replicas": 3, "requests": 500, "numbers": [1, 2, 9]})");
  CHECK(scenario_of(write_scenario(scenario)).numbers == scenario.numbers);
}

}  // namespace whitewater::scenarios
