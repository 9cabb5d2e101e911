// What is printed of a run and of a sweep: golden texts, exact numbers, the key set of the JSON line.
#include "core/wire/json.hpp"
#include "scenarios/report/nondeterminism.hpp"
#include "scenarios/report/report_json.hpp"
#include "scenarios/report/report_text.hpp"
#include "scenarios/report/sweep_summary.hpp"
#include "tests/catch.hpp"
#include "tests/tools/golden.hpp"
#include "tests/tools/sample_reports.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;
using namespace whitewater::tools::testing;

TEST_CASE("numbers are printed exactly, with integers alone") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1'000) == "1,000");
  CHECK(grouped(18'446'744'073'709'551'615u) == "18,446,744,073,709,551,615");
  CHECK(exact_seconds(nanoseconds(250'000)) == "0.00025");
  CHECK(exact_seconds(seconds(37)) == "37");
  CHECK(exact_seconds(nanoseconds(1)) == "0.000000001");
  CHECK(exact_seconds(nanoseconds(-1'500'000'000)) == "-1.5");
  CHECK(exact_seconds(Duration{INT64_MIN}) == "-9223372036.854775808");
  CHECK(millionths_text(1'200'000'000) == "1,200");
  CHECK(millionths_text(150) == "0.00015");
  CHECK(digest_text(0xabcull) == "0000000000000abc");
  CHECK(percent_text(985, 1000) == "98.5 %");
  CHECK(percent_text(999'999, 1'000'000) == "99.9 %");
  CHECK(percent_text(1, 0) == "-");
}

TEST_CASE("a latency is cut and not rounded, so that it compares with a tier as the value does") {
  CHECK(microsecond_seconds(nanoseconds(199'999)) == "0.000199");
  CHECK(microsecond_seconds(nanoseconds(200'000)) == "0.000200");
  CHECK(microsecond_seconds(nanoseconds(-1'000)) == "-0.000001");
}

TEST_CASE("padding never shortens") {
  CHECK(pad_left("ab", 4) == "  ab");
  CHECK(pad_right("ab", 4) == "ab  ");
  CHECK(pad_left("abcde", 4) == "abcde");
}

TEST_CASE("the report of a run as text") {
  require_golden("report_pass.txt", report_text(passing_report(), {}));
  require_golden("report_fail.txt", report_text(failing_report(), {}));
  require_golden("report_chance.txt", report_text(chance_report(), {}));
  require_golden("report_violation.txt", report_text(violating_report(), {}));
}

TEST_CASE("color adds escape sequences and nothing else") {
  std::string colored = report_text(failing_report(), TextStyle{true});
  CHECK(colored.find("\x1b[1;31mFAILED\x1b[0m") != std::string::npos);
  for (std::size_t at = colored.find('\x1b'); at != std::string::npos; at = colored.find('\x1b'))
    colored.erase(at, colored.find('m', at) - at + 1);
  CHECK(colored == report_text(failing_report(), {}));
}

TEST_CASE("verdicts in words") {
  CHECK(verdict_text(passing_report()) == "PASS");
  CHECK(verdict_text(failing_report()) == "FAIL");
  CHECK(verdict_text(chance_report()) == "FAIL, by chance");
  CHECK(verdict_text(RunReport{}) == "UNKNOWN");
  CHECK(failure_text(failing_report()) == "incorrect, died");
  CHECK(failure_text(violating_report()) == "election_safety  t=3.412000s  event 517");
}

TEST_CASE("a violation is never by chance") {
  RunReport report = chance_report();
  CHECK(report.failed_by_chance());
  report.violation = violating_report().violation;
  CHECK_FALSE(report.failed_by_chance());
  report = passing_report();
  report.chance = true;
  CHECK_FALSE(report.failed_by_chance());
}

TEST_CASE("the report of a run as one line of JSON") {
  require_golden("report_pass.json", report_json(passing_report()) + "\n");
  require_golden("report_fail.json", report_json(failing_report()) + "\n");
  require_golden("report_violation.json", report_json(violating_report()) + "\n");
}

TEST_CASE("nondeterminism in words and in JSON") {
  RunReport report = nondeterministic_report();
  require_golden("nondeterminism.txt", nondeterminism_text(*report.nondeterminism) + "\n");
  require_golden("nondeterminism.json", report_json(report) + "\n");

  std::array<std::optional<StepInWords>, 2>& steps = report.nondeterminism->parting->steps;
  steps[1]->time = steps[1]->time + nanoseconds(1);
  steps[1]->details = "";
  report.nondeterminism->parting->differs = {"time", "content", "effects"};
  require_golden("nondeterminism_two_steps.txt", nondeterminism_text(*report.nondeterminism) + "\n");
  steps[0].reset();
  report.nondeterminism->parting->differs = {};
  require_golden("nondeterminism_over.txt", nondeterminism_text(*report.nondeterminism) + "\n");
  CHECK(report_json(report).find("\"steps\":[null,{") != std::string::npos);
  report.nondeterminism->parting.reset();
  require_golden("nondeterminism_once.txt", nondeterminism_text(*report.nondeterminism) + "\n");
  CHECK(report_json(report).find("\"happened_again\":false}") != std::string::npos);
}

TEST_CASE("JSON holds whatever a scenario's file is called") {
  RunReport report = passing_report();
  report.scenario = "a\"b\\c\n\x01\xff";
  report.seed = 18'446'744'073'709'551'615u;
  const std::string line = report_json(report);
  CHECK(line.find('\n') == std::string::npos);
  const Result<json::Value> value = json::parse(line);
  REQUIRE(value.ok());
  CHECK(value.value().find("seed")->as_string() == "18446744073709551615");
  CHECK(value.value().find("scenario")->as_string() == "a\"b\\c\n\x01\xef\xbf\xbd");
}

TEST_CASE("a scenario without benchmarks has no tiers") {
  RunReport report = passing_report();
  CourseReport section = course_report(report);
  section.tiers.reset();
  set_course_report(report, section);
  CHECK(report_json(report).find("\"tiers\":null") != std::string::npos);
  CHECK(report_text(report, {}).find("Performance") == std::string::npos);
}

TEST_CASE("the summary of a sweep") {
  SweepSummary summary("crash-3");
  for (std::uint64_t i = 0; i < 20; ++i) {
    RunReport report = passing_report();
    report.seed = i + 1;
    CourseReport section = course_report(report);
    section.statistics.total_msgs = 1'400 + i;
    set_course_report(report, section);
    summary.add(report);
  }
  summary.add(failing_report());
  summary.add(chance_report());
  summary.add(violating_report());
  const auto reproduce = [](std::uint64_t seed) {
    return "whitewater run crash-3.json --seed " + std::to_string(seed);
  };
  require_golden("summary.txt", summary.text({}, reproduce));
  SweepSummary other("simple-1");
  other.add(passing_report());
  require_golden("overview.txt", overview_text({summary, other}, {}));
}

TEST_CASE("a summary says why a run has no verdict, and the overview counts it") {
  RunReport unknown = passing_report();
  unknown.seed = 9;
  unknown.outcome = RunReport::Outcome::unknown;
  unknown.reason = "The budget of the linearizability check ran out.";
  SweepSummary summary("any");
  summary.add(passing_report());
  summary.add(unknown);
  const std::string text = summary.text({}, [](std::uint64_t) { return std::string("again"); });
  CHECK(text.find("UNKNOWN  any  seed 9  The budget of the linearizability check ran out.\n") != std::string::npos);
  const std::string overview = overview_text({summary}, {});
  CHECK(overview.find("  by chance    unknown") != std::string::npos);
  CHECK(overview.find("any               2          1          0          0          1") != std::string::npos);
}

TEST_CASE("the spread of a figure is by nearest rank") {
  SweepSummary summary("any");
  for (std::uint64_t i = 100; i >= 1; --i) {
    RunReport report = passing_report();
    CourseReport section = course_report(report);
    section.statistics.total_msgs = i;
    set_course_report(report, section);
    summary.add(report);
  }
  const Spread spread = summary.spread("total_msgs");
  CHECK(spread.min == 1);
  CHECK(spread.median == 50);
  CHECK(spread.p95 == 95);
  CHECK(spread.max == 100);
}

TEST_CASE("a summary lists the first failures and counts the rest") {
  SweepSummary summary("any");
  for (std::uint64_t i = 1; i <= 60; ++i) {
    RunReport report = failing_report();
    report.seed = i;
    summary.add(report);
  }
  const std::string text = summary.text({}, [](std::uint64_t) { return std::string("again"); });
  CHECK(text.find("FAIL  any  seed 50  ") != std::string::npos);
  CHECK(text.find("  seed 51  ") == std::string::npos);
  CHECK(text.find("and 10 more") != std::string::npos);
}

TEST_CASE("the summary of nothing is not empty and divides by nothing") {
  const SweepSummary summary("any");
  CHECK(summary.text({}, [](std::uint64_t) { return std::string(); }) == "any  0 runs\n");
}
