// Triggers of scenario files: spelling, refusals, and faults that begin when something happened in a running cluster.
#include <string>

#include "core/text/concat.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/standard/standard.hpp"
#include "simnet/faults/episode.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/scenario_texts.hpp"

namespace whitewater::scenarios {

namespace {

std::string with_trigger(std::string_view at, std::string_view more = "") {
  return concat({R"({"lifetime": 10, "replicas": 3, "requests": 100, )", more,
                 R"("faults": [{"type": "kill", "for": "2s", "replicas": "leader", "at": )", at, "}]}"});
}

Result<ReadScenario> read(std::string_view at, std::string_view more = "") {
  return read_standard(with_trigger(at, more), "f.json");
}

std::string refusal(std::string_view at, std::string_view more = "") {
  const Result<ReadScenario> result = read(at, more);
  return result.ok() ? "no error" : result.error().text();
}

// Who became leader, and whom the fault then struck, as times.
class Watch final : public simnet::Observer {
 public:
  explicit Watch(std::uint32_t code) : code_(code) {}
  void on_event(const simnet::EventRecord& record) override {
    for (const Effects::Note& note : record.effects.notes)
      if (note.code == code_) noted.push_back(record.time);
  }
  void on_episode(const simnet::EpisodeRecord& record) override {
    if (record.what == simnet::EpisodeRecord::What::begins) begun.push_back(record.time);
  }
  std::vector<Time> noted, begun;

 private:
  std::uint32_t code_;
};

}  // namespace

TEST_CASE("a trigger is read, and written as it was") {
  for (const std::string_view at :
       {R"({"note": "became_leader"})", R"({"note": "became_leader", "nth": 2, "on": "0001", "after": "5ms"})",
        R"({"note": "log_truncated", "after": "1s"})"}) {
    INFO(at);
    const Result<ReadScenario> result = read(at);
    REQUIRE(result.ok());
    const std::string text = write_scenario(result.value().scenario, Defaults::omitted);
    CHECK(text.find(concat({"\"at\": ", at})) != std::string::npos);
    CHECK(read_standard(text, "f.json").value().scenario == result.value().scenario);
  }
}

TEST_CASE("what a trigger cannot be is refused, and a mistyped note is recognised") {
  const std::string at = "f.json:1: $.faults[0].at: expected ";
  CHECK(refusal(R"({"note": "became_leeder"})") ==
        at + R"("note" to be one of raft's, found {"note": "became_leeder"}; did you mean "became_leader"?)");
  CHECK(refusal(R"({"note": "became_leader"})", R"("system": "primary-backup", )").find("primary-backup") !=
        std::string::npos);
  CHECK(refusal(R"({"note": "became_leader", "nth": 0})").starts_with(at + "\"nth\" to be an integer from 1"));
  CHECK(refusal(R"({"note": "became_leader", "on": "0003"})").starts_with(at + "\"on\" to be the id of a replica"));
  CHECK(refusal(R"({"note": "became_leader", "after": 5})").starts_with(at + "\"after\" to be a duration"));
  CHECK(refusal(R"({"note": "became_leader", "afterwards": "5ms"})").starts_with(at + "an object with a \"note\""));
  CHECK(refusal("{}").starts_with(at + "an object with a \"note\""));
  CHECK(refusal("5").starts_with(at + "a duration with a unit, like \"150ms\", from 0s to 3600s, or an object with"));
}

TEST_CASE("a fault begins when the note was made for the n-th time") {
  Scenario scenario = read(R"({"note": "became_leader", "nth": 2, "after": "5ms"})").value().scenario;
  scenario.faults.push_back(node_fault(KindId::kill, seconds(4), ReplicaSet::of(ReplicaRole::leader)));
  scenario.faults.back().lasts = seconds(1);
  Watch watch(std::get<Trigger>(scenario.faults[0].at).note->code);
  RunOptions options;
  options.observers = {&watch};
  Runner runner;
  const RunReport report = runner.run(scenario, 3, options);
  CHECK_FALSE(report.violation);
  CHECK(report.warnings.empty());
  REQUIRE(watch.noted.size() >= 3);  // the third after the leader that the trigger killed
  REQUIRE(watch.begun.size() == 2);
  CHECK(watch.begun[0] == Time{} + seconds(4));
  CHECK(watch.begun[1] == watch.noted[1] + milliseconds(5));
}

TEST_CASE("a trigger that never fires is warned of") {
  const Scenario scenario = read(R"({"note": "became_leader", "nth": 40})").value().scenario;
  const RunReport report = Runner().run(scenario, 3);
  CHECK(report.outcome == RunReport::Outcome::pass);
  CHECK(report.warnings ==
        std::vector<std::string>{"fault 1, kill at {\"note\": \"became_leader\", \"nth\": 40}: no effect, the run "
                                 "ended before it began"});
}

}  // namespace whitewater::scenarios
