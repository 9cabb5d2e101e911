// Single passes of a shrink, each on a failure of which it is known what the pass has to find.
#include "scenarios/search/shrink_passes.hpp"

#include "tests/catch.hpp"
#include "tests/search/two_blows.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;
using namespace whitewater::scenarios::testing;

namespace {

// Node 1 is killed for a millisecond, and node 2 hears nothing for a while.
Scenario two_faults(Duration killed, Duration deaf, Duration lasts) {
  Scenario scenario = make_scenario(blow_toolbox);
  scenario.seed = 1;
  scenario.replicas = 3;
  scenario.system_options.get<BlowOptions>().brittle = true;
  scenario.workload_options.get<Bystanders>().until = seconds(6);
  const auto only = [](std::uint16_t node) { return ReplicaSet::of(NodeSet::of(NodeId{node})); };
  scenario.faults.push_back(node_fault(KindId::kill, killed, only(1)));
  scenario.faults.back().lasts = milliseconds(1);
  scenario.faults.push_back(link_fault(KindId::cut, deaf, ReplicaSet::of(ReplicaRole::all), only(2)));
  scenario.faults.back().lasts = lasts;
  give_numbers(scenario.faults);
  return scenario;
}

Failure failing(const Scenario& scenario) {
  Trials trials;
  const Trial trial = trials.run(scenario);
  REQUIRE(trial.kind);
  return failure_of(scenario, false, trial.report, *trial.kind);
}

// What the pass makes of it; it still fails.
template <class Pass>
Scenario after(const Scenario& scenario, Pass pass) {
  const Failure failure = failing(scenario);
  const ShrinkOptions options;
  Shrinking shrinking(failure, options);
  REQUIRE(shrinking.begin());
  pass(shrinking);
  CHECK(Trials().fails_as(failure.kind, shrinking.best()));
  return shrinking.best();
}

}  // namespace

TEST_CASE("a time at the edge of those with which it fails moves away from the edge") {
  // Node 1 is new while node 2 still hears nothing: a millisecond later it would not be.
  std::int64_t latest = 2'450;
  while (Trials().run(two_faults(milliseconds(latest + 1), seconds(2), milliseconds(500))).kind) ++latest;
  const Scenario edge = two_faults(milliseconds(latest), seconds(2), milliseconds(500));
  const Scenario slack = after(edge, give_slack);
  CHECK(*time_of(slack.faults[0].at) <= milliseconds(2'400));
  // What has slack stays.
  CHECK(slack.faults[1].at == edge.faults[1].at);
  CHECK(after(slack, give_slack) == slack);
}

TEST_CASE("a length that is as short as can be becomes a little longer") {
  Trials trials;
  std::int64_t shortest = 100;
  while (!trials.run(two_faults(seconds(1), seconds(2), milliseconds(shortest))).kind) ++shortest;
  const Scenario slack = after(two_faults(seconds(1), seconds(2), milliseconds(shortest)), give_slack);
  const Duration lasts = *slack.faults[1].lasts;
  CHECK(lasts >= milliseconds(shortest + 5));
  CHECK(lasts <= milliseconds(shortest * 3 / 2));
}

TEST_CASE("a fault that comes back strikes once, when it matters") {
  Scenario scenario = two_faults(milliseconds(3'100), seconds(1), milliseconds(250));
  scenario.faults[1].every = milliseconds(300);
  scenario.faults[1].until = seconds(4);
  const Scenario once = after(scenario, simplify_faults);
  CHECK_FALSE(once.faults[1].every);
  CHECK_FALSE(once.faults[1].until);
  CHECK(*time_of(once.faults[1].at) > milliseconds(2'800));
}

TEST_CASE("a fault goes if the run fails without it after other draws") {
  Scenario scenario = two_faults(seconds(1), seconds(2), milliseconds(500));
  scenario.system_options.get<BlowOptions>().luck = 4;
  scenario.seed = 1;
  while (Blows::lucky(scenario, *scenario.seed)) ++*scenario.seed;
  // With this seed both are needed.
  CHECK(after(scenario, drop_faults).faults.size() == 2);
  const Scenario left = after(scenario, drop_redrawn);
  REQUIRE(left.faults.size() == 1);
  CHECK(left.faults[0].type.kind == KindId::cut);
  CHECK(Blows::lucky(left, *left.seed));
}
