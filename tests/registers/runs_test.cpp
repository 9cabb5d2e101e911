// The workload registers on the systems of the program: it passes what is right, on the wire too, is the same every
// time, and asks a healed cluster to serve.
#include "scenarios/experiment/runner.hpp"
#include "scenarios/report/report_json.hpp"
#include "scenarios/report/report_text.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/registers_report.hpp"
#include "tests/catch.hpp"
#include "tests/registers/troubled.hpp"

namespace whitewater::scenarios {
namespace {

using Outcome = RunReport::Outcome;

}  // namespace

TEST_CASE("on Raft, in trouble, it passes; through the codecs and without checks it is the same run") {
  const Scenario scenario = read(troubled);
  Runner runner;
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    const RunReport plain = runner.run(scenario, seed);
    INFO(report_text(plain, {}));
    CHECK(plain.outcome == Outcome::pass);
    CHECK(registers_report(plain).counts.redirects > 0);
    CHECK(registers_report(plain).counts.sent > registers_report(plain).counts.requests);
    RunOptions options;
    options.wire = true;
    CHECK(runner.run(scenario, seed, options).digest == plain.digest);
    options.wire = false;
    options.checks = false;
    const RunReport unchecked = runner.run(scenario, seed, options);
    CHECK(unchecked.digest == plain.digest);
    CHECK_FALSE(unchecked.linearizability.has_value());
    CHECK(unchecked.sections.front()->same_as(*plain.sections.front()));
  }
}

TEST_CASE("on primary-backup it passes, and finds out what sending a request twice does to it") {
  const std::string_view text =
      R"({"workload": "registers", "system": "primary-backup", "replicas": 3, "keys": 1, "think": "1ms",)"
      R"( "lifetime": "2s"})";
  Runner runner;
  CHECK(runner.run(read(text), 1).outcome == Outcome::pass);
  Scenario again = read(text);
  registers(again).ask_again = microseconds(100);
  const RunReport report = runner.run(again, 1);
  REQUIRE(report.violation.has_value());
  CHECK(report.violation->property == "linearizability");
  CHECK(report.violation->details.size() == 4);
}

TEST_CASE("a healed cluster has to come to rest and to serve") {
  Scenario scenario = read(troubled);
  scenario.heal = registers(scenario).end() - Time{};
  Runner runner;
  CHECK(runner.run(scenario, 4).outcome == Outcome::pass);
  // Its leader leads, but nobody can ask it in time.
  scenario.network.client_delay =
      simnet::DelayModel{simnet::DelayModel::Kind::constant, seconds(100), {}, {}, {}, {}, {}};
  const RunReport mute = runner.run(scenario, 4);
  CHECK(mute.outcome == Outcome::fail);
  REQUIRE(mute.violation.has_value());
  CHECK(mute.violation->property == "liveness");
  CHECK(mute.violation->text.find("a client still waits for an answer to a get of a key that was put before") == 0);
}

TEST_CASE("a report says in text and in JSON what was asked and answered") {
  Runner runner;
  const RunReport report = runner.run(read(R"({"workload": "registers", "replicas": 3, "lifetime": "2s"})"), 1);
  const std::string text = report_text(report, {});
  for (const char* const words :
       {"operations begun", "ok latency, p99", "append_entries", "different states of the cluster",
        "every answer fits a request of its client", "PASS"}) {
    INFO(words);
    CHECK(text.find(words) != std::string::npos);
  }
  const std::string json = report_json(report);
  for (const char* const words : {R"("registers":{"operations":)", R"("cluster_states":)",
                                  R"("ok_latency_s":{"p50":0.)", R"("verdict":"pass")"}) {
    INFO(words);
    CHECK(json.find(words) != std::string::npos);
  }
}

TEST_CASE("a client without a pause in a network without delays lets time go on") {
  const Scenario scenario = read(R"({"workload": "registers", "replicas": 3, "lifetime": "30ms", "think": "0s",
    "client_delay": "0s", "delay": "0s", "replica": {"election_timeout": ["10ms", "20ms"], "heartbeat_interval": "5ms",
    "retransmit_after": "5ms", "commit_notice_after": "0s"}})");
  const RunReport report = Runner().run(scenario, 1);
  INFO(report_text(report, {}));
  CHECK(report.outcome == Outcome::pass);
  CHECK(registers_report(report).counts.ok() > 1'000);
}

TEST_CASE("the leader of a fault is whom replicas named last") {
  Scenario scenario = read(R"({"workload": "registers", "replicas": 3,
    "faults": [{"type": "kill", "at": "4s", "replicas": "leader"}]})");
  Runner runner;
  const RunReport report = runner.run(scenario, 1);
  REQUIRE(runner.faults().size() == 1);
  CHECK(runner.faults().front().targets.size() == 1);
  CHECK(registers_report(report).leaders >= 2);
}

TEST_CASE("samples have the percentiles of the nearest rank") {
  CHECK(latencies_of({}) == RegistersReport::Latencies{});
  CHECK(latencies_of({5}) == RegistersReport::Latencies{Duration{5}, Duration{5}, Duration{5}, Duration{5}});
  std::vector<std::int64_t> hundred;
  for (std::int64_t i = 100; i >= 1; --i) hundred.push_back(i);
  CHECK(latencies_of(hundred) == RegistersReport::Latencies{Duration{50}, Duration{90}, Duration{99}, Duration{100}});
}

}  // namespace whitewater::scenarios
