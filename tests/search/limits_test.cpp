// Runs that explode: a campaign gives them up by a number of events and says so, and never calls them passed; what is
// drawn in them is not recorded without end.
#include <algorithm>
#include <array>

#include "core/base/number_payload.hpp"
#include "scenarios/experiment/clients_of.hpp"
#include "scenarios/experiment/cluster_of.hpp"
#include "scenarios/format/field_rows.hpp"
#include "scenarios/search/failure.hpp"
#include "scenarios/search/fuzz/end_report.hpp"
#include "scenarios/search/pin.hpp"
#include "scenarios/search/shrink.hpp"
#include "scenarios/search/trial.hpp"
#include "tests/search/fuzz_play.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;

namespace {

using Ball = NumberPayload<1301, "ball">;

struct StormOptions {
  std::uint32_t tired_after = 0;  // balls; 0: never
  friend bool operator==(const StormOptions&, const StormOptions&) = default;
};

// Two replicas throw balls to each other, and every one that arrives is thrown back.
class Thrower final : public Actor {
 public:
  Thrower(NodeId self, const Scenario&, std::uint64_t) : self_(self) {}
  void handle(const Event& event, Time, Effects& effects) override {
    if (const auto* ball = std::get_if<MessageArrived>(&event)) {
      ++thrown_;
      effects.send_message(ball->from, effects.make<Ball>(thrown_), thrown_);
    } else if (std::holds_alternative<Started>(event) && self_.value == 0) {
      for (std::uint64_t i = 0; i < 20; ++i) effects.send_message(NodeId{1}, effects.make<Ball>(i), i);
    }
  }
  std::uint64_t fingerprint() const override { return thrown_; }
  std::uint64_t thrown() const { return thrown_; }

 private:
  NodeId self_;
  std::uint64_t thrown_ = 0;
};

class Storm final : public ClusterOf<Thrower> {
 public:
  void reset(const Scenario& scenario, std::uint64_t seed) override {
    ClusterOf<Thrower>::reset(scenario, seed);
    most_ = scenario.system_options.get<StormOptions>().tired_after;
  }

 private:
  std::optional<Broken> broken() const override {
    const NodeSet tired = nodes_that([this](const Thrower& node) { return most_ > 0 && node.thrown() > most_; });
    if (tired.empty()) return std::nullopt;
    return Broken{"nobody_is_tired", "somebody is tired"};
  }
  std::uint32_t most_ = 0;
};

struct Life {
  Duration until = seconds(60);
  friend bool operator==(const Life&, const Life&) = default;
};
class Spectator final : public Actor {
 public:
  Spectator(NodeId, const Scenario&, std::uint64_t) {}
  void handle(const Event&, Time, Effects&) override {}
  std::uint64_t fingerprint() const override { return 0; }
};
class Spectators final : public ClientsOf<Spectator> {
  unsigned count(const Scenario&) const override { return 1; }
  Time end() const override { return Time{} + options<Life>().until; }
  bool report(RunReport&) override { return true; }
};

constexpr std::array storm_fields{field_rows::ranged("tired_after", field_types::integer<std::uint32_t>, 0, 1'000'000,
                                                     field_rows::at<&StormOptions::tired_after>, "Balls")};
constexpr std::array life_fields{field_rows::duration("until", field_rows::at<&Life::until>, "How long the run is")};
constexpr System systems[] = {system_of<Storm, StormOptions>("storm", storm_fields, 2, 3)};
constexpr Workload workloads[] = {workload_of<Spectators, Life>("life", life_fields)};
constexpr Toolbox toolbox{systems, workloads};

Scenario storm(Duration until, std::uint32_t tired_after = 0) {
  Scenario scenario = make_scenario(toolbox);
  scenario.name = "storm";
  scenario.seed = 1;
  scenario.replicas = 2;
  scenario.workload_options.get<Life>().until = until;
  scenario.system_options.get<StormOptions>().tired_after = tired_after;
  return scenario;
}

}  // namespace

TEST_CASE("a run with a budget of events is given up exactly there, and has no verdict") {
  Runner runner;
  RunOptions options;
  options.events_max = 5'000;
  const RunReport given_up = runner.run(storm(seconds(1)), 1, options);
  CHECK(given_up.outcome == RunReport::Outcome::unknown);
  CHECK(given_up.reason == "The run was given up, because it needs more than 5,000 events.");
  CHECK(given_up.events == 5'001);
  options.events_max = 1'000'000;
  CHECK(runner.run(storm(seconds(1)), 1, options).outcome == RunReport::Outcome::pass);
  CHECK(runner.run(storm(seconds(1)), 1).outcome == RunReport::Outcome::pass);
}

TEST_CASE("a failure behind the budget is not seen, one before it is") {
  Trials trials;
  trials.limit_events(5'000);
  const Trial late = trials.run(storm(seconds(1), 20'000));
  CHECK_FALSE(late.kind);
  CHECK_FALSE(late.report.violation);
  CHECK(late.report.outcome == RunReport::Outcome::unknown);
  const Trial soon = trials.run(storm(seconds(1), 1'000));
  REQUIRE(soon.kind);
  CHECK(soon.kind->property == "nobody_is_tired");
}

TEST_CASE("a campaign gives up runs that explode, names them, and does not change them further") {
  fuzz::Plan plan;
  plan.seed = 2;
  fuzz::Campaign campaign(fuzz::frame_of(R"({"system": "storm", "workload": "life", "replicas": 2, "until": "3600s"})",
                                         toolbox, {{}, {"faults"}}),
                          std::move(plan));
  std::uint64_t exploded = 2;
  fuzz::play(campaign, 2, [&](const fuzz::Campaign::Taken&) {
    if (campaign.tally().unknown == 1) exploded = std::min(exploded, campaign.tally().runs - 1);
    return false;
  });
  // In the other one the drawn faults lose all balls at once.
  CHECK(campaign.tally().unknown == 1);
  CHECK(campaign.tally().passed == 1);
  CHECK(campaign.tally().events > usual_events_max);
  CHECK(campaign.tally().events < 2 * usual_events_max);
  for (const fuzz::Seedling& kept : campaign.corpus().seedlings()) CHECK(kept.number != exploded);
  const std::string report = fuzz::end_report_text(campaign, TextStyle(false));
  CHECK(report.find("1 run: The run was given up, because it needs more than 1,000,000 events.\n") !=
        std::string::npos);
}

TEST_CASE("what is drawn in a run is recorded up to a number, and a shrink that cannot have it says so") {
  Runner runner;
  const Recording whole = record(runner, storm(milliseconds(100)), 1);
  CHECK(whole.complete);
  CHECK(whole.fates.size() > 1'000);
  const Recording cut = record(runner, storm(seconds(10)), 1);
  CHECK_FALSE(cut.complete);
  CHECK(cut.fates.capacity() == 0);

  Trials trials;
  const Scenario scenario = storm(seconds(60), fates_recorded_max / 2 + 1'000);
  const Trial trial = trials.run(scenario);
  REQUIRE(trial.kind);
  ShrinkOptions options;
  options.runs_max = 12;
  const Shrunk shrunk = shrink(failure_of(scenario, false, trial.report, *trial.kind), options);
  CHECK(shrunk.fails);
  REQUIRE(shrunk.warnings.size() == 1);
  CHECK(shrunk.warnings[0] ==
        "The run sends and writes more than 200,000 times, too often for a list: what became of each stays left to "
        "chance.");
}
