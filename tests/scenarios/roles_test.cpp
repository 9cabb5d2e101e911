// Whom roles mean in running clusters, and what the report says of faults that did nothing.
#include <algorithm>
#include <string>
#include <vector>

#include "core/text/concat.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/report/report_json.hpp"
#include "scenarios/report/report_text.hpp"
#include "scenarios/standard/standard.hpp"
#include "simnet/faults/episode.hpp"
#include "tests/catch.hpp"

namespace whitewater::scenarios {

namespace {

constexpr unsigned replicas = 5;

class Begins final : public simnet::Observer {
 public:
  Watches watches() const override { return {.sends = false, .events = false, .notes = false, .writes = false}; }
  void on_episode(const simnet::EpisodeRecord& record) override {
    if (record.what == simnet::EpisodeRecord::What::begins) targets.push_back(record.targets);
  }
  std::vector<NodeSet> targets;  // of each that begins
};

struct Played {
  RunReport report;
  std::vector<NodeSet> targets;
};

Played play(std::string_view faults, std::string_view more = "") {
  const std::string text = concat({R"({"lifetime": 10, "replicas": 5, "requests": 200, "start_wait": 1,
    "replica": {"heartbeat_interval": "50ms", "election_timeout": ["150ms", "300ms"]}, "faults": [)",
                                   faults, "]", more, "}"});
  const Result<ReadScenario> read = read_standard(text, "roles.json");
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  Begins begins;
  RunOptions options;
  options.observers = {&begins};
  Runner runner;
  Played played;
  played.report = runner.run(read.value().scenario, 7, options);
  CHECK_FALSE(played.report.violation);
  played.targets = begins.targets;
  return played;
}

std::string pause(std::string_view at, std::string_view whom, std::string_view lasts = "1s") {
  return concat({R"({"type": "pause", "at": ")", at, R"(", "for": ")", lasts, R"(", "replicas": )", whom, "}"});
}

bool within(NodeSet few, NodeSet many) {
  return (few - many).empty();
}

}  // namespace

TEST_CASE("the leader, who led before, and who follows are found when a fault begins") {
  const Played played =
      play(pause("2s", R"("leader")") + ", " + pause("2500ms", R"("previous_leader")", "10ms") + ", " +
           pause("2600ms", R"("leader")", "10ms") + ", " + pause("2700ms", R"("followers")", "10ms") + ", " +
           pause("2800ms", R"(["leader", "0003"])", "10ms"));
  REQUIRE(played.targets.size() == 5);
  const NodeSet first = played.targets[0];
  const NodeSet second = played.targets[2];
  CHECK(first.size() == 1);
  CHECK(second.size() == 1);
  CHECK(played.targets[1] == first);
  CHECK(first != second);
  // The first leader is paused and does not know better; of two the one of the later term leads.
  CHECK(played.targets[3] == NodeSet::first(replicas) - first - second);
  CHECK(played.targets[4] == (second | NodeSet::of(NodeId{3})));
  CHECK(played.report.warnings.empty());
}

TEST_CASE("a majority has the leader and others that are drawn, a minority is the rest") {
  const Played played = play(pause("3s", R"("leader")", "1ms") + ", " +
                             R"({"type": "cut", "at": "3010ms", "for": "5s", "every": "100ms", "until": "4s",
                                 "from": "majority", "to": "minority"})" +
                             ", " + pause("3005ms", R"("majority")", "1ms"));
  REQUIRE(played.targets.size() == 12);
  CHECK(played.targets[1].size() == 3);
  CHECK(within(played.targets[0], played.targets[1]));
  for (std::size_t i = 2; i < played.targets.size(); ++i) CHECK(played.targets[i] == NodeSet::first(replicas));
}

TEST_CASE("a pause is ended by naming its replicas, or by naming those that are paused") {
  const Played played = play(R"({"type": "pause", "at": "3s", "replicas": "leader"},
                                {"type": "resume", "at": "4s", "replicas": "paused"},
                                {"type": "pause", "at": "5s", "replicas": ["0001", "0002"]},
                                {"type": "resume", "at": "6s", "replicas": ["0001"]},
                                {"type": "resume", "at": "7s", "replicas": "paused"},
                                {"type": "resume", "at": "8s", "replicas": "paused"})");
  REQUIRE(played.targets.size() >= 5);
  CHECK(played.targets[0].size() == 1);
  CHECK(played.targets[1] == played.targets[0]);
  CHECK(played.targets[3] == NodeSet::of(NodeId{1}));
  CHECK(played.targets[4] == NodeSet::of(NodeId{2}));
  REQUIRE(played.report.warnings.size() == 1);  // the last one meets nobody
  CHECK(played.report.outcome == RunReport::Outcome::pass);
}

