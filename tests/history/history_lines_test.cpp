// What is written is what is read: a course by hand, its history as lines, and the lines as a history again; and the
// check at the end of a run, which a stale answer trips.
#include <string>

#include "core/check/linearizability/linearizability.hpp"
#include "scenarios/workloads/course_requests.hpp"
#include "scenarios/workloads/run_history.hpp"
#include "tests/catch.hpp"
#include "tests/course/course_bench.hpp"
#include "tests/history/read_text.hpp"
#include "tools/history/simulated_history.hpp"

using namespace whitewater;
using namespace whitewater::tools;
using course::CourseBench;
using course::Outgoing;

namespace {

// One key that all clients share: every get and put is of it.
course::Rules one_key() {
  course::Rules rules = course::small_rules(40, Probability{500'000});
  rules.shared_keys = 1;
  return rules;
}

// Answers puts, and gets with what the latest put wrote; `stale`: one get with what an earlier one wrote.
void play(CourseBench& bench, bool stale) {
  std::string held, before;
  unsigned puts = 0;
  for (std::uint32_t request = 0; request < 40; ++request) {
    const Outgoing asked = bench.fire(request);
    const client::Request& wanted = course::request_of(asked);
    if (wanted.operation == client::Request::Operation::put) {
      if (++puts == 3) {
        bench.redirect(asked, NodeId{1});  // it is asked again, and nobody answers
        continue;
      }
      bench.ok(asked);
      before = std::exchange(held, std::string(wanted.value()));
    } else if (stale && puts > 5) {
      bench.ok_value(asked, before);
      stale = false;
    } else if (held.empty()) {
      bench.ok(asked);
    } else {
      bench.ok_value(asked, held);
    }
  }
  REQUIRE(puts > 6);
}

std::string lines_of(const CourseBench& bench, std::span<const scenarios::FaultStrike> faults) {
  std::string text;
  HistoryLines lines({"by hand", 7, "simulated", 5}, [&](std::string_view line) { text += line; });
  write_simulated_history(lines, scenarios::reported_requests(bench.course), faults, Time{} + seconds(100));
  return text;
}

}  // namespace

TEST_CASE("a simulated history reads as it was written") {
  CourseBench bench(one_key());
  play(bench, false);
  const std::vector<scenarios::FaultStrike> faults{{Time{} + seconds(8), "kill", NodeSet::of(NodeId{2})}};
  const std::string text = lines_of(bench, faults);
  const Result<HistoryFile> read = testing::read_text(text);
  INFO(text);
  REQUIRE(read.ok());
  CHECK(read.value().remarks.empty());
  const checks::History& history = read.value().history;
  REQUIRE(history.operations.size() == bench.course.requests().size());
  for (std::size_t i = 0; i < history.operations.size(); ++i) {
    const course::RequestRecord& record = bench.course.requests()[i];
    CHECK(history.clock_reading(history.operations[i].called) == record.sent.ns);
    CHECK(history.operations[i].pending() == (record.state != course::RequestRecord::State::ok));
    CHECK(history.keys.text(history.operations[i].key) == record.key());
    const std::string_view value = history.values.text(history.operations[i].value);
    if (!record.is_get())
      CHECK(value == record.request().value());
    else
      CHECK(value == bench.course.read_value(record).value_or(""));
  }
  REQUIRE(read.value().faults.list().size() == 1);
  CHECK(read.value().faults.list()[0].text == "kill: 0002");
  CHECK(checks::check_linearizability(history).answer == checks::Answer::linearizable);
}

TEST_CASE("the check at the end of a run passes what is right") {
  CourseBench bench(one_key());
  play(bench, false);
  scenarios::RunReport report;
  scenarios::RunHistory().judge(bench.course, {}, report);
  CHECK_FALSE(report.violation);
  REQUIRE(report.linearizability);
  CHECK(report.linearizability->answer == scenarios::LinearizabilityReport::Answer::yes);
  CHECK(report.linearizability->keys == 1);
  CHECK(report.linearizability->operations == bench.course.requests().size());
}

TEST_CASE(
    "the check at the end of a run is tripped by one stale answer, and tells who saw what, when, under which fault") {
  CourseBench bench(one_key());
  play(bench, true);
  const std::vector<scenarios::FaultStrike> faults{{Time{} + seconds(1), "kill", NodeSet::of(NodeId{2})},
                                                   {Time{} + seconds(90), "kill", NodeSet::of(NodeId{3})}};
  scenarios::RunReport report;
  scenarios::RunHistory history;
  history.judge(bench.course, faults, report);
  history.judge(bench.course, faults, report);  // it keeps memory, not results
  REQUIRE(report.violation);
  CHECK(report.violation->property == "linearizability");
  CHECK(report.violation->text.find("key k0: ") == 0);
  REQUIRE(report.violation->details.size() >= 3);
  CHECK(report.violation->details[0].find("client 00") == 0);
  CHECK(report.violation->details.back() == "fault: kill: 0002, from 1.000000 s");
  CHECK(report.linearizability->answer == scenarios::LinearizabilityReport::Answer::no);
}
