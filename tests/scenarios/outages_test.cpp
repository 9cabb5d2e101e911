// Outages are figures of a run, and a failure is by chance only where an ideal system fails, too. Each case was once a
// report that hid half a minute without an answer, or blamed chance for it.
#include <algorithm>
#include <string>

#include "core/course/ideal.hpp"
#include "core/text/concat.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/report/report_json.hpp"
#include "scenarios/report/report_text.hpp"
#include "scenarios/report/sweep_summary.hpp"
#include "scenarios/report/text_lines.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/course_report.hpp"
#include "scenarios/workloads/registers_report.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/outage_texts.hpp"

namespace whitewater::scenarios {
namespace {

using tests::played;

const client::Silence& silence(const RunReport& report) {
  return course_report(report).statistics.silence;
}

// The worst of some seeds.
template <class Better>
RunReport worst(std::string_view text, std::uint64_t seeds, Better better) {
  RunReport found = played(text, 1);
  for (std::uint64_t seed = 2; seed <= seeds; ++seed)
    if (RunReport report = played(text, seed); better(found, report)) found = std::move(report);
  return found;
}

bool shorter_silence(const RunReport& a, const RunReport& b) {
  return silence(a).length < silence(b).length;
}

}  // namespace

// The one that they hear tells them who leads: clients were once sent in circles for half a minute.
TEST_CASE("two replicas that hear only one other: clients are sent on within seconds") {
  const RunReport report = worst(tests::cut_to_a_star, 60, shorter_silence);
  CHECK(silence(report).length < seconds(5));
}

TEST_CASE("half a minute without an ok is told, with its time") {
  const RunReport report = worst(tests::star_without_quorum, 10, shorter_silence);
  CHECK(silence(report).length > seconds(20));
  CHECK(silence(report).began >= Time{} + seconds(6));
  CHECK(course_report(report).statistics.ok_latency_from_first.max > seconds(20));
  const std::string text = report_text(report, {});
  CHECK(text.find("longest time without an ok") != std::string::npos);
  CHECK(text.find(concat({"from ", short_time(silence(report).began), " to "})) != std::string::npos);
  CHECK_FALSE(report.failed_by_chance());
}

TEST_CASE("a leader that keeps its place without a majority: somebody leads, nobody is answered") {
  const RunReport report = played(tests::star_without_quorum, 1);
  CHECK(silence(report).length > seconds(25));
  REQUIRE(report.leadership);
  CHECK(report.leadership->leaderless.length < seconds(3));
  CHECK(report.outcome == RunReport::Outcome::pass);
  // Ten times the course's figure for one change of the leader.
  CHECK(course_report(report).statistics.leaders > 10 * (report.leadership->changes() + 1));
}

TEST_CASE("elections, terms and real leaders stand beside the course's figure") {
  const RunReport report = played(tests::one_isolated, 1);
  REQUIRE(report.leadership);
  const LeadershipReport& leadership = *report.leadership;
  CHECK(leadership.reigns.size() <= 3);
  CHECK(leadership.elections >= leadership.reigns.size());
  CHECK(leadership.terms() == leadership.reigns.size());
  CHECK(leadership.highest_term >= leadership.terms());
  CHECK(course_report(report).statistics.leaders >= 1);
  const std::string text = report_text(report, {});
  CHECK(text.find("  changes of the leader's name ") != std::string::npos);
  CHECK(text.find("in messages: the course's \"leaders\"") != std::string::npos);
  CHECK(text.find("\n  elections ") != std::string::npos);
  // Without the pre-vote the isolated replica stands again and again, and never leads.
  const RunReport eager = played(tests::one_isolated_without_pre_vote, 1);
  REQUIRE(eager.leadership);
  CHECK(eager.leadership->elections > 10);
  CHECK(eager.leadership->highest_term > eager.leadership->terms() + 5);
}

TEST_CASE("what replicas noted of leadership does not depend on who else watches") {
  struct Everything final : simnet::Observer {};
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const RunReport plain = played(tests::all_restarted, seed);
    Everything everything;
    RunOptions options;
    options.observers = {&everything};
    const RunReport watched = played(tests::all_restarted, seed, options);
    CHECK(plain.digest == watched.digest);
    CHECK(plain.leadership == watched.leadership);
    CHECK_FALSE(plain.leadership->reigns.empty());
  }
}

TEST_CASE("all restarted during a partition: passes, and shows the outage") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const RunReport report = played(tests::all_restarted, seed);
    CHECK(report.outcome == RunReport::Outcome::pass);
    // Nobody lives from 18 s to 22 s, and nobody is asked.
    CHECK(report.leadership->leaderless.length >= seconds(4));
    CHECK(report.leadership->leaderless.from == Time{} + seconds(18));
    CHECK(course_report(report).statistics.ok_latency_from_first.max >=
          course_report(report).statistics.ok_latency.max);
  }
}

TEST_CASE("a deposed leader that hears one follower learns of its successor: it was fifteen seconds once") {
  const RunReport worst_seed = worst(tests::deposed_hears_one, 40, shorter_silence);
  CHECK(silence(worst_seed).length < seconds(4));
  CHECK_FALSE(worst_seed.failed_by_chance());
}