TEST_CASE("a candidate is one while it asks in vain") {
  const Played played = play(R"({"type": "partition", "at": "3s", "for": "2s", "replicas": ["0001"]}, )" +
                             pause("4500ms", R"("candidate")", "1ms"));
  REQUIRE(played.targets.size() == 2);
  CHECK(played.targets[1] == NodeSet::of(NodeId{1}));
}

TEST_CASE("what is drawn depends on the number and the occurrence, not on other faults") {
  const std::string drawn = R"x({"type": "pause", "number": 9, "at": "5s", "for": "10ms", "every": "100ms",
                                "until": "7s", "replicas": "random(2)"})x";
  const Played alone = play(drawn);
  const Played behind = play(pause("4s", R"x("random(1)")x") + ", " + drawn);
  REQUIRE(alone.targets.size() == 20);
  REQUIRE(behind.targets.size() == 21);
  CHECK(std::equal(alone.targets.begin(), alone.targets.end(), behind.targets.begin() + 1));
  for (const NodeSet targets : alone.targets) CHECK(targets.size() == 2);
  CHECK(std::any_of(alone.targets.begin(), alone.targets.end(),
                    [&](NodeSet targets) { return targets != alone.targets[0]; }));
}

TEST_CASE("a fault without effect is a line of the report, and no failure") {
  const Played played = play(pause("2s", R"("dead")") + R"(,
    {"type": "kill", "at": "3s", "for": "1s", "replicas": ["0002"]},
    {"type": "pause", "at": "3500ms", "for": "100ms", "replicas": ["0002"]},
    {"type": "cut", "at": "5s", "for": "1ns", "from": ["0001"], "to": ["0002"]},
    {"type": "loss", "at": "6s", "from": "all", "to": "all", "probability": 0},
    {"type": "restart", "at": "7s", "replicas": "all"},
    {"type": "heal_partition", "at": "7s"},
    {"type": "cut", "number": 12, "at": "3000s", "for": "1s", "from": ["0001"], "to": ["0002"]})");
  const std::vector<std::string> expected{
      "fault 1, pause at 2s: no effect, no replica had this role at that time",
      "fault 3, pause at 3500ms: no effect, its replicas were not alive",
      "fault 4, cut at 5s: no effect, it changed no message",
      "fault 7, heal_partition at 7s: no effect, there was no partition to end",
      "fault 12, cut at 3000s: no effect, the run ended before it began",
  };
  CHECK(played.report.warnings == expected);
  CHECK(played.report.outcome == RunReport::Outcome::pass);
  CHECK(report_text(played.report, {}).find("\n  warning " + expected[0] + "\n") != std::string::npos);
  CHECK(report_json(played.report).find("\"warnings\":[\"" + expected[0] + "\",") != std::string::npos);
}

TEST_CASE("a jump of a clock after the end is told, and so is a run without requests") {
  const auto run = [](const std::string& fields) {
    const std::string text = R"({"lifetime": 5, "replicas": 3, )" + fields + "}";
    return Runner().run(read_standard(text, "f").value().scenario, 7).warnings;
  };
  const auto jump = [](const std::string& at) {
    return R"("requests": 10, "clocks": [{"replica": "0000"}, {"replica": "0001", "jumps": [{"at": ")" + at +
           R"(", "by": "1s"}]}])";
  };
  CHECK(run(jump("11s")).empty());
  CHECK(run(jump("13s")) == std::vector<std::string>{"clocks[1], jump at 13s: no effect, the run ended before it"});
  CHECK(run(R"("requests": 0)") ==
        std::vector<std::string>{"no request was sent: only the rules of the replicas were judged"});
}

TEST_CASE("an end without a beginning in the plan is told: a restart does not kill") {
  const auto warnings = [](const std::string& faults) { return play(faults).report.warnings; };
  const std::string restart = R"({"type": "restart", "at": "4s", "replicas": ["0001"]})";
  CHECK(warnings(restart) ==
        std::vector<std::string>{"fault 1, restart at 4s: no effect, there was no kill of its replicas to end"});
  CHECK(warnings(R"({"type": "restart", "at": "4s", "replicas": "dead"})") ==
        std::vector<std::string>{"fault 1, restart at 4s: no effect, no replica had this role at that time"});
  CHECK(warnings(R"({"type": "heal_cut", "at": "4s", "from": ["0001"], "to": "all"})") ==
        std::vector<std::string>{"fault 1, heal_cut at 4s: no effect, there was no cut to end"});
  // It may come just in case.
  CHECK(warnings(restart + R"(, {"type": "kill", "at": "5s", "for": "1s", "replicas": ["0002"]})").empty());
  CHECK(warnings(R"({"type": "kill", "at": "3s", "replicas": ["0001"]}, )" + restart).empty());
}

}  // namespace whitewater::scenarios
