// Who is heard when a violation is judged again, and what an explanation says of it: a first judge that lies is
// contradicted, a property that nobody else knows is said to be one, and others bring judges of their own.
#include "scenarios/search/explain/second_judges.hpp"

#include <memory>
#include <string>
#include <utility>

#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/search/explain/explain.hpp"
#include "scenarios/search/explain/explanation_text.hpp"
#include "scenarios/search/trial.hpp"
#include "scenarios/standard/standard.hpp"
#include "tests/catch.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;

namespace {

using Says = SecondOpinion::Says;

const System& raft() {
  return standard_toolbox().systems[0];
}

// A healthy cluster whose checker calls it broken after some events. Test-only: no checker of the product lies.
class Lying final : public Cluster, private simnet::Observer {
 public:
  static inline std::string property;

  void reset(const Scenario& scenario, std::uint64_t seed) override {
    inner_->reset(scenario, seed);
    violation_.reset();
    events_ = 0;
  }
  void release() override { inner_->release(); }
  Actor& replica(NodeId node) override { return inner_->replica(node); }
  const BodyCodec* bodies() const override { return inner_->bodies(); }
  simnet::Observer* checker(simnet::World& world) override {
    world_ = &world;
    return this;
  }
  std::optional<Violation> violation() const override { return violation_; }

 private:
  Watches watches() const override { return {.sends = false, .events = true, .notes = false, .writes = false}; }
  void on_event(const simnet::EventRecord& record) override {
    if (++events_ != 20) return;
    violation_ = Violation{property, "this is a lie", record.time, world_->events(), record.node, "", {}};
    world_->stop();
  }

  std::unique_ptr<Cluster> inner_ = raft().make();
  simnet::World* world_ = nullptr;
  std::optional<Violation> violation_;
  std::uint64_t events_ = 0;
};

// Of a workload: it knows one property, and needs nothing but the requests.
class OfWorkload final : public SecondJudge {
 public:
  std::optional<SecondOpinion> judge(const JudgedRun& run) override {
    if (run.property != "own_property") return std::nullopt;
    return SecondOpinion{Says::agrees, "a judge of my own", std::to_string(run.requests.size()) + " requests"};
  }
};

Failure lie(const Toolbox& toolbox, const std::string& property) {
  Lying::property = property;
  const Result<ReadScenario> read =
      read_scenario(R"({"workload": "registers", "replicas": 3, "lifetime": "2s", "clients": 2})", "lie.json", toolbox);
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  Trials trials;
  const Trial trial = trials.run(read.value().scenario);
  INFO(trial.report.events << " events; " << trial.report.reason);
  REQUIRE(trial.kind);
  REQUIRE(trial.kind->property == property);
  return failure_of(read.value().scenario, false, trial.report, *trial.kind);
}

// The same system with the checker that lies, and a workload that brings a judge.
struct Liars {
  System systems[1] = {raft()};
  Workload workloads[1] = {standard_toolbox().workloads[1]};
  Toolbox toolbox{systems, workloads};

  Liars() {
    systems[0].make = []() -> std::unique_ptr<Cluster> { return std::make_unique<Lying>(); };
    workloads[0].second_judge = [](const Scenario&) -> std::unique_ptr<SecondJudge> {
      return std::make_unique<OfWorkload>();
    };
  }
};

}  // namespace

TEST_CASE("a first judge that lies is contradicted") {
  const Liars liars;
  for (const char* const property : {"election_safety", "one_vote", "leader_append_only", "log_matching",
                                     "leader_completeness", "state_machine_safety", "vote_is_durable",
                                     "acknowledged_is_durable", "read_is_fresh", "answered_is_committed"}) {
    INFO(property);
    ExplainOptions options;
    options.go_on = [] { return false; };  // nothing but the judgement
    const Result<Explanation> explained = explain(lie(liars.toolbox, property), options);
    REQUIRE(explained.ok());
    CHECK(explained.value().second.says == Says::does_not_agree);
    const std::string text = explanation_text(explained.value());
    CHECK(text.find("DOES NOT AGREE: nothing in the run breaks " + std::string(property)) != std::string::npos);
    CHECK(explanation_json(explained.value()).find(R"("says":"does_not_agree")") != std::string::npos);
  }
}

TEST_CASE("a property that no second judge knows is said to be one") {
  const Liars liars;
  ExplainOptions options;
  options.go_on = [] { return false; };
  const Result<Explanation> explained = explain(lie(liars.toolbox, "match_monotonic"), options);
  REQUIRE(explained.ok());
  CHECK(explained.value().second.says == Says::no_opinion);
  CHECK(explanation_text(explained.value()).find("no second judge knows match_monotonic\n") != std::string::npos);
}

TEST_CASE("a workload brings a judge of its own, in its row") {
  const Liars liars;
  ExplainOptions options;
  options.go_on = [] { return false; };
  const Result<Explanation> explained = explain(lie(liars.toolbox, "own_property"), options);
  REQUIRE(explained.ok());
  CHECK(explained.value().second.says == Says::agrees);
  CHECK(explanation_text(explained.value()).find("a second judge (a judge of my own) agrees: ") != std::string::npos);
}
