// The judge of the workload registers sees what is planted: in the system, in its promise, and in a client.
#include "tests/registers/planted_store.hpp"

namespace whitewater::scenarios {
namespace {

using Outcome = RunReport::Outcome;
using planted::run;

// The clients of registers, of which one also sends what their book never made.
class OneMisbehaves final : public Clients, private Actor {
 public:
  unsigned count(const Scenario& scenario) const override { return inner_->count(scenario); }
  void reset(const Stage& stage) override {
    inner_->reset(stage);
    node_ = NodeId{static_cast<std::uint16_t>(stage.scenario.replicas + 1)};
  }
  void release() override { inner_->release(); }
  Actor& client(unsigned i) override {
    if (i != 1) return inner_->client(i);
    return *this;
  }
  Time end() const override { return inner_->end(); }
  std::string undecided(const RunReport& report) const override { return inner_->undecided(report); }
  void judge_history(std::span<const FaultStrike> strikes, RunReport& report) override {
    inner_->judge_history(strikes, report);
  }
  bool report(RunReport& report) override { return inner_->report(report); }

 private:
  void handle(const Event& event, Time now, Effects& effects) override {
    inner_->client(1).handle(event, now, effects);
    if (!std::holds_alternative<Started>(event)) return;
    effects.send_request(NodeId{0}, client::make_put(effects.pool(), node_, no_node, "c1-0", "k0", "forged"), 1);
  }
  std::uint64_t fingerprint() const override { return inner_->client(1).fingerprint(); }

  std::unique_ptr<Clients> inner_ = make_registers_clients();
  NodeId node_;
};

bool mentions(const std::vector<std::string>& lines, std::string_view words) {
  for (const std::string& line : lines)
    if (line.find(words) != std::string::npos) return true;
  return false;
}

}  // namespace

TEST_CASE("a store without a mistake passes") {
  const RunReport report = run(R"({"replicas": 3, "keys": 2, "stray": 0.3, "send_twice": 0.2})");
  CHECK(report.outcome == Outcome::pass);
  REQUIRE(report.linearizability.has_value());
  CHECK(report.linearizability->keys == 2);
  CHECK(report.linearizability->operations > 100);
  CHECK(registers_report(report).counts.ok() > 100);
}

TEST_CASE("a stale read is caught, and the run ends with the operations that contradict each other") {
  const RunReport report = run(R"({"replicas": 3, "keys": 2, "mistake": "stale_read"})");
  REQUIRE(report.violation.has_value());
  CHECK(report.outcome == Outcome::fail);
  CHECK(report.violation->property == "linearizability");
  CHECK(mentions(report.violation->details, " get k"));
  CHECK(mentions(report.violation->details, "client 0013 "));
  CHECK(report.virtual_time < seconds(5));
  CHECK(report.linearizability->answer == LinearizabilityReport::Answer::no);
}

TEST_CASE("a write that was answered and lost is caught, with the put among what contradicts") {
  const RunReport report = run(R"({"replicas": 3, "keys": 1, "mistake": "lost_write"})");
  REQUIRE(report.violation.has_value());
  CHECK(report.violation->property == "linearizability");
  CHECK(mentions(report.violation->details, " put k0"));
  CHECK(mentions(report.violation->details, " get k0"));
}

// Of all clients only the probe asks after that.
TEST_CASE("what is lost when all is quiet is caught by the first get after the heal") {
  const std::string text = R"({"replicas": 3, "lifetime": "2s", "mistake": "forgetful")";
  CHECK(run(text + "}").outcome == Outcome::pass);
  const RunReport report = run(text + R"(, "heal": "6s"})");
  REQUIRE(report.violation.has_value());
  INFO(report.violation->text);
  CHECK(report.violation->property == "linearizability");
  CHECK(mentions(report.violation->details, " put k"));
  REQUIRE_FALSE(report.violation->operations.empty());
  CHECK(report.violation->operations.back().client.value == 3 + registers_report(report).options.clients);
  CHECK(report.violation->operations.back().what.find("get probe-old.") == 0);
  CHECK(run(R"({"replicas": 3, "lifetime": "2s", "heal": "6s"})").outcome == Outcome::pass);
}

TEST_CASE("also with values that repeat") {
  CHECK(run(R"({"replicas": 3, "keys": 1, "values": 3, "mistake": "lost_write"})").violation.has_value());
  CHECK(run(R"({"replicas": 3, "keys": 1, "values": 3})").outcome == Outcome::pass);
}

TEST_CASE("an answer that fits no request of its client fails the run") {
  for (const char* const mistake : {"other_name", "no_value"}) {
    INFO(mistake);
    const RunReport report =
        run(std::string(R"({"replicas": 3, "operations": {"get": 1, "put": 1}, "mistake": ")") + mistake + "\"}");
    CHECK(report.outcome == Outcome::fail);
    CHECK(report.failed_checks == std::vector<std::string>{"incorrect"});
    CHECK(registers_report(report).counts.incorrect > 5);
  }
}

TEST_CASE("a store that answers nothing passes nothing: the run is unknown, and says why") {
  const RunReport report = run(R"({"replicas": 3, "mistake": "mute"})");
  CHECK(report.outcome == Outcome::unknown);
  CHECK(report.reason == "No operation was answered, so there was nothing to judge.");
  const RunReport strict = run(R"({"replicas": 3, "mistake": "mute", "unanswered_max": 0.9})");
  CHECK(strict.outcome == Outcome::fail);
  CHECK(strict.failed_checks == std::vector<std::string>{"unanswered"});
}

TEST_CASE("who promises that a majority hears of a put is held to it, and who does not is not") {
  CHECK(run(R"({"system": "store", "replicas": 3})").outcome == Outcome::pass);
  const RunReport report = run(R"({"system": "boastful", "replicas": 3})");
  CHECK(report.outcome == Outcome::fail);
  REQUIRE(report.violation.has_value());
  CHECK(report.violation->property == "majority_heard");
  CHECK(report.violation->node == NodeId{0});
  CHECK(report.violation->text.find("0000 acknowledged the put ") == 0);
  CHECK(report.violation->text.find("but only 1 of 3 replicas can have heard of it: 0000; a majority is 2") !=
        std::string::npos);
  CHECK(report.virtual_time < seconds(2));
  // Alone it is a majority.
  CHECK(run(R"({"system": "boastful", "replicas": 1})").outcome == Outcome::pass);
}

TEST_CASE("a client that sends what its book never made is not passed over") {
  Workload workload = planted::registers_workload;
  workload.make = []() -> std::unique_ptr<Clients> { return std::make_unique<OneMisbehaves>(); };
  const RunReport report = run(R"({"replicas": 3})", workload);
  CHECK(report.outcome == Outcome::fail);
  CHECK(std::find(report.failed_checks.begin(), report.failed_checks.end(), "unaccounted") !=
        report.failed_checks.end());
  CHECK(registers_report(report).counts.unaccounted == 1);
}

}  // namespace whitewater::scenarios
