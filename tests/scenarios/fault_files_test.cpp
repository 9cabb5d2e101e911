// Faults of scenario files: how they are spelled, what is refused, and what becomes of them in a plan.
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/scenario_texts.hpp"

namespace whitewater::scenarios {

namespace {

using simnet::faults::Manner;

// A small scenario with these faults, each a JSON object.
Result<ReadScenario> read_faults(std::string_view faults, std::span<const Override> changes = {}) {
  return read_standard(with(smallest, "}", concat({", \"faults\": [", faults, "]}"})), "f.json", changes);
}

ScheduledFault fault(std::string_view text) {
  const Result<ReadScenario> read = read_faults(text);
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  return read.value().scenario.faults.at(0);
}

// Without the place.
std::string refusal(std::string_view text) {
  const Result<ReadScenario> read = read_faults(text);
  if (read.ok()) return "no error";
  const std::string error = read.error().text();
  return error.substr(error.find("$.faults"));
}

}  // namespace

TEST_CASE("a fault with a length is an episode, one without any is a point fault") {
  const ScheduledFault flapping = fault(R"({"type": "cut", "at": "2s", "for": "200ms", "every": "500ms",
    "until": "20s", "from": "leader", "to": "all"})");
  const simnet::faults::Episode episode = simulated(flapping, 5);
  CHECK(episode.begin == simnet::faults::When(Time{} + seconds(2)));
  CHECK(episode.lasts == milliseconds(200));
  CHECK(episode.every == milliseconds(500));
  CHECK(episode.until == Time{} + seconds(20));
  CHECK(episode.manner == Manner::stacks);
  CHECK(episode.what.kind == KindId::cut);
  CHECK(episode.to.nodes == NodeSet::first(5));

