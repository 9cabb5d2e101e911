// What faults do in a run in real time: to processes, links and roles, with time that jumps.
#include "tests/catch.hpp"
#include "tests/real/fake_run.hpp"
#include "tools/real/run/disturbance.hpp"
#include "tools/real/run/real_fields.hpp"

using namespace whitewater;
using namespace whitewater::tools::real;
using namespace whitewater::tools::real::testing;

namespace {

using Acts = std::vector<std::string>;

// One fault, by its fields.
std::vector<std::string> fault(const std::vector<std::string>& fields, const std::string& place = "0") {
  std::vector<std::string> all;
  for (const std::string& field : fields) all.push_back("faults[" + place + "]." + field);
  return all;
}
std::vector<std::string> both(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Acts acts_of(const std::vector<std::string>& overrides) {
  FakeRun run(overrides);
  run.run();
  return run.acts;
}

Disturbance parsed(const std::string& text) {
  const Result<Disturbance> disturbance = parse_disturbance(text);
  REQUIRE(disturbance.ok());
  return disturbance.value();
}

}  // namespace

TEST_CASE("a replica that a fault killed starts again at its end, and counts as killed") {
  FakeRun run(fault({"type=kill", "at=\"2s\"", "for=\"1s\"", "replicas=leader"}));
  run.run();
  CHECK(run.acts == Acts{"2s crash 0000", "3s start 0000"});
  CHECK(run.count("killed by fault 1, kill") == 1);
  CHECK(run.course.living() == NodeSet::first(3));
  const course::Statistics statistics = run.course.finish();
  CHECK(statistics.killed == 1);
  CHECK(statistics.died == 0);
}

TEST_CASE("a replica that cannot be started again stays dead") {
  FakeRun run(fault({"type=kill", "at=\"2s\"", "for=\"1s\"", "replicas=leader"}));
  run.fails_to_start = NodeId{0};
  run.run();
  CHECK(run.acts == Acts{"2s crash 0000"});
  CHECK_FALSE(run.course.living().contains(NodeId{0}));
}

TEST_CASE("a point fault lasts until its ending, and the heal starts again whom a fault killed") {
  const auto kill = fault({"type=kill", "at=\"2s\"", "replicas=[\"0001\"]"});
  CHECK(acts_of(kill) == Acts{"2s crash 0001"});
  CHECK(acts_of(both(kill, fault({"type=restart", "at=\"3s\"", "replicas=dead"}, "1"))) ==
        Acts{"2s crash 0001", "3s start 0001"});
  CHECK(acts_of(both(kill, {"heal=\"7s\""})) == Acts{"2s crash 0001", "7s start 0001"});
}

TEST_CASE("a pause is SIGSTOP and SIGCONT, and holds whom another pause holds") {
  const auto first = fault({"type=pause", "at=\"2s\"", "for=\"2s\"", "replicas=[\"0001\"]"});
  const auto second = fault({"type=pause", "at=\"3s\"", "for=\"2s\"", "replicas=[\"0001\"]"}, "1");
  CHECK(acts_of(first).size() == 2);
  const Acts overlapping = acts_of(both(first, second));
  REQUIRE(overlapping.size() == 2);
  CHECK(overlapping[0].ends_with("stop 0001"));
  CHECK(overlapping[1] == "5s go_on 0001");
}

TEST_CASE("a fault comes back, and strikes whoever leads then") {
  CHECK(acts_of(fault(
            {"type=kill", "at=\"2s\"", "for=\"1500ms\"", "every=\"1s\"", "until=\"3500ms\"", "replicas=leader"})) ==
        Acts{"2s crash 0000", "3s crash 0001", "3500ms start 0000", "3500ms start 0001"});
}

TEST_CASE("roles are what the messages of replicas show") {
  const auto struck = [](const std::string& role) {
    FakeRun run(both(fault({"type=kill", "at=\"2s\"", "replicas=leader"}),
                     fault({"type=pause", "at=\"4s\"", "for=\"1s\"", "replicas=" + role}, "1")));
    run.run();
    NodeSet nodes;
    for (std::uint16_t i = 0; i < 3; ++i)
      if (run.count("stop 000" + std::to_string(i)) > 0) nodes.insert(NodeId{i});
    return nodes;
  };
  CHECK(struck("leader") == NodeSet::of(NodeId{1}));
  CHECK(struck("named_leader") == NodeSet::of(NodeId{1}));
  CHECK(struck("followers") == NodeSet::of(NodeId{2}));
  CHECK(struck("all") == (NodeSet::of(NodeId{1}) | NodeSet::of(NodeId{2})));
  CHECK(struck("previous_leader").empty());  // it is dead
  CHECK(struck("majority").contains(NodeId{1}));
  CHECK_FALSE(struck("minority").contains(NodeId{1}));
}

TEST_CASE("a partition stops messages both ways, and the report knows how many") {
  FakeRun run(both({"mix=0"}, fault({"type=partition", "at=\"2s\"", "for=\"2s\"", "replicas=[\"0002\"]"})));
  run.run();
  CHECK(run.count("message 0000 0002 fate 2") > 5);
  CHECK(run.count("message 0000 0001 fate 2") == 0);
  REQUIRE(run.core().faults().evidence().size() == 1);
  const simnet::faults::Evidence& evidence = run.core().faults().evidence()[0];
  CHECK(evidence.messages == run.count("fate 2"));
  CHECK(evidence.begun == 1);
  RealReport report;
  run.counters.fill(report, run.course.requests());
  REQUIRE(report.episodes.size() == 2);
  CHECK(report.episodes[0].effect == "0002 | 0000, 0001");
  CHECK(report.episodes[1].ends);
}

TEST_CASE("events of the course happen where its loop is awake, after the request of the same time") {
  FakeRun run({"events[0].type=kill_leader", "events[0].time=2"});
  run.run();
  REQUIRE(run.acts.size() == 1);
  CHECK(run.acts[0].ends_with(" end 0000"));
  CHECK(run.course.leader() == NodeId{1});
  CHECK(run.course.finish().killed == 1);
}

TEST_CASE("a role that nobody has is reported") {
  FakeRun run(fault({"type=restart", "at=\"2s\"", "replicas=dead"}));
  run.run();
  CHECK(run.findings.list().empty());  // an ending may do nothing
  FakeRun pause(fault({"type=pause", "at=\"2s\"", "replicas=dead"}));
  pause.run();
  REQUIRE(pause.findings.has(FindingKind::event_cancelled, no_node));
  CHECK(pause.findings.list()[0].detail == "fault 1, pause: no replica had this role at that time");
}

TEST_CASE("a fault that does nothing is reported") {
  const auto lines = [](const std::vector<std::string>& overrides, bool stopped = false) {
    FakeRun run(overrides);
    run.run();
    return run.core().faults().without_effect(stopped);
  };
  const auto late = fault({"type=kill", "at=\"100s\"", "replicas=all"});
  CHECK(lines(late) == std::vector<std::string>{"fault 1, kill: no effect, the run ended before it began"});
  CHECK(lines(late, true).empty());
  // Before the first request no message is sent.
  CHECK(lines(fault({"type=loss", "at=\"100ms\"", "for=\"500ms\"", "from=all", "to=all", "probability=1"})) ==
        std::vector<std::string>{"fault 1, loss: no effect, it changed no message"});
  CHECK(lines(fault({"type=loss", "at=\"2s\"", "from=all", "to=all", "probability=1"})).empty());
  CHECK(lines(fault({"type=kill", "at=\"2s\"", "replicas=leader"})).empty());
  CHECK(lines(fault({"type=restart", "at=\"2s\"", "replicas=dead"})).empty());
  CHECK(lines({"events[0].type=part_hard", "events[0].time=5"}).empty());
}

TEST_CASE("a healed cluster must serve a new client, and the run waits for that") {
  FakeRun run({"heal=\"7s\""});
  run.run();
  CHECK(run.core().probe()->done());
  REQUIRE(run.core().served());
  CHECK(*run.core().served() < Time{} + milliseconds(7'010));
  CHECK(run.course.finish().incorrect == 0);

  FakeRun silent({"heal=\"7s\"", "heal_within=9"});
  silent.serves = false;
  silent.run();
  CHECK_FALSE(silent.core().probe()->done());
  CHECK(silent.now >= Time{} + seconds(16));
  CHECK(silent.now < Time{} + seconds(17));

  // All links are plain again: the cut of the file holds until the heal.
  FakeRun cut(both({"heal=\"7s\"", "drops=1"}, fault({"type=cut", "at=\"2s\"", "from=all", "to=all"})));
  cut.run();
  CHECK(cut.count("message 0000 0001 fate 0") > 0);
}

TEST_CASE("a request that is not answered is asked again, under the same MID") {
  FakeRun run(both({"load.ask_again=\"200ms\""}, fault({"type=pause", "at=\"2s\"", "for=\"2s\"", "replicas=leader"})));
  run.run();
  CHECK(run.count(" again") > 5);
  CHECK(run.course.finish().unanswered_put == 0);
}

// Only gets are drawn, which become puts: then the course expects no messages.
TEST_CASE("by chance means by chance with the faults of the file, too") {
  const std::vector<std::string> gets{"mix=1", "tests.maximum_get_generation_fail_fraction=1"};
  const auto judged = [&](const std::string& who, bool serves) {
    FakeRun run(both(gets, fault({"type=kill", "at=\"900ms\"", "for=\"5s\"", "replicas=" + who})));
    run.serves = serves;
    run.run();
    return run.report();
  };
  const scenarios::RunReport nobody_lived = judged("all", true);
  CHECK(nobody_lived.failed_checks == std::vector<std::string>{"keys"});
  CHECK(nobody_lived.chance);
  const scenarios::RunReport silent = judged("leader", false);
  CHECK_FALSE(silent.failed_checks.empty());
  CHECK_FALSE(silent.chance);
  CHECK(judged("leader", true).failed_checks.empty());
}

TEST_CASE("--disturb is a fault of the scenario") {
  scenarios::Scenario scenario = FakeRun::read(fault({"type=kill", "at=\"2s\"", "replicas=leader"})).value().scenario;
  const std::vector<Disturbance> list{parsed("kill:0002@12.5"), parsed("stop:leader@1+0.5")};
  REQUIRE_FALSE(add_disturbances(list, scenario));
  REQUIRE(scenario.faults.size() == 3);
  CHECK(scenario.faults[0].number == 1u);
  CHECK(scenario.faults[1].number == 2u);
  CHECK(scenario.faults[1].type.kind == scenarios::KindId::kill);
  CHECK(scenario.faults[1].replicas.nodes == NodeSet::of(NodeId{2}));
  CHECK(scenarios::time_of(scenario.faults[1].at) == milliseconds(13'500));
  CHECK(scenario.faults[2].type.kind == scenarios::KindId::pause);
  CHECK(scenario.faults[2].lasts == milliseconds(500));
  CHECK(scenario.faults[2].number == 3u);
}

TEST_CASE("a disturbance that is none is refused in one line") {
  for (const char* bad : {"", "kill", "kill:leader", "kill:@1", "stop:leader@5", "kill:leader@5+1", "stop:x@1+1",
                          "kill:leader@-1", "kill:leader@1.2345", "kill:FFFF@1", "stop:leader@1+0", "kill:boss@1"}) {
    INFO(bad);
    CHECK_FALSE(parse_disturbance(bad).ok());
  }
  scenarios::Scenario scenario = FakeRun::read({"heal=\"7s\""}).value().scenario;
  const auto refused = [&](const std::string& text) {
    const std::vector<Disturbance> list{parsed(text)};
    const std::optional<Error> error = add_disturbances(list, scenario);
    return error ? error->text() : "";
  };
  CHECK(refused("kill:0003@1") == "--disturb kill:0003@1: expected an ID from 0000 to 0002, found 0003");
  CHECK(refused("kill:candidate@1") == "--disturb kill:candidate@1: messages do not show who is a candidate");
  CHECK(refused("kill:leader@100") == "--disturb kill:leader@100: expected a time before the heal");
  CHECK(refused("kill:leader@1").empty());
}

// Files that a run in real time once ignored, and said PASS.
TEST_CASE("a file with faults, links and a heal is done") {
  FakeRun run({}, R"({"lifetime": 5, "replicas": 3, "requests": 40, "mix": 0.5, "start_wait": 3, "end_wait": 1,
    "duplication": 1, "links": [{"from": "0000", "to": "0001", "cut": true}],
    "faults": [{"type": "kill", "at": "4s", "replicas": "leader"},
               {"type": "cut", "at": "5s", "from": "all", "to": "all"}],
    "heal": "8s"})");
  run.run();
  CHECK(run.acts == Acts{"4s crash 0000", "8s start 0000"});
  CHECK(run.count("message 0000 0001 fate 2") > 0);
  CHECK(run.count("message 0000 0002 fate 0 copies 2") > 0);
  CHECK(run.count("message 0001 0002 fate 0 copies 2") > 0);  // until the cut
  CHECK(run.count("message 0001 0002 fate 2") > 0);
  CHECK(run.core().probe()->done());
}

TEST_CASE("a file that asks for a slower disk is refused, and done without it") {
  const char* const file = R"({"lifetime": 5, "replicas": 3, "requests": 30, "mix": 0.3, "start_wait": 3, "end_wait": 1,
    "delay": "50ms", "client_delay": "30ms", "duplication": 0.5, "client_duplication": 0.5, "disk_delay": "20ms",
    "faults": [{"type": "kill", "at": "5s", "replicas": "all"}], "heal": "8s",
    "load": {"shared_keys": 2, "stray": 0.5, "ask_again": "100ms"}})";
  const Result<scenarios::ReadScenario> read = FakeRun::read({}, file);
  REQUIRE(read.ok());
  const std::optional<Error> refused = refusal(read.value().scenario, read.value().given, true);
  REQUIRE(refused);
  CHECK(refused->where == "$.disk_delay");

  std::string text(file);
  const std::string field = "\"disk_delay\": \"20ms\",";
  text.erase(text.find(field), field.size());
  FakeRun run({}, text.c_str());
  run.run();
  CHECK(run.acts.size() == 6);  // all are killed, and start again at the heal
  CHECK(run.count("copies 2") > 0);
  CHECK(run.core().probe()->done());
}
