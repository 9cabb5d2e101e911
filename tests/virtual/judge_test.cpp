// Programs are judged by their messages alone: each check bites on a program that is planted for it, and says what it
// looked at on those that are right.
#include <string>

#include "core/text/concat.hpp"
#include "scenarios/report/report_json.hpp"
#include "scenarios/report/report_text.hpp"
#include "tests/catch.hpp"
#include "tests/virtual/run_program.hpp"
#include "tools/virtual/host/program.hpp"
#include "tools/virtual/judge/fields.hpp"
#include "tools/virtual/judge/refusals.hpp"

namespace whitewater::tools::virtual_time {
namespace {

using Outcome = scenarios::RunReport::Outcome;

scenarios::Scenario conduct(const std::string& behaviour) {
  scenarios::Scenario scenario =
      scenario_of(WHITEWATER_VIRTUAL_PYTHON, {WHITEWATER_VIRTUAL_FIXTURES "/conduct.py", behaviour});
  scenario.system_options.get<Program>().patience = seconds(2);
  return scenario;
}
bool no_python() {
  return std::string(WHITEWATER_VIRTUAL_PYTHON).empty();
}
void says(const std::string& text, const std::string& part) {
  CAPTURE(text, part);
  CHECK(text.find(part) != std::string::npos);
}
void says_not(const std::string& text, const std::string& part) {
  CAPTURE(text, part);
  CHECK(text.find(part) == std::string::npos);
}
void fails(const std::string& behaviour, const std::string& property, const std::string& part) {
  const Ran ran = run(conduct(behaviour), 3);
  CAPTURE(behaviour);
  REQUIRE(ran.report.violation);
  CHECK(ran.report.outcome == Outcome::fail);
  CHECK(ran.report.violation->property == property);
  says(ran.report.violation->text, part);
}

TEST_CASE("A right program is judged, and the report says by what") {
  if (no_python()) return;
  for (const std::string behaviour : {"honest", "candidates", "itself"}) {
    const Ran ran = run(conduct(behaviour), 3);
    CHECK_FALSE(ran.report.violation);
    const std::string text = scenarios::report_text(ran.report, {});
    says(text, "ok      no term has two leaders: ");
    says(text, "claim 1 term (field term)");
    says(text, "ok      a healthy majority is never silent for 2 s");
    says(text, "ok      no redirect storm in a healthy majority: ");
    says_not(text, "warning");
    says(scenarios::report_json(ran.report), R"({"name":"two_leaders","judged":true,)");
  }
}

TEST_CASE("Two leaders of a term are found, wherever their messages say the term") {
  if (no_python()) return;
  fails("two-leaders", "two_leaders", "0001 says in beat to 0002 that it leads term 1 (term), but 0000 has said so");
  fails("nested", "two_leaders", "(data.term)");
}

TEST_CASE("The first answer that is refused is named") {
  if (no_python()) return;
  scenarios::Scenario scenario = conduct("misnames");
  const Ran ran = run(scenario, 3);
  CHECK(ran.report.outcome == Outcome::fail);
  says(ran.report.explanation, "The first refused answer: 0000 answered r99999 to ");
  says(ran.report.explanation, " s, but no request has this MID");
}

TEST_CASE("A program without such a field is not acquitted of two leaders") {
  if (no_python()) return;
  scenarios::Scenario scenario = conduct("two-leaders");
  scenario.system_options.get<Program>().term_field = "reign";
  const Ran ran = run(scenario, 3);
  CHECK_FALSE(ran.report.violation);
  says(scenarios::report_text(ran.report, {}), "-       two leaders of a term were not looked for");
  says(scenarios::report_json(ran.report), R"({"name":"two_leaders","judged":false,)");
}

TEST_CASE("A healthy majority that serves nobody fails its run, and the redirects of a storm are named") {
  if (no_python()) return;
  fails("silent", "silence", "were delivered to the majority 0000, 0001, 0002, whose");
  fails("storm", "redirect_storm", "name each other as leader");
}

TEST_CASE(
    "A put that is redirected and acknowledged fails its run, and the report says that such puts were looked for") {
  if (no_python()) return;
  fails("refuses", "refused_put", ", but it had redirected the client at ");
  const Ran ran = run(conduct("honest"), 3);
  says(scenarios::report_text(ran.report, {}), "no put that was redirected is acknowledged: ");
}

TEST_CASE("A request that arrived at two replicas may be redirected by one and done by the other") {
  Refusals refusals;
  refusals.arrived(7);
  refusals.redirected(7, NodeId{0}, NodeId{1}, Time{} + seconds(1));
  refusals.redirected(8, NodeId{0}, NodeId{1}, Time{} + seconds(1));  // never arrived
  REQUIRE(refusals.done(7));
  CHECK(refusals.done(7)->by == NodeId{0});
  CHECK_FALSE(refusals.done(8));
  CHECK(refusals.count() == 1);
  refusals.arrived(7);
  CHECK_FALSE(refusals.done(7));
  refusals.reset();
  CHECK_FALSE(refusals.done(7));
}

TEST_CASE("Where messages are lost by chance, a silence is judged with more patience, and not before") {
  if (no_python()) return;
  scenarios::Scenario scenario = conduct("silent");
  scenario.network.loss = Probability{150'000};
  scenario.system_options.get<Program>().patience = milliseconds(800);
  const Ran ran = run(scenario, 3);
  REQUIRE(ran.report.violation);
  CHECK(ran.report.violation->property == "silence");
  says(ran.report.violation->text, "of any 20 messages of a link at most 8 were lost");
  // As long as nobody may judge it, the report says so.
  scenario.system_options.get<Program>().patience = milliseconds(1'900);
  const Ran open = run(scenario, 3);
  CHECK_FALSE(open.report.violation);
  says(scenarios::report_text(open.report, {}), "-       silence was not judged: clients waited up to ");
}

TEST_CASE("A storm of a majority that is not healthy ends the run, without a verdict") {
  if (no_python()) return;
  scenarios::Scenario scenario = conduct("storm");
  scenario.system_options.get<Program>().patience = seconds(100);
  scenario.system_options.get<Program>().redirects_max = 5'000;
  const Ran ran = run(scenario, 3);
  CHECK(ran.report.outcome == Outcome::unknown);
  says(ran.report.reason, "the replicas have redirected clients more than 5,000 times, the last time from 000");
}

TEST_CASE("What no run fails by is a finding with a kind") {
  if (no_python()) return;
  const auto finds = [](const std::string& behaviour, const std::string& kind, const std::string& part) {
    const Ran ran = run(conduct(behaviour), 3);
    says(scenarios::report_text(ran.report, {}), "warning " + kind + ": " + part);
    says(scenarios::report_json(ran.report),
         concat({R"({"kind":")", kind, R"(","severity":"warning","replica":"0002")"}));
  };
  finds("restless", "election_without_cause", "0002 left its leader 0000 at ");
  finds("exits", "died", "0002 exited with status 7, by itself, at ");
  finds("quiet", "no_hello", "0002 never said hello");
}

TEST_CASE("Who leads is asked among all nodes, and only replicas are told") {
  if (no_python()) return;
  const scenarios::Scenario scenario = conduct("honest");
  scenarios::Runner runner;
  struct Asker final : simnet::Observer {
    explicit Asker(const scenarios::Runner& asked) : runner(asked) {}
    void on_event(const simnet::EventRecord&) override {
      if (!leader.empty()) return;
      leader = runner.cluster().in_role(scenarios::ReplicaRole::leader, NodeSet::first(NodeSet::nodes_max));
      followers = runner.cluster().in_role(scenarios::ReplicaRole::followers, NodeSet::first(NodeSet::nodes_max));
    }
    const scenarios::Runner& runner;
    NodeSet leader, followers;
  } asker(runner);
  scenarios::RunOptions options;
  options.observers.push_back(&asker);
  (void)runner.run(scenario, 3, options);
  CHECK(asker.leader == NodeSet{0b001});
  CHECK((asker.followers & NodeSet::first(3)) == NodeSet{0b110});
}

TEST_CASE("A term is an integer in a field that is named so") {
  const auto term = [](const std::string& text, const std::string& field = "") {
    const auto said = term_of(text, field);
    return said ? concat({std::to_string(said->term), " ", said->field}) : "";
  };
  CHECK(term(R"({"term": 3})") == "3 term");
  CHECK(term(R"({"currentTerm": 3})") == "3 currentTerm");
  CHECK(term(R"({"current_term": "4"})") == "4 current_term");
  CHECK(term(R"({"data": {"prev_log_term": 1, "leaderTerm": 5}})") == "5 data.leaderTerm");
  CHECK(term(R"({"prevLogTerm": 1, "lastTerm": 2, "term": "x", "determined": 7})").empty());
  CHECK(term(R"({"term": 1.5})").empty());
  CHECK(term(R"({"term": -1})").empty());
  CHECK(term(R"({"a": {"b": {"reign": 9}}, "term": 1})", "a.b.reign") == "9 a.b.reign");
  CHECK(term(R"({"term": 1})", "reign").empty());
  CHECK(term("no JSON, term").empty());
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
