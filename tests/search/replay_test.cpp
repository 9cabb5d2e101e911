// What replay says of a recorded failure and a later run: for the same run, and for runs that part from it at a known
// event. The later run is the same scenario with one message, one fault or one check changed.
#include "scenarios/search/replay.hpp"

#include "scenarios/search/random_scenario.hpp"
#include "scenarios/search/recording.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;

namespace {

// Keeps the digest behind every event: what a trail stands for.
class EveryDigest final : public simnet::Observer {
 public:
  explicit EveryDigest(const Runner& runner) : runner_(runner) {}
  void on_event(const simnet::EventRecord&) override { digests.push_back(runner_.digest()); }
  std::vector<std::uint64_t> digests;

 private:
  const Runner& runner_;
};

struct Recorded {
  Failure failure;
  std::vector<std::uint64_t> digests;
};

// A run that need not have failed: what is compared is the run.
Recorded record(const Scenario& scenario, std::uint64_t every) {
  Runner runner;
  EveryDigest all(runner);
  RunOptions options;
  options.observers = {&all};
  const RunReport report = runner.run(scenario, *scenario.seed, options);
  Recorded recorded{failure_of(scenario, false, report, {"planted", "#"}), all.digests};
  recorded.failure.trail.every = every;
  for (std::size_t i = every; i <= all.digests.size() && recorded.failure.trail.points.size() < Trail::points_max;
       i += every)
    recorded.failure.trail.points.push_back(static_cast<std::uint16_t>(all.digests[i - 1]));
  return recorded;
}

struct Later {
  RunReport report;
  std::optional<Departure> found;
};

Later later(const Failure& failure, const Scenario& scenario) {
  Runner runner;
  TrailWatch watch(runner, failure.trail.every, failure.events);
  RunOptions options;
  options.observers = {&watch};
  Later later{runner.run(scenario, *scenario.seed, options), {}};
  later.found = departure(failure, watch, later.report);
  return later;
}

Scenario small(std::uint64_t seed) {
  Scenario scenario = random_raft_scenario(seed);
  scenario.faults.clear();
  return scenario;
}

}  // namespace

TEST_CASE("the departure is the first event whose digest differs, or the points around it") {
  tests::check_property([] {
    const auto seed = *rc::gen::inRange<std::uint64_t>(1, 10'000);
    const auto every = *rc::gen::element<std::uint64_t>(1, 3, 64);
    const Scenario scenario = small(seed);
    const Recorded recorded = record(scenario, every);
    RC_ASSERT(!later(recorded.failure, scenario).found);

    // A pause in the middle of the run is an event of its own and moves what follows.
    Scenario changed = scenario;
    const Duration middle{recorded.failure.at.ns / *rc::gen::inRange<std::int64_t>(2, 20)};
    changed.faults.push_back(node_fault(simnet::faults::KindId::kill, middle, ReplicaSet::of(ReplicaRole::all)));
    const Recorded other = record(changed, 1);
    const auto [was, is] =
        std::mismatch(recorded.digests.begin(), recorded.digests.end(), other.digests.begin(), other.digests.end());
    const auto first = static_cast<std::uint64_t>(was - recorded.digests.begin()) + 1;
    RC_PRE(was != recorded.digests.end() && is != other.digests.end());
    const Later now = later(recorded.failure, changed);
    RC_ASSERT(now.found.has_value());
    RC_ASSERT(now.found->equal_until < first);
    if (now.found->differs_by && first <= recorded.failure.trail.points.size() * every) {
      RC_ASSERT(*now.found->differs_by >= first);
      RC_ASSERT(*now.found->differs_by - now.found->equal_until == every);
    }
  });
}

TEST_CASE("a run that goes the same way and then further is told as such, and so is one that ends earlier") {
  const Scenario scenario = small(3);
  Recorded recorded = record(scenario, 1);
  REQUIRE(recorded.digests.size() > 100);
  // As if the recorded run had been stopped by a violation at its hundredth event.
  Failure stopped = recorded.failure;
  stopped.events = 100;
  stopped.digest = recorded.digests[99];
  stopped.trail.points.resize(100);
  const Later further = later(stopped, scenario);
  REQUIRE(further.found);
  CHECK(further.found->recorded_ends);
  CHECK(further.found->equal_until == 100);
  CHECK_FALSE(further.found->differs_by);

  Failure longer = recorded.failure;
  longer.events += 10;
  longer.digest ^= 1;
  const Later shorter = later(longer, scenario);
  REQUIRE(shorter.found);
  CHECK_FALSE(shorter.found->recorded_ends);
  CHECK_FALSE(shorter.found->differs_by);
}

TEST_CASE("without a trail nothing is said of where runs part") {
  const Scenario scenario = small(4);
  Recorded recorded = record(scenario, 1);
  recorded.failure.digest ^= 1;
  CHECK(later(recorded.failure, scenario).found);
  recorded.failure.trail = {};
  Runner runner;
  TrailWatch watch(runner, 1, recorded.failure.events);
  CHECK_FALSE(departure(recorded.failure, watch, RunReport{}));
}

TEST_CASE("a result names whether the run and the kind of its failure are the recorded ones") {
  Failure failure;
  failure.digest = 7;
  failure.events = 9;
  failure.kind = {"election_safety", "# lead in term #"};
  RunReport report;
  report.outcome = RunReport::Outcome::fail;
  report.violation.emplace();
  report.violation->property = "election_safety";
  report.violation->text = "0001 and 0002 lead in term 3";
  report.digest = 7;
  report.events = 9;
  CHECK(replay_result(failure, report) == ReplayResult::again);
  report.digest = 8;
  CHECK(replay_result(failure, report) == ReplayResult::same_kind);
  report.violation->property = "log_matching";
  CHECK(replay_result(failure, report) == ReplayResult::other_kind);
  report.digest = 7;
  CHECK(replay_result(failure, report) == ReplayResult::judged_otherwise);
  report.violation.reset();
  report.outcome = RunReport::Outcome::pass;
  CHECK(replay_result(failure, report) == ReplayResult::judged_otherwise);
  report.digest = 8;
  CHECK(replay_result(failure, report) == ReplayResult::passes);
  report.outcome = RunReport::Outcome::unknown;
  CHECK(replay_result(failure, report) == ReplayResult::undecided);
}

TEST_CASE("a trail of any run has at most 1,024 points, and its text is read back") {
  for (const std::uint64_t events : {0u, 1u, 1'023u, 1'024u, 1'025u, 300'000u})
    CHECK(events / trail_step(events) <= Trail::points_max);
  CHECK(trail_step(1'024) == 1);
  CHECK(trail_text({1, {0x00AF, 0xFFFF}}) == "00afffff");
  CHECK(trail_points("00afffff") == std::vector<std::uint16_t>{0x00AF, 0xFFFF});
  CHECK_FALSE(trail_points("00af f"));
  CHECK_FALSE(trail_points("00g0"));
  CHECK(trail_points("")->empty());
}

TEST_CASE("the steps behind an event are those that happen there, in words") {
  const Scenario scenario = small(5);
  const Recorded recorded = record(scenario, 1);
  Runner runner;
  const std::vector<StepInWords> steps = steps_behind(recorded.failure, runner, 20, 4);
  REQUIRE(steps.size() >= 4);
  CHECK(steps.front().event >= 20);
  CHECK(steps.back().event == 24);
}