  const simnet::faults::Episode point =
      simulated(fault(R"({"type": "loss", "at": "2s", "from": "all", "to": "all", "probability": 0.25})"), 5);
  CHECK(point.manner == Manner::replaces);
  CHECK_FALSE(point.lasts);
  CHECK(point.what.value<Probability>() == Probability{250'000});
  const simnet::faults::Episode over = simulated(fault(R"({"type": "heal_partition", "at": "2s"})"), 5);
  CHECK(over.manner == Manner::ends);
  CHECK(over.what.kind == KindId::partition);
}

TEST_CASE("whom a fault strikes is said by ids, roles, draws, and all of them together") {
  const auto replicas = [](std::string_view set) {
    return fault(concat({R"({"type": "pause", "at": "2s", "for": "1s", "replicas": )", set, "}"})).replicas;
  };
  CHECK(replicas(R"(["0001", "0003"])") == ReplicaSet::of(NodeSet{0b1010}));
  CHECK(replicas(R"("leader")") == ReplicaSet::of(ReplicaRole::leader));
  CHECK(replicas(R"(["leader"])") == ReplicaSet::of(ReplicaRole::leader));
  ReplicaSet both = ReplicaSet::of(NodeSet{0b1000});
  both.insert(ReplicaRole::leader);
  both.random = 2;
  CHECK(replicas(R"x(["0003", "random(2)", "leader"])x") == both);
  CHECK(ReplicaSet::of_role_number(both.role_number()).has(ReplicaRole::leader));
  CHECK(ReplicaSet::of_role_number(both.role_number()).random == 2);
  CHECK(refusal(R"({"type": "pause", "at": "2s", "replicas": "leder"})")
            .ends_with("found \"leder\"; did you mean \"leader\"?"));
  CHECK(refusal(R"({"type": "pause", "at": "2s", "replicas": ["0001", "folowers"]})")
            .ends_with("did you mean \"followers\"?"));
  for (const std::string_view set :
       {R"x("random(0)")x", R"x("random(6)")x", R"x("random(01)")x", R"x("random()")x", R"x("random")x",
        R"x(["random(1)", "random(2)"])x", R"x(["0005"])x", "[]", R"x([["0001"]])x"})
    CHECK(refusal(concat({R"({"type": "pause", "at": "2s", "replicas": )", set, "}"})).find("expected a role") !=
          std::string::npos);
}

TEST_CASE("the leader of a point fault is whom the replicas named, as it always was") {
  const auto role = [](std::string_view rest) {
    return ReplicaSet::of_role_number(
        simulated(fault(concat({R"({"type": "kill", "replicas": "leader", )", rest})), 5).whom.role);
  };
  CHECK(role(R"("at": "2s"})") == ReplicaSet::of(ReplicaRole::named_leader));
  CHECK(role(R"("at": "2s", "for": "1s"})") == ReplicaSet::of(ReplicaRole::leader));
  CHECK(role(R"("at": "2s", "until": "3s"})") == ReplicaSet::of(ReplicaRole::leader));
}

TEST_CASE("what does not fit together is refused at its field") {
  CHECK(refusal(R"({"type": "restart", "at": "2s", "for": "1s", "replicas": "all"})") ==
        "$.faults[0].for: expected nothing here: this fault has no such field");
  CHECK(refusal(R"({"type": "kill", "at": "2s", "every": "1s", "replicas": "all"})") ==
        "$.faults[0].for: expected a value, found nothing: a fault with \"every\" needs one");
  CHECK(refusal(R"({"type": "kill", "at": "2s", "for": "2s", "every": "10ms", "replicas": "all"})") ==
        "$.faults[0].for: expected at most 100 times \"every\", found 2s");
  CHECK(refusal(R"({"type": "kill", "at": "2s", "until": "2s", "replicas": "all"})") ==
        "$.faults[0].until: expected later than \"at\", found 2s");
  CHECK(refusal(R"({"type": "kill", "at": "2s", "for": "0s", "replicas": "all"})")
            .starts_with(
                "$.faults[0].for: expected a duration with a unit, like \"150ms\", from 1ns to 3600s, found \"0s\""));
  CHECK(
      refusal(R"({"type": "kil", "at": "2s", "replicas": "all"})").ends_with("found \"kil\"; did you mean \"kill\"?"));
  CHECK(refusal(R"({"type": "kill", "at": "2s", "fro": "1s", "replicas": "all"})") ==
        "$.faults[0].fro: unknown field; did you mean \"for\"?");
}

TEST_CASE("a fault keeps its number when others are removed") {
  constexpr std::string_view three = R"x({"type": "pause", "at": "1s", "for": "1s", "replicas": "random(1)"},
    {"type": "pause", "at": "2s", "for": "1s", "replicas": "random(1)"},
    {"type": "pause", "at": "3s", "for": "1s", "replicas": "random(1)"})x";
  Scenario scenario = read_faults(three).value().scenario;
  CHECK(number_of(scenario.faults, 2) == 3);
  give_numbers(scenario.faults);
  scenario.faults.erase(scenario.faults.begin() + 1);
  CHECK(number_of(scenario.faults, 1) == 3);
  const Scenario again = read_standard(write_scenario(scenario), "f.json").value().scenario;
  CHECK(again.faults == scenario.faults);
  CHECK(refusal(R"({"type": "pause", "at": "1s", "for": "1s", "replicas": "all", "number": 2},
                   {"type": "pause", "at": "2s", "for": "1s", "replicas": "all"})") ==
        "$.faults[1].number: expected a number of its own, found 2, that of faults[0]");
}

TEST_CASE("faults are set on the command line like other fields") {
  const std::vector<Override> changes{{"faults[0].type", "partition"},
                                      {"faults[0].at", "3s"},
                                      {"faults[0].for", "1s"},
                                      {"faults[0].replicas", R"(["leader", "0001"])"}};
  const Result<ReadScenario> read = read_standard(smallest, "f.json", changes);
  REQUIRE(read.ok());
  CHECK(read.value().scenario.faults.at(0).replicas.has(ReplicaRole::leader));
  const Override wrong{"faults[0].replicas", "leeder"};
  std::vector<Override> more = changes;
  more.push_back(wrong);
  CHECK(read_standard(smallest, "f.json", more)
            .error()
            .text()
            .starts_with("--set faults[0].replicas=leeder: expected a role"));
}

}  // namespace whitewater::scenarios
