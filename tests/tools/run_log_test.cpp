// The run log of whole simulated runs: what caused what, and that keeping a log changes nothing.
#include "scenarios/story/run_log.hpp"

#include <map>
#include <string>
#include <vector>

#include "core/client/request.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/story/trace_text.hpp"
#include "scenarios/story/world_recorder.hpp"
#include "scenarios/systems/primary_backup_vocabulary.hpp"
#include "scenarios/systems/raft_vocabulary.hpp"
#include "tests/catch.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;
using Kind = RunRecord::Kind;

namespace {

// Lost and duplicated messages, disks that take time, a replica that dies and starts again, and one that pauses.
Scenario troubled(const std::string& protocol) {
  const std::string text =
      R"({"protocol":")" + protocol + R"(","replicas":3,"lifetime":6,"end_wait":2,"requests":60,"mix":0.4,"drops":0.1,
      "duplication":0.1,
      "disk_delay":{"uniform":["0ms","9ms"]},
      "faults":[{"type":"kill","at":"3s","replicas":["0001"]},{"type":"restart","at":"4s","replicas":["0001"]},
                {"type":"pause","at":"4500ms","for":"700ms","replicas":["0002"]}]})";
  const auto read = read_standard(text, "t.json");
  if (!read) FAIL(read.error().text());
  return read.value().scenario;
}

struct Watched {
  Runner runner;  // outlives the log
  RunLog log;
  WorldRecorder recorder{log};
  RunReport report;

  explicit Watched(const std::string& protocol, const Vocabulary& words, std::size_t keep = RunLog::keep_all,
                   bool wire = false)
      : log(3, words, keep) {
    RunOptions options;
    options.wire = wire;
    options.observers.push_back(&recorder);
    report = runner.run(troubled(protocol), 5, options);
  }
};

bool is_event(const RunRecord& record) {
  return record.kind == Kind::started || record.kind == Kind::arrived || record.kind == Kind::timer;
}

// Whether cause can have caused record.
bool causes(const RunRecord& cause, const RunRecord& record, bool wire) {
  if (cause.number >= record.number || cause.time > record.time) return false;
  switch (record.kind) {
    case Kind::arrived:
    case Kind::vanished:
      return cause.kind == Kind::sent && cause.fate == Passage::delivered && cause.node == record.peer &&
             cause.peer == record.node && cause.plane == record.plane &&
             (wire ? cause.payload.fold() == record.payload.fold() : same_object(cause.payload, record.payload));
    case Kind::started:
      return cause.strike == Strike::restart && cause.nodes.contains(record.node);
    case Kind::timer:
      return is_event(cause) && cause.node == record.node && cause.time < record.time;
    case Kind::sent:
    case Kind::noted:
    case Kind::appended:
    case Kind::truncated:
    case Kind::trimmed:
      return is_event(cause) && cause.node == record.node;
    case Kind::durable:
      return is_event(cause) && cause.node == record.node && cause.time < record.time;
    case Kind::unwritten:
      return cause.strike == Strike::kill && cause.nodes.contains(record.node);
    case Kind::paused:
    case Kind::resumed:
      return cause.kind == Kind::fault && cause.nodes.contains(record.node);
    default:
      return false;
  }
}

void check_causes(const std::string& protocol, const Vocabulary& words, bool wire) {
  const Watched watched(protocol, words, RunLog::keep_all, wire);
  const std::deque<RunRecord>& records = watched.log.records();
  REQUIRE(records.size() > 300);
  std::size_t without = 0, lost = 0;
  std::map<Kind, std::size_t> count;
  for (const RunRecord& record : records) {
    INFO(trace_line(watched.log, record));
    if (record.fate == Passage::lost) ++lost;
    ++count[record.kind];
    if (record.cause != RunRecord::nothing)
      REQUIRE(causes(records[record.cause], record, wire));
    else if (record.kind == Kind::started || record.kind == Kind::fault)
      ++without;
    else
      FAIL("nothing caused it");
  }
  CHECK(lost > 0);
  CHECK(count[Kind::durable] > 50);
  CHECK(count[Kind::unwritten] <= 1);
  CHECK(count[Kind::paused] == 1);
  CHECK(count[Kind::resumed] == 1);
  CHECK(without ==
        3 + 8 + 5);  // the first starts of three replicas and eight clients; a kill, a restart, and the kill's end
}

}  // namespace

TEST_CASE("every record of a simulated run names what caused it, but first starts and faults") {
  const bool wire = GENERATE(false, true);
  check_causes("raft", raft_vocabulary, wire);
  check_causes("primary-backup", primary_backup_vocabulary, wire);
}

TEST_CASE("keeping a log changes no run, and a log that keeps nothing still tells its readers") {
  Watched watched("raft", raft_vocabulary, 0);
  Runner plain;
  CHECK(plain.run(troubled("raft"), 5).digest == watched.report.digest);
  CHECK(watched.log.records().empty());
  CHECK(watched.log.added() > 300);

  std::size_t lines = 0;
  TraceText trace([&](std::string_view) { ++lines; });
  watched.log.add_reader(trace);
  RunRecord shown, silent;
  silent.kind = Kind::truncated;
  watched.log.add(shown);
  watched.log.add(silent);
  CHECK(lines == 1);
}

TEST_CASE("what vanishes names its send, under the number that a pause gave it too") {
  PayloadPool pool;
  RunLog log(3, client_vocabulary());
  WorldRecorder recorder(log);
  const PayloadRef request = client::make_get(pool, NodeId{3}, no_node, "r1", "key");
  for (const std::uint64_t sequence : {7u, 9u})
    recorder.on_send(
        {Time{}, NodeId{3}, NodeId{1}, SendKind::request, simnet::SendOutcome::delivered, 2, sequence, 0, request});
  recorder.on_renumbered({Time{}, NodeId{1}, 8, 20});
  for (const std::uint64_t sequence : {9u, 20u, 7u, 20u, 8u})
    recorder.on_vanished({Time{}, sequence, NodeId{3}, NodeId{1}, SendKind::request, request});
  std::vector<std::uint32_t> causes;
  for (const RunRecord& record : log.records())
    if (record.kind == Kind::vanished) causes.push_back(record.cause);
  CHECK(causes == std::vector<std::uint32_t>{1, 0, 0, RunRecord::nothing, RunRecord::nothing});
  CHECK(trace_line(log, log.records().back()).find("0001  misses") != std::string::npos);
}

TEST_CASE("a log keeps the latest records, with the numbers that they were given") {
  RunLog log(3, client_vocabulary(), 2);
  for (int i = 0; i < 5; ++i) log.add({});
  CHECK(log.records().size() == 2);
  CHECK(log.records().front().number == 3);
  CHECK(log.pass({}) == 5);
  CHECK(log.records().back().number == 4);
  const std::uint32_t word = log.word("exited");
  CHECK(log.word("killed") != word);
  CHECK(log.word("exited") == word);
  RunRecord record;
  CHECK(log.text(record).empty());
  record.word = word;
  CHECK(log.text(record) == "exited");
}