TEST_CASE("a failure that an ideal system does not share is explained by what happened") {
  // Nobody hears anybody until the load is over: too few keys, for a reason.
  const RunReport report = played(tests::late_first_put, 1);
  CHECK(report.outcome == RunReport::Outcome::fail);
  CHECK(std::find(report.failed_checks.begin(), report.failed_checks.end(), "failed_to_generate_get") !=
        report.failed_checks.end());
  CHECK_FALSE(report.failed_by_chance());
  CHECK(report.explanation.starts_with("The first put was acknowledged at "));
  CHECK(report.explanation.find("; no leader for ") != std::string::npos);
  CHECK(verdict_text(report) == "FAIL");
  const std::string text = report_text(report, {});
  CHECK(text.find("\n  " + report.explanation + "\nFAIL  ") != std::string::npos);
  CHECK(report_json(report).find(R"("by_chance":false,"explanation":"The first put)") != std::string::npos);
}

TEST_CASE("it used to be chance, and is not: partial partitions where only the first gets failed") {
  unsigned blamed = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const RunReport report = played(tests::slow_start, seed);
    if (report.outcome != RunReport::Outcome::fail) continue;
    if (report.failed_checks != std::vector<std::string>{"failed_to_generate_get"}) continue;
    if (report.failed_by_chance()) continue;
    ++blamed;
    CHECK(report.explanation.starts_with("The first put was acknowledged at "));
  }
  CHECK(blamed > 0);
}

TEST_CASE("chance is a plan that an ideal system fails, too") {
  unsigned failed = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const RunReport report = played(tests::few_requests, seed);
    const bool ideal_fails = !course::ideal_failed_checks(course_report(report).rules, seed).empty();
    CHECK((report.outcome == RunReport::Outcome::fail) == ideal_fails);
    CHECK(report.failed_by_chance() == ideal_fails);
    if (!ideal_fails) continue;
    ++failed;
    CHECK(report.explanation == "On this seed, a system that answers every request at once would fail, too.");
    CHECK(verdict_text(report) == "FAIL, by chance");
  }
  CHECK(failed > 5);
  CHECK(failed < 55);
}

TEST_CASE("a request that dies with its leader is chance, if the limits are so narrow") {
  // The request at 12 s is sent to the leader that is killed at 12 s.
  unsigned failed = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const RunReport report = played(tests::killed_with_its_request, seed);
    failed += report.failed_by_chance() ? 1u : 0u;
  }
  CHECK(failed >= 8);
}

TEST_CASE("after max_packets the verdict says how many requests were sent") {
  const RunReport report = played(tests::few_packets, 1);
  const course::Statistics& s = course_report(report).statistics;
  CHECK(s.begun < 300);
  CHECK(report.remark ==
        concat({std::to_string(s.begun), " of 300 requests were sent before max_packets, 400, ended the run"}));
  CHECK(closing_text(report, {}).find("  (" + report.remark + ")\n") != std::string::npos);
  CHECK(report_json(report).find("\"remark\":\"") != std::string::npos);
  CHECK(played(tests::one_isolated, 1).remark.empty());
}

TEST_CASE("a sweep shows the spread of outages, elections and latencies from the first attempt") {
  SweepSummary summary("star");
  for (std::uint64_t seed = 1; seed <= 3; ++seed) summary.add(played(tests::star_without_quorum, seed));
  CHECK(summary.spread("longest_silence").max > static_cast<std::uint64_t>(seconds(20).ns));
  CHECK(summary.spread("ok_from_first_max").max > static_cast<std::uint64_t>(seconds(20).ns));
  CHECK(summary.spread("elections").min >= 1);
  CHECK(summary.spread("terms").min >= 1);
  const std::string text = summary.text({}, [](std::uint64_t) { return std::string(); });
  for (const char* const label : {"longest time without an ok", "ok from first try, max", "elections",
                                  "terms with a leader", "changes of the leader", "longest without a leader"})
    CHECK(text.find(label) != std::string::npos);
}

TEST_CASE("the workload registers shows outages, too, and explains what they failed") {
  const RunReport report = played(tests::registers_cut_off, 1);
  const RegistersReport& section = registers_report(report);
  CHECK(section.silence.length > seconds(5));
  CHECK(section.silence.began >= Time{} + seconds(3));
  CHECK(report.outcome == RunReport::Outcome::fail);
  CHECK(report.explanation.starts_with("No leader for "));
  const std::string text = report_text(report, {});
  CHECK(text.find("longest time without an ok") != std::string::npos);
  CHECK(text.find("\nLeadership\n") != std::string::npos);
  CHECK(report_json(report).find("\"longest_silence_s\":") != std::string::npos);
  const RunReport calm = played(tests::registers_calm, 1);
  CHECK(registers_report(calm).silence.length < seconds(3));
  CHECK(calm.explanation.empty());
}

}  // namespace whitewater::scenarios
