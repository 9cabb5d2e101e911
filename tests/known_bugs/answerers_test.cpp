// A stale read that only the clients' history shows: the report names who answered, in which term, and with what
// applied. The replicas are judged by nobody here, or read_is_fresh would speak first.
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/report/report_json.hpp"
#include "scenarios/report/report_text.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/systems/raft_cluster.hpp"
#include "tests/catch.hpp"
#include "tests/known_bugs/planted.hpp"
#include "tools/runs/judged_run.hpp"

namespace whitewater::scenarios {
namespace {

// Raft whose properties nobody watches.
class Unwatched final : public Cluster {
 public:
  void reset(const Scenario& scenario, std::uint64_t seed) override { raft_->reset(scenario, seed); }
  void release() override { raft_->release(); }
  Actor& replica(NodeId node) override { return raft_->replica(node); }
  const BodyCodec* bodies() const override { return raft_->bodies(); }
  NodeSet in_role(ReplicaRole role, NodeSet living) const override { return raft_->in_role(role, living); }
  std::string describe(NodeId node) const override { return raft_->describe(node); }

 private:
  std::unique_ptr<Cluster> raft_ = make_raft_cluster();
};

using Operation = Violation::Operation;

struct StaleRead {
  RunReport report;
  std::vector<ReportedRequest> requests;
  NodeId cut_off;  // the leader that is cut off
};

// The leader is cut off from the other replicas, but not from clients, and answers gets without asking anybody.
StaleRead stale_read(std::string_view load, bool wire) {
  const known_bugs::Planted planted(Mutation::deposed_read);
  System unwatched = standard_toolbox().systems[0];
  unwatched.make = []() -> std::unique_ptr<Cluster> { return std::make_unique<Unwatched>(); };
  const std::string text =
      concat({R"({"replicas": 5, "replica": {"check_quorum": false}, )",
              R"("faults": [{"type": "partition", "at": "8s", "replicas": "leader"}], )", load, "}"});
  const Result<ReadScenario> read =
      read_scenario(text, "stale.json", {std::span(&unwatched, 1), standard_toolbox().workloads});
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  Runner runner;
  RunOptions options;
  options.wire = wire;
  RunReport report = tools::run_and_judge(runner, read.value().scenario, 7, options).report;
  REQUIRE(runner.faults().size() == 1);
  return {std::move(report), runner.requests().value(), *runner.faults().front().targets.begin()};
}

// A get that was answered by this replica.
const Operation* get_answered_by(const RunReport& report, NodeId replica) {
  for (const Operation& operation : report.violation->operations)
    if (operation.answered_by == replica && operation.what.starts_with("get ")) return &operation;
  return nullptr;
}

// The state of the leader that was cut off. Nobody asked it for puts that others committed, so what it applied are the
// puts that it answered, behind the entry with which its term began.
std::string deposed(const StaleRead& found) {
  std::uint64_t puts = 0;
  for (const ReportedRequest& request : found.requests)
    if (!request.is_get() && request.state == ReportedRequest::State::ok && request.answered_by == found.cut_off)
      ++puts;
  REQUIRE(puts > 0);
  const std::string applied = std::to_string(puts + 1);
  const auto& reigns = found.report.leadership->reigns;
  REQUIRE(reigns.size() == 2);
  REQUIRE(reigns[0].node == found.cut_off);
  return concat({"leader of term ", std::to_string(reigns[0].term), ", while ", node_text(reigns[1].node, 5),
                 " leads term ", std::to_string(reigns[1].term), "; commit index ", applied, ", applied ", applied});
}

}  // namespace

TEST_CASE("a get that is not linearizable names the deposed leader that answered, its term and what it had applied") {
  const bool wire = GENERATE(false, true);
  const std::string_view load =
      GENERATE(as<std::string_view>(), R"("workload": "registers", "keys": 1, "stray": 0.5, "lifetime": "12s")",
               R"("lifetime": 10, "requests": 800, "load": {"shared_keys": 2, "stray": 0.5})");
  INFO(load << (wire ? ", over the wire" : ""));
  const StaleRead found = stale_read(load, wire);
  const RunReport& report = found.report;
  INFO(report_text(report, {}));
  REQUIRE(report.violation.has_value());
  REQUIRE(report.violation->property == "linearizability");
  REQUIRE_FALSE(report.nondeterminism.has_value());
  const Operation* const get = get_answered_by(report, found.cut_off);
  REQUIRE(get != nullptr);
  const std::string state = deposed(found);
  CHECK(get->answerer == state);
  CHECK(report_text(report, {})
            .find(concat({"          ", get->what, " of client ", node_text(get->client, 5), " was answered by ",
                          node_text(found.cut_off, 5), ": ", state, "\n"})) != std::string::npos);
  CHECK(report_json(report).find(concat({R"("operation":")", get->what, R"(","called_s":)"})) != std::string::npos);
  CHECK(report_json(report).find(concat({R"(,"answered_by":)", std::to_string(found.cut_off.value), R"(,"answerer":")",
                                         state, R"("})"})) != std::string::npos);
}

TEST_CASE("the put that the get missed names the leader that acknowledged it") {
  const StaleRead found = stale_read(R"("workload": "registers", "keys": 1, "stray": 0.5, "lifetime": "12s")", false);
  REQUIRE(found.report.violation.has_value());
  const LeadershipReport::Reign& current = found.report.leadership->reigns.at(1);
  for (const Operation& operation : found.report.violation->operations) {
    if (operation.answered_by == found.cut_off) continue;
    CHECK(operation.answered_by == current.node);
    CHECK(operation.answerer.find(concat({"leader of term ", std::to_string(current.term), "; commit index "})) == 0);
    return;
  }
  FAIL("no operation was answered by the new leader");
}

}  // namespace whitewater::scenarios
