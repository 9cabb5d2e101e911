// A failure of which the smallest form is known becomes that, in the same number of runs each time; budgets, signals
// and failures that fail no more end a shrink in order.
#include "scenarios/search/shrink.hpp"

#include "tests/catch.hpp"
#include "tests/search/two_blows.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;
using namespace whitewater::scenarios::testing;

TEST_CASE("only what is needed stays, said simply") {
  const Failure failure = blown(1, 2, 7);
  const Shrunk shrunk = shrink(failure);
  CHECK(shrunk.fails);
  CHECK(shrunk.complete);
  CHECK(shrunk.warnings.empty());
  CHECK(shrunk.failure.kind == failure.kind);
  CHECK(shrunk.before.faults == 12);
  const Scenario& left = shrunk.failure.scenario;
  REQUIRE(left.faults.size() == 2);
  CHECK(shrunk.after.faults == 2);
  CHECK(shrunk.after.fates == 0);
  CHECK(shrunk.after.replicas == 3);
  CHECK(shrunk.after.clients == 1);
  CHECK(left.faults[0].type.kind == KindId::kill);
  CHECK_FALSE(left.faults[0].point());
  CHECK(left.faults[0].at == When(seconds(1)));
  CHECK(left.faults[0].lasts == milliseconds(1));
  CHECK(left.faults[1].type.kind == KindId::cut);
  CHECK(left.faults[1].at == When(seconds(2)));
  CHECK(left.faults[1].lasts < milliseconds(200));
  CHECK_FALSE(left.heal);
  CHECK(left.system_options.get<BlowOptions>().colour == 0);
  CHECK(left.system_options.get<BlowOptions>().brittle);
  CHECK(left.workload_options.get<Bystanders>().until < seconds(3));
}

TEST_CASE("what is left fails in the same way, as its file says, and without any one fault it passes") {
  const Shrunk shrunk = shrink(blown(3, 4, 11));
  const Result<Failure> read = read_failure(write_failure(shrunk.failure), "small.json", blow_toolbox);
  REQUIRE(read.ok());
  Trials trials;
  const Trial again = trials.run(read.value().scenario);
  CHECK(again.kind == shrunk.failure.kind);
  CHECK(again.report.digest == shrunk.failure.digest);
  for (std::size_t i = 0; i < read.value().scenario.faults.size(); ++i) {
    Scenario without = read.value().scenario;
    without.faults.erase(without.faults.begin() + static_cast<std::ptrdiff_t>(i));
    CHECK(trials.run(without).report.outcome == RunReport::Outcome::pass);
  }
}

TEST_CASE("the nearest run that passes lacks one thing") {
  const Shrunk shrunk = shrink(blown(1, 2, 7));
  REQUIRE(shrunk.nearest_pass);
  CHECK(shrunk.nearest_change.find("without the ") == 0);
  Trials trials;
  CHECK(trials.run(*shrunk.nearest_pass).report.outcome == RunReport::Outcome::pass);
  CHECK(shrunk.nearest_pass->faults.size() + 1 == shrunk.failure.scenario.faults.size());
}

TEST_CASE("the result is a function of the failure") {
  const Failure failure = blown(1, 2, 7);
  const Shrunk one = shrink(failure);
  const Shrunk two = shrink(failure);
  CHECK(one.failure == two.failure);
  CHECK(one.runs == two.runs);
  CHECK(one.nearest_pass == two.nearest_pass);
  // What is smallest stays as it is.
  CHECK(shrink(one.failure).failure.scenario == one.failure.scenario);
}

TEST_CASE("a budget of runs gives the best so far, and says so") {
  const Failure failure = blown(1, 2, 7);
  for (const std::uint64_t runs : {1u, 2u, 4u, 8u, 16u}) {
    ShrinkOptions options;
    options.runs_max = runs;
    const Shrunk shrunk = shrink(failure, options);
    CHECK(shrunk.fails);
    CHECK_FALSE(shrunk.complete);
    CHECK(shrunk.runs <= runs + 2);  // the result, and whether the nearest passes
    CHECK(shrunk.stopped.find("budget") != std::string::npos);
    Trials trials;
    CHECK(trials.fails_as(failure.kind, shrunk.failure.scenario));
  }
}

TEST_CASE("a budget that ends early leaves no more to read than there was") {
  const Failure failure = blown(1, 2, 7);
  std::size_t least = SIZE_MAX;
  for (std::uint64_t runs = 1; runs <= 40; ++runs) {
    ShrinkOptions options;
    options.runs_max = runs;
    const Shrunk shrunk = shrink(failure, options);
    CAPTURE(runs, sizes_text(shrunk.before, shrunk.after));
    CHECK(shrunk.after.all() <= shrunk.before.all());
    least = std::min(least, shrunk.after.all());
  }
  CHECK(least < 15);
}

