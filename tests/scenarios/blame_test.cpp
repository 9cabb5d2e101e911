// Whose fault it is that a run ended before its time: the system's under test, or ours.
#include "scenarios/experiment/blame.hpp"

#include <atomic>
#include <functional>
#include <limits>
#include <stdexcept>

#include "core/base/check.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/systems/raft_states.hpp"
#include "tests/catch.hpp"
#include "tests/simnet/toy_world.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;
namespace toy = whitewater::simnet::test;

namespace {

// Three nodes, of which two are replicas; node 0 sends number 7 to this one, which then does what deed says.
class Trial {
 public:
  Trial(unsigned who, std::function<void(Effects&)> deed)
      : toys_(toy::toy_config(3), [who, deed](NodeId self, const toy::Seen& event, Effects& effects) {
          if (self == NodeId{0} && event.kind == EventKind::started)
            effects.send_message(toy::node(who), effects.make<toy::Probe>(toy::Probe{7}));
          if (event.kind == EventKind::message_arrived) deed(effects);
        }) {}

  Violation violation(const simnet::Observer* checker = nullptr) {
    std::exception_ptr thrown;
    try {
      toys_.run(milliseconds(5));
    } catch (...) {
      thrown = std::current_exception();
    }
    return blame(toys_.world, thrown, {"toys", 42, 2, checker, "toy", nullptr});
  }
  std::string internal_failure(const simnet::Observer* checker = nullptr) {
    try {
      (void)violation(checker);
    } catch (const InternalFailure& failure) {
      return failure.what();
    }
    return "the system was blamed";
  }

  toy::ToyWorld toys_;
};

struct Blind final : simnet::Observer {
  void on_event(const simnet::EventRecord& record) override { check(record.time.ns == 0, "only the start is judged"); }
};

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Scenario scenario_of(const char* text) {
  return read_scenario(text, "blamed.json", standard_toolbox()).value().scenario;
}

constexpr const char* small = R"({"lifetime":5,"replicas":3,"requests":50,"mix":0})";

}  // namespace

TEST_CASE("a check that fails in a replica is a violation of the system, with node, event and place") {
  Trial trial(1, [](Effects&) { check(false, "a probe is never seven"); });
  const Violation found = trial.violation();
  CHECK(found.property == "assertion");
  CHECK(found.text == "a probe is never seven");
  CHECK(found.node == NodeId{1});
  CHECK(mentions(found.handled, "from 0000"));
  CHECK(found.time == Time{} + milliseconds(1));
  REQUIRE(found.details.size() == 1);
  CHECK(found.details.front().rfind("checked at tests/scenarios/blame_test.cpp:", 0) == 0);
}

TEST_CASE("whatever else a replica throws is a violation, too") {
  const Violation standard = Trial(1, [](Effects&) { throw std::out_of_range("no such key"); }).violation();
  CHECK(standard.property == "exception");
  CHECK(standard.text == "no such key");
  const Violation odd = Trial(1, [](Effects&) { throw 5; }).violation();
  CHECK(odd.property == "exception");
  CHECK(odd.text == "something that is no std::exception was thrown");
}

TEST_CASE("effects that break the contract are a violation of the system") {
  const Violation found = Trial(1, [](Effects& effects) { effects.truncate(9); }).violation();
  CHECK(found.property == "assertion");
  CHECK(found.node == NodeId{1});
  CHECK(mentions(found.details.at(0), "simnet/"));
}

TEST_CASE("a failure outside the system is told with scenario, seed, culprit and place, and blames nobody else") {
  const std::string client = Trial(2, [](Effects&) { check(false, "a client has time"); }).internal_failure();
  CHECK(client.rfind("toys seed 42: the client at node 0012 failed: this should be true: a client has time "
                     "(tests/scenarios/blame_test.cpp:",
                     0) == 0);
  Blind blind;
  Trial watched(1, [](Effects&) {});
  watched.toys_.world.add_observer(blind);
  CHECK(mentions(watched.internal_failure(&blind), "the checker of toy failed: this should be true: only the start"));
  Trial ours(1, [](Effects&) {});
  ours.toys_.world.add_observer(blind);
  CHECK(ours.internal_failure().rfind("toys seed 42: this should be true: only the start is judged (", 0) == 0);
}

TEST_CASE("a run whose observer fails throws, and the next one is as always") {
  const Scenario scenario = scenario_of(small);
  Runner runner;
  const std::uint64_t digest = runner.run(scenario, 3).digest;
  Blind blind;
  RunOptions options;
  options.observers.push_back(&blind);
  CHECK_THROWS_AS(runner.run(scenario, 3, options), InternalFailure);
  CHECK(runner.run(scenario, 3).digest == digest);
}

TEST_CASE("a system whose time stands still fails, and is named") {
  // Everything at once: no delay, and the requests of a second leave together.
  const Scenario scenario = scenario_of(R"({"lifetime":5,"replicas":3,"requests":5000,"mix":0,"loop_wait":"1s",
    "delay":"0s","client_delay":"0s","events_per_instant_max":100})");
  const RunReport report = Runner().run(scenario, 1);
  CHECK(report.outcome == RunReport::Outcome::fail);
  REQUIRE(report.violation);
  CHECK(report.violation->property == "time_advances");
  CHECK(mentions(report.violation->text, "time never advances"));
  CHECK(report.violation->node.valid());
  CHECK_FALSE(report.violation->handled.empty());
  CHECK(raft_states(*report.violation).size() == 3);
  Scenario patient = scenario;
  patient.events_per_instant_max = 100'000;
  CHECK_FALSE(Runner().run(patient, 1).violation);
}

TEST_CASE("a run is given up soon after it is told to, and one that is not told is the same in slices") {
  const Scenario scenario = scenario_of(small);
  StopFlag stop = false;
  RunOptions options;
  options.stop = &stop;
  Runner runner;
  CHECK(runner.run(scenario, 3, options).digest == Runner().run(scenario, 3).digest);
  stop = true;
  CHECK_THROWS_AS(runner.run(scenario, 3, options), Interrupted);
}
