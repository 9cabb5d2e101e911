// The same scenario and seed give the same run: in one process, in a world that was used for something
// else before, with and without codecs, checks, traces and observers; and another seed gives another run.
#include "core/base/digest.hpp"
#include "core/base/hash.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/workloads/course_report.hpp"
#include "tests/catch.hpp"
#include "tests/determinism/catalogue.hpp"

using namespace whitewater;

namespace {

const scenarios::Scenario& chosen(const std::vector<scenarios::Scenario>& catalogue, const std::string& name) {
  for (const scenarios::Scenario& scenario : catalogue)
    if (scenario.name == name) return scenario;
  FAIL("no scenario " << name);
  return catalogue.front();
}

bool same(const scenarios::RunReport& a, const scenarios::RunReport& b) {
  return a.digest == b.digest && a.events == b.events && course_report(a).same_as(course_report(b)) &&
         a.failed_checks == b.failed_checks && a.virtual_time == b.virtual_time;
}

// All that an observer is told of sends and events, as words.
class Everything final : public simnet::Observer {
 public:
  void on_send(const simnet::SendRecord& record) override {
    const auto outcome = static_cast<std::uint64_t>(record.outcome);
    seen.push_back(hash_words(static_cast<std::uint64_t>(record.time.ns), record.from.value, record.to.value, outcome,
                              record.copies, record.sequence, record.identity));
    seen.push_back(record.payload.fold());
  }
  void on_event(const simnet::EventRecord& record) override {
    seen.push_back(hash_words(static_cast<std::uint64_t>(record.time.ns), record.sequence, record.node.value,
                              record.event.index(), record.fingerprint, record.effects.last_write()));
  }

  std::vector<std::uint64_t> seen;
};

}  // namespace

TEST_CASE("a run repeats in the same process, in a fresh world and in one used for other runs") {
  const auto catalogue = tests::read_catalogue();
  REQUIRE(catalogue.size() == 17);
  scenarios::Runner used;
  for (const scenarios::Scenario& scenario : catalogue) {
    scenarios::Runner fresh;
    const auto first = fresh.run(scenario, 5);
    const auto again = fresh.run(scenario, 5);
    const auto elsewhere = used.run(scenario, 5);
    INFO(scenario.name);
    REQUIRE(same(first, again));
    REQUIRE(same(first, elsewhere));
  }
}

TEST_CASE("watching a run changes nothing: codecs, checks, traces and observers") {
  const auto catalogue = tests::read_catalogue();
  for (const char* name : {"crash-4", "partition-4", "advanced-1", "advanced-3"}) {
    const scenarios::Scenario& scenario = chosen(catalogue, name);
    scenarios::Runner runner;
    const auto plain = runner.run(scenario, 11);

    scenarios::RunOptions wire;
    wire.wire = true;
    REQUIRE(same(plain, runner.run(scenario, 11, wire)));

    scenarios::RunOptions unchecked;
    unchecked.checks = false;
    REQUIRE(same(plain, runner.run(scenario, 11, unchecked)));

    Everything first;
    simnet::Observer idle;
    scenarios::RunOptions watched;
    watched.observers = {&idle, &first, &idle};
    REQUIRE(same(plain, runner.run(scenario, 11, watched)));
    REQUIRE(first.seen.size() > plain.events);

    Everything second;
    watched.observers = {&second};
    (void)runner.run(scenario, 11, watched);
    REQUIRE(first.seen == second.seen);
  }
}

TEST_CASE("another seed gives another run") {
  const auto catalogue = tests::read_catalogue();
  scenarios::Runner runner;
  const scenarios::Scenario& scenario = chosen(catalogue, "simple-1");
  REQUIRE(runner.run(scenario, 1).digest != runner.run(scenario, 2).digest);
}

TEST_CASE("the run options and the rest of the scenario all reach the run") {
  const auto plain = tests::read_scenario_file("scenarios/course/unreliable-1.json");
  scenarios::Runner runner;
  const auto base = runner.run(plain, 3);
  for (const char* change : {"delay={\"constant\":\"1ms\"}", "drops=0.06", "replica.heartbeat_interval=100ms",
                             "duplication=0.1", "protocol=primary-backup", "requests=499"}) {
    INFO(change);
    REQUIRE(runner.run(tests::read_scenario_file("scenarios/course/unreliable-1.json", {change}), 3).digest !=
            base.digest);
  }
}

TEST_CASE("a digest tells apart events that differ in a single word") {
  Digest a;
  Digest b;
  a.fold_event(1, 2, 3, 4, 5);
  b.fold_event(1, 2, 3, 4, 6);
  REQUIRE(a.value() != b.value());
  // Order matters.
  Digest c;
  Digest d;
  c.fold_event(1, 2, 3, 4, 5);
  c.fold_event(6, 7, 8, 9, 10);
  d.fold_event(6, 7, 8, 9, 10);
  d.fold_event(1, 2, 3, 4, 5);
  REQUIRE(c.value() != d.value());
}