TEST_CASE("where runs cost much, few of them leave fewer replicas and faults") {
  Failure failure = blown(1, 2, 7);
  ShrinkOptions options;
  options.runs_max = 32;
  const Shrunk as_ever = shrink(failure, options);
  System costly = *failure.scenario.system;
  costly.costly = true;
  failure.scenario.system = &costly;
  const Shrunk shrunk = shrink(failure, options);
  CHECK(shrunk.failure.kind == failure.kind);
  CAPTURE(sizes_text(shrunk.before, shrunk.after), sizes_text(as_ever.before, as_ever.after));
  CHECK(shrunk.after.replicas == 3);
  CHECK(shrunk.after.replicas <= as_ever.after.replicas);
  CHECK(shrunk.after.faults <= as_ever.after.faults);
  CHECK(shrunk.after.clients < as_ever.after.clients);
}

TEST_CASE("whoever asks ends it") {
  const Failure failure = blown(1, 2, 7);
  int asked = 0;
  ShrinkOptions options;
  options.go_on = [&] { return ++asked <= 6; };
  const Shrunk timed = shrink(failure, options);
  CHECK_FALSE(timed.complete);
  CHECK(timed.stopped == "The time was used up.");
  CHECK(asked == 7);

  const StopFlag stop{true};
  options = {};
  options.stop = &stop;
  const Shrunk stopped = shrink(failure, options);
  CHECK(stopped.fails);
  CHECK_FALSE(stopped.complete);
  CHECK(stopped.stopped == "It was interrupted.");
  CHECK(stopped.failure.scenario == failure.scenario);
}

TEST_CASE("what fails no more is told, and left alone") {
  Failure failure = blown(1, 2, 7);
  failure.scenario.system_options.get<BlowOptions>().brittle = false;
  const Shrunk shrunk = shrink(failure);
  CHECK_FALSE(shrunk.fails);
  CHECK(shrunk.runs == 1);
  CHECK(shrunk.failure == failure);

  Failure other = blown(1, 2, 7);
  other.kind.shape = "another one";
  CHECK_FALSE(shrink(other).fails);
}

TEST_CASE("failures that differ in ids, times and seeds have one signature") {
  const std::string one = signature(shrink(blown(1, 2, 7)).failure);
  CHECK(one == signature(shrink(blown(3, 4, 12)).failure));
  CHECK(one == "two_blows: # hears nothing, and # is new; the cut from all to named and the kill of named; 3 replicas");
}

TEST_CASE("the description says what fails, where and when") {
  const Shrunk shrunk = shrink(blown(1, 2, 7));
  CHECK(shrunk.failure.description.find("two_blows: 0002 hears nothing, and 0001 is new, at ") == 0);
  CHECK(shrunk.failure.description.find("the kill of 0001 from 1s to ") != std::string::npos);
  CHECK(sizes_text(shrunk.before, shrunk.after) == "6→3 replicas, 4→1 clients, 12→2 faults");
}

TEST_CASE("what the system does not promise is no way to become smaller") {
  System picky = blow_systems[0];
  picky.promises = [](const Scenario& scenario) {
    return scenario.system_options.get<BlowOptions>().colour == 7 && scenario.replicas > 4;
  };
  Failure failure = blown(1, 2, 7);
  failure.scenario.system = &picky;
  const Scenario promised = shrink(failure).failure.scenario;
  CHECK(promised.system_options.get<BlowOptions>().colour == 7);
  CHECK(promised.replicas == 5);
  // A failure that began without a promise has none to keep.
  picky.promises = [](const Scenario& scenario) { return scenario.replicas < 5; };
  CHECK(shrink(failure).failure.scenario.system_options.get<BlowOptions>().colour == 0);
}

TEST_CASE("lost messages become fates, and only those stay that are needed") {
  Scenario scenario = blown_scenario(1, 2, 7);
  std::erase_if(scenario.faults, [](const ScheduledFault& fault) { return fault.type.kind != KindId::kill; });
  scenario.network.loss = Probability{400'000};
  scenario.system_options.get<BlowOptions>().patience = milliseconds(35);
  Trials trials;
  const Trial trial = trials.run(scenario);
  REQUIRE(trial.kind);
  const Failure failure = failure_of(scenario, false, trial.report, *trial.kind);
  const Shrunk shrunk = shrink(failure);
  CHECK(shrunk.warnings.empty());
  const Scenario& left = shrunk.failure.scenario;
  CHECK(left.network.loss.never());
  CHECK(left.faults.size() == 1);
  REQUIRE(left.fates.size() >= 3);
  CHECK(left.fates.size() <= 4);
  for (const Fate& fate : left.fates) {
    CHECK(fate.lost);
    CHECK(fate.first_from);
  }
  CHECK(shrunk.after.fates == left.fates.size());
  CHECK(signature(shrunk.failure).find("the loss of message") != std::string::npos);
  CHECK(shrunk.failure.description.find("the loss of message") != std::string::npos);
  for (std::size_t i = 0; i < left.fates.size(); ++i) {
    Scenario without = left;
    without.fates.erase(without.fates.begin() + static_cast<std::ptrdiff_t>(i));
    CHECK_FALSE(trials.fails_as(failure.kind, without));
  }
}
