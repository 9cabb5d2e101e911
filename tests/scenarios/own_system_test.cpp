// A system and a workload of which nothing else knows, with fields, faults, a checker and rules of their own, through
// the same runner as Raft under the course's rules. The system: nodes that pass one token round; whoever holds it
// leads. The workload: a client that asks the first node again and again how often the token came by.
#include <algorithm>
#include <array>
#include <vector>

#include "core/base/hash.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/experiment/clients.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/field_rows.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/report/report_json.hpp"
#include "scenarios/report/report_text.hpp"
#include "scenarios/report/sweep_summary.hpp"
#include "scenarios/story/last_events.hpp"
#include "scenarios/story/trace_text.hpp"
#include "tests/catch.hpp"

namespace whitewater::scenarios {
namespace {

struct Token {
  static constexpr PayloadKind payload_kind{1100, "token"};
  std::uint32_t round = 0;
  std::uint64_t fold() const { return hash_words(payload_kind.number, round); }
  std::uint32_t wire_bytes() const { return 4; }
};

struct RingOptions {
  Duration hold = milliseconds(10);
  bool forge = false;  // the planted mistake: the last node keeps the token, too
  friend bool operator==(const RingOptions&, const RingOptions&) = default;
};

class RingNode final : public Actor {
 public:
  RingNode(NodeId self, unsigned nodes, const RingOptions& options) : self_(self), nodes_(nodes), options_(options) {}

  void handle(const Event& event, Time now, Effects& effects) override {
    if (std::holds_alternative<Started>(event) && self_.value == 0) {
      take(1, now, effects);
    } else if (const auto* message = std::get_if<MessageArrived>(&event)) {
      if (const auto* token = message->payload.get_if<Token>()) take(token->round + 1, now, effects);
    } else if (const auto* request = std::get_if<RequestArrived>(&event)) {
      effects.send_reply(request->from, effects.make<Token>(round_));
    } else if (std::holds_alternative<TimerFired>(event)) {
      const NodeId next{static_cast<std::uint16_t>((self_.value + 1u) % nodes_)};
      effects.send_message(next, effects.make<Token>(round_), round_);
      holds_ = options_.forge && next.value == 0;
    }
  }
  std::uint64_t fingerprint() const override { return hash_words(round_, holds_ ? 1 : 0); }
  bool holds() const { return holds_; }
  std::uint32_t round() const { return round_; }

 private:
  void take(std::uint32_t round, Time now, Effects& effects) {
    holds_ = true;
    round_ = round;
    effects.set_timer(TimerId{0}, now + options_.hold);
  }

  NodeId self_;
  unsigned nodes_;
  RingOptions options_;
  bool holds_ = false;
  std::uint32_t round_ = 0;
};

class Ring final : public Cluster, private simnet::Observer {
 public:
  void reset(const Scenario& scenario, std::uint64_t) override {
    nodes_.clear();
    for (std::uint16_t i = 0; i < scenario.replicas; ++i)
      nodes_.emplace_back(NodeId{i}, scenario.replicas, scenario.system_options.get<RingOptions>());
    violation_.reset();
  }
  void release() override { nodes_.clear(); }
  Actor& replica(NodeId node) override { return nodes_[node.value]; }
  simnet::Observer* checker(simnet::World& world) override {
    world_ = &world;
    return this;
  }
  std::optional<Violation> violation() const override { return violation_; }
  NodeSet in_role(ReplicaRole role, NodeSet living) const override {
    return role == ReplicaRole::leader ? leaders() & living : NodeSet{};
  }
  std::string describe(NodeId node) const override {
    return (nodes_[node.value].holds() ? "holds the token, round " : "waits, round ") +
           std::to_string(nodes_[node.value].round());
  }

 private:
  NodeSet leaders() const {
    NodeSet holders;
    for (std::uint16_t i = 0; i < nodes_.size(); ++i)
      if (nodes_[i].holds()) holders.insert(NodeId{i});
    return holders;
  }
  void on_event(const simnet::EventRecord& record) override {
    if (violation_ || leaders().size() < 2) return;
    violation_ = Violation{"one_token", "two nodes hold the token", record.time, world_->events(), record.node, "", {}};
    world_->stop();
  }

  simnet::World* world_ = nullptr;
  std::vector<RingNode> nodes_;
  std::optional<Violation> violation_;
};

struct WatchOptions {
  Duration until = seconds(1);
  std::uint32_t rounds_min = 1;
  friend bool operator==(const WatchOptions&, const WatchOptions&) = default;
};

// One client, which is its own actor.
class Watch final : public Clients, private Actor {
 public:
  unsigned count(const Scenario&) const override { return 1; }
  void reset(const Stage& stage) override {
    options_ = stage.scenario.workload_options.get<WatchOptions>();
    seen_ = 0;
  }
  void release() override {}
  Actor& client(unsigned) override { return *this; }
  Time end() const override { return Time{} + options_.until; }
  bool report(RunReport& report) override {
    report.figures = {{"rounds", "rounds of the token", seen_, false, "rounds"}};
    if (seen_ < options_.rounds_min) report.failed_checks = {"rounds_min"};
    return report.failed_checks.empty();
  }
  std::uint32_t seen() const { return seen_; }

 private:
  void handle(const Event& event, Time now, Effects& effects) override {
    if (const auto* reply = std::get_if<ReplyArrived>(&event)) {
      seen_ = std::max(seen_, reply->payload.get_if<Token>()->round);
      return;
    }
    effects.send_request(NodeId{0}, effects.make<Token>());
    effects.set_timer(TimerId{0}, now + milliseconds(20));
  }
  std::uint64_t fingerprint() const override { return seen_; }

