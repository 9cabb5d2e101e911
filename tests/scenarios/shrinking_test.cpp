// Why failing runs become small: draws are keyed by what is drawn for, so a fault or a request that is taken away
// changes nothing about the messages that are sent all the same. One that had to do with the failure is missed, any
// other is not.
#include <set>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/choices.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "scenarios/workloads/course_report.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"
#include "tests/scenarios/fate_log.hpp"

using namespace whitewater;
using scenarios::RunReport;
using scenarios::Scenario;
using tests::Comparison;
using tests::FateLog;
using tests::Fates;

namespace {

// The clients of a random scenario ask when they were answered, so fewer requests would be other requests. The course's
// load is decided before the run.
void put_on_the_course(Scenario& scenario) {
  const scenarios::Choices choices(*scenario.seed);
  scenario.workload = &scenarios::standard_toolbox().workloads.front();
  scenario.workload_options = scenarios::Options::of<course::Exercise>();
  course::Exercise& rules = exercise(scenario);
  rules.lifetime = seconds(5);
  rules.start_wait = milliseconds(700);
  rules.end_wait = milliseconds(500);
  rules.requests = choices.one_of<std::uint32_t>(stream("requests"), {40, 80, 150, 300});
  rules.mix = Probability{500'000};
  rules.max_packets = 900'000;
  rules.get_fail_max = rules.put_fail_max = {Probability::ppm_max};
  rules.shared_keys = choices.one_of<std::uint32_t>(stream("keys"), {1, 2, 4});
  rules.stray = choices.probability(stream("stray"), {50'000, 200'000, 500'000});
  rules.ask_again = choices.one_of(stream("ask_again"), {Duration{}, milliseconds(120), milliseconds(250)});
  scenario.heal = rules.end();
}

// One network from beginning to end, which loses much, so that all draws of a message are the same draws. What cuts and
// kills stays.
Scenario lossy_scenario(std::uint64_t seed) {
  using scenarios::KindId;
  Scenario scenario = scenarios::random_raft_scenario(seed);
  put_on_the_course(scenario);
  scenario.network.loss = Probability{150'000};
  scenario.network.duplication = Probability{50'000};
  std::erase_if(scenario.faults, [](const scenarios::ScheduledFault& fault) {
    const KindId kind = fault.type.kind;
    return kind == KindId::loss || kind == KindId::duplication || kind == KindId::delay;
  });
  return scenario;
}

struct Run {
  RunReport report;
  Fates fates;
};

Run run_watched(scenarios::Runner& runner, const Scenario& scenario) {
  FateLog log(Time{} + *scenario.heal);
  scenarios::RunOptions options;
  options.observers = {&log};
  Run run{runner.run(scenario, *scenario.seed, options), {}};
  run.fates = std::move(log.fates);
  return run;
}

// The load without its first or last requests; those that stay are due when they were.
Scenario with_less_load(Scenario scenario, std::uint32_t from_front, std::uint32_t from_back) {
  course::Exercise& rules = exercise(scenario);
  const Duration spacing = rules.spacing();
  const Duration whole = rules.end();
  rules.start_wait = rules.start_wait + spacing * from_front;
  rules.requests -= from_front + from_back;
  rules.waits_inside_lifetime = true;
  rules.lifetime = whole;
  rules.end_wait = whole - rules.start_wait - spacing * rules.requests;
  return scenario;
}

// Takes faults away one at a time, and requests from both ends, for as long as the run still fails.
template <class Fails, class Removed>
Scenario made_small(Scenario scenario, Fails fails, Removed removed) {
  const auto keep_if_failing = [&](Scenario&& smaller) {
    if (!fails(smaller)) return false;
    removed(scenario, smaller);
    scenario = std::move(smaller);
    return true;
  };
  for (bool again = true; again;) {
    again = false;
    for (std::size_t i = scenario.faults.size(); i-- > 0;) {
      Scenario smaller = scenario;
      smaller.faults.erase(smaller.faults.begin() + static_cast<std::ptrdiff_t>(i));
      again = keep_if_failing(std::move(smaller)) || again;
    }
    // Requests are drawn by their number, so those behind a shorter front are others: many fronts are tried.
    for (std::uint32_t step = exercise(scenario).requests; step > 0; step -= step / 8 + 1)
      for (const bool front : {false, true})
        if (step <= exercise(scenario).requests)
          again = keep_if_failing(with_less_load(scenario, front ? step : 0, front ? 0 : step)) || again;
  }
  return scenario;
}

}  // namespace

TEST_CASE("a fault that is taken away leaves the fates of all other messages as they were") {
  scenarios::Runner runner;
  Comparison all;
  std::set<std::uint64_t> changed;
  tests::check_property([&] {
    const Scenario scenario = lossy_scenario(*rc::gen::inRange<std::uint64_t>(1, 100'000));
    RC_PRE(!scenario.faults.empty());
    Scenario without = scenario;
    without.faults.erase(without.faults.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, std::ssize(without.faults)));
    const Run whole = run_watched(runner, scenario);
    const Run rest = run_watched(runner, without);
    Comparison one;
    one.add(whole.fates, rest.fates);
    RC_ASSERT(one.different == 0u);
    all.add(whole.fates, rest.fates);
    if (whole.report.digest != rest.report.digest) changed.insert(rest.report.digest);
  });
  // Not because nothing happened.
  INFO(all.both << " messages in both runs, " << all.lost << " of them lost, " << all.only_one << " in one of them");
  CHECK(changed.size() > 50);
  CHECK(all.both > 50'000);
  CHECK(all.lost > 5'000);
  CHECK(all.both > all.only_one / 4);
}

TEST_CASE("requests that are taken away leave the fates of all messages that are sent all the same as they were") {
  scenarios::Runner runner;
  Comparison all;
  tests::check_property([&] {
    const Scenario scenario = lossy_scenario(*rc::gen::inRange<std::uint64_t>(1, 100'000));
    const auto fewer_by = *rc::gen::inRange<std::uint32_t>(1, exercise(scenario).requests);
    const bool front = *rc::gen::arbitrary<bool>();
    const Scenario fewer = with_less_load(scenario, front ? fewer_by : 0, front ? 0 : fewer_by);
    const Run whole = run_watched(runner, scenario);
    const Run rest = run_watched(runner, fewer);
    Comparison one;
    one.add(whole.fates, rest.fates);
    RC_ASSERT(one.different == 0u);
    all.add(whole.fates, rest.fates);
  });
  INFO(all.both << " messages in both runs, " << all.lost << " of them lost, " << all.only_one << " in one of them");
  CHECK(all.lost > 1'000);
}

TEST_CASE("a seed that draws another network is noticed: the comparison bites") {
  scenarios::Runner runner;
  Scenario scenario = lossy_scenario(3);
  const Run one = run_watched(runner, scenario);
  *scenario.seed += 1;
  Comparison comparison;
  comparison.add(one.fates, run_watched(runner, scenario).fates);
  CHECK(comparison.both > 20);
  CHECK(comparison.different > comparison.both / 8);
}

TEST_CASE("what is made small by taking away one thing after the other is tiny") {
  struct Claim {
    const char* what;
    bool (*broken)(const RunReport& report);
    std::size_t faults_max;
    std::uint32_t requests_max;
  };
  // None of them holds: they stand for a mistake that needs one fault, two, or a request at the wrong moment.
  const Claim claims[] = {
      {"the first leader leads for ever", [](const RunReport& r) { return course_report(r).statistics.leaders > 1; }, 1,
       1},
      {"there are no more than two leaders", [](const RunReport& r) { return course_report(r).statistics.leaders > 2; },
       2, 1},
      {"every put is answered", [](const RunReport& r) { return course_report(r).statistics.unanswered_put > 0; }, 3,
       25},
  };
  scenarios::Runner runner;
  for (const Claim& claim : claims) {
    unsigned shrunk = 0;
    unsigned stuck = 0;
    std::size_t faults = 0;
    for (std::uint64_t seed = 1; shrunk < 5; ++seed) {
      REQUIRE(seed < 200);
      const Scenario whole = lossy_scenario(seed);
      const auto fails = [&](const Scenario& scenario) { return claim.broken(runner.run(scenario, seed)); };
      if (whole.faults.size() < 8 || !fails(whole)) continue;
      ++shrunk;
      faults += whole.faults.size();
      Comparison comparison;
      const Scenario small = made_small(whole, fails, [&](const Scenario& before, const Scenario& after) {
        comparison.add(run_watched(runner, before).fates, run_watched(runner, after).fates);
      });
      INFO(claim.what << ": seed " << seed << ", from " << whole.faults.size() << " faults to " << small.faults.size()
                      << ", from " << exercise(whole).requests << " requests to " << exercise(small).requests);
      CHECK(comparison.different == 0);
      CHECK(small.faults.size() <= claim.faults_max);
      stuck += exercise(small).requests <= claim.requests_max ? 0u : 1u;
    }
    // Requests are taken from the ends only, so one may be left with many of which none at an end can go.
    INFO(claim.what);
    CHECK(stuck <= 1);
    CHECK(faults >= 40);
  }
}