  WatchOptions options_;
  std::uint32_t seen_ = 0;
};

using namespace field_rows;
constexpr std::array ring_fields{
    duration("hold", at<&RingOptions::hold>, "How long a node keeps the token"),
    plain("forge", field_types::flag, at<&RingOptions::forge>, "Whether the last node keeps a copy")};
constexpr std::array watch_fields{duration("until", at<&WatchOptions::until>, "How long the run is"),
                                  ranged("rounds_min", field_types::integer<std::uint32_t>, 0, 1'000'000,
                                         at<&WatchOptions::rounds_min>, "How often the token must have come by")};

const std::array systems{System{"ring", ring_fields, [] { return Options::of<RingOptions>(); }, nullptr, 2, 9,
                                []() -> std::unique_ptr<Cluster> { return std::make_unique<Ring>(); }}};
const std::array workloads{Workload{"watch", watch_fields, [] { return Options::of<WatchOptions>(); }, nullptr,
                                    []() -> std::unique_ptr<Clients> { return std::make_unique<Watch>(); }}};
const Toolbox toolbox{systems, workloads};

RunReport run(std::string_view text) {
  const Result<ReadScenario> read = read_scenario(text, "ring.json", toolbox);
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  Runner runner;
  RunReport first = runner.run(read.value().scenario, 7);
  const RunReport second = runner.run(read.value().scenario, 7);
  CHECK(first.digest == second.digest);
  return first;
}

}  // namespace

TEST_CASE("a system and a workload of one's own run, and the workload's rules decide") {
  CHECK(run(R"({"replicas": 4, "rounds_min": 20})").outcome == RunReport::Outcome::pass);
  CHECK(run(R"({"replicas": 4, "rounds_min": 20, "hold": "100ms"})").outcome == RunReport::Outcome::fail);
}

TEST_CASE("faults strike a system of one's own, by name and by role") {
  const char* const killed = R"({"replicas": 4, "rounds_min": 40, "faults": [)"
                             R"({"type": "kill", "at": "205ms", "replicas": "leader"}]})";
  CHECK(run(killed).outcome == RunReport::Outcome::fail);  // the token died with its holder
  CHECK(run(R"({"replicas": 4, "rounds_min": 40, "faults": [{"type": "kill", "at": "2s", "replicas": "all"}]})")
            .outcome == RunReport::Outcome::pass);
}

TEST_CASE("a mistake of one's own system is told in its own words") {
  const RunReport report = run(R"({"replicas": 3, "forge": true})");
  REQUIRE(report.violation.has_value());
  CHECK(report.outcome == RunReport::Outcome::fail);
  CHECK(report.violation->property == "one_token");
  CHECK(report.violation->text == "two nodes hold the token");
  CHECK(report_text(report, {})
            .find("          node 0000: holds the token, round 4\n"
                  "          node 0001: waits, round 2\n"
                  "          node 0002: holds the token, round 3\n") != std::string::npos);
  CHECK(report_json(report).find(R"("replicas":[{"node":0,"text":"holds the token, round 4"},{"node":1,)") !=
        std::string::npos);
}

TEST_CASE("what led to a mistake is told: the end of the trace") {
  const Result<ReadScenario> read = read_scenario(R"({"replicas": 3, "forge": true})", "ring.json", toolbox);
  REQUIRE(read.ok());
  const Vocabulary& words = client_vocabulary();
  Runner runner;
  RunLog log(3, words, 0);
  WorldRecorder recorder(log);
  std::vector<std::string> trace;
  TraceText text([&](std::string_view line) { trace.emplace_back(line.substr(0, line.size() - 1)); });
  log.add_reader(text);
  LastEvents last(3, words);
  RunOptions options;
  options.observers = {&recorder, &last.observer()};
  const RunReport report = runner.run(read.value().scenario, 7, options);
  REQUIRE(report.violation.has_value());
  const std::vector<std::string> lines = last.lines();
  REQUIRE(lines.size() == last_events_max);
  REQUIRE(trace.size() > last_events_max);
  CHECK(std::equal(lines.rbegin(), lines.rend(), trace.rbegin()));
  CHECK(lines.back().find(microsecond_seconds(Duration{report.violation->time.ns})) != std::string::npos);
}

TEST_CASE("figures of one's own are printed, and their spread is") {
  const RunReport report = run(R"({"replicas": 4, "rounds_min": 2000})");
  CHECK(report_json(report).find(R"("failed_checks":["rounds_min"])") != std::string::npos);
  CHECK(report_json(report).find(R"("figures":{"rounds":)") != std::string::npos);
  CHECK(report_text(report, {}).find("rounds of the token") != std::string::npos);
  CHECK(closing_text(report, {}) == "FAIL  ring  seed 7  rounds_min\n");
  SweepSummary summary("ring");
  summary.add(report);
  CHECK(summary.spread("rounds").median == report.figures.front().value);
  CHECK(summary.text({}, [](std::uint64_t) { return std::string("again"); }).find("rounds of the token") !=
        std::string::npos);
  CHECK(overview_text({summary}, {}).find("     rounds\n") != std::string::npos);
}

TEST_CASE("a heal asks a system of one's own to come to rest") {
  CHECK(run(R"({"replicas": 3, "heal": "1s", "rounds_min": 20})").outcome == RunReport::Outcome::pass);
}

}  // namespace whitewater::scenarios
