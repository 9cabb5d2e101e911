// The course's section as JSON, and the parts of the report that follow from it.
#include "scenarios/workloads/course_report.hpp"

#include <array>
#include <memory>
#include <utility>

#include "core/base/check.hpp"
#include "scenarios/report/json_members.hpp"

namespace whitewater::scenarios {

namespace {

void write_messages(json::Writer& writer, const CourseReport& report) {
  Members members(writer);
  for (const MessageCount& message : report.messages_by_type) members.count(message.type, message.count);
}

void write_statistics(json::Writer& writer, const CourseReport& report) {
  const course::Statistics& s = report.statistics;
  Members members(writer);
  members.count("total_msgs", s.total_msgs);
  members.count("total_drops", s.total_drops);
  members.count("requests", s.requests);
  members.count("planned", s.generated_get + s.generated_put);
  members.count("begun", s.begun);
  members.count("failures", s.failures);
  members.count("duplicates", s.duplicates);
  members.count("redirects", s.redirects);
  members.count("incorrect", s.incorrect);
  members.count("unanswered_get", s.unanswered_get);
  members.count("unanswered_put", s.unanswered_put);
  members.count("failed_to_generate_get", s.failed_to_generate_get);
  members.count("died", s.died);
  members.count("killed", s.killed);
  members.count("leaders", s.leaders);
  members.seconds("median_latency_s", s.median_latency);
  members.seconds("mean_latency_s", s.mean_latency);
  write_latency(members.key("ok_latency_s"), s.ok_latency);
  write_latency(members.key("ok_latency_from_first_s"), s.ok_latency_from_first);
  members.seconds("longest_silence_s", s.silence.length);
  members.seconds("silence_from_s", s.silence.began - Time{});
  write_messages(members.key("messages_by_type"), report);
}

void write_tiers(json::Writer& writer, const CourseReport& report) {
  if (!report.tiers) {
    writer.null();
    return;
  }
  Members members(writer);
  members.string("total_msgs", course::tier_name(report.tiers->total_msgs));
  members.string("failures", course::tier_name(report.tiers->failures));
  members.string("duplicates", course::tier_name(report.tiers->duplicates));
  members.string("median_latency", course::tier_name(report.tiers->median_latency));
}

std::uint64_t nanoseconds_of(Duration d) {
  return d.ns < 0 ? 0 : static_cast<std::uint64_t>(d.ns);
}

// The figures are rows of a table: adding one is a row, not a function.
std::vector<Figure> figures_of(const course::Statistics& s) {
  return {
      {"total_msgs", "messages between replicas", s.total_msgs, false, "messages"},
      {"total_drops", "messages dropped", s.total_drops, false},
      {"requests", "client requests", s.requests, false},
      {"failures", "failures", s.failures, false, "failures"},
      {"duplicates", "duplicate answers", s.duplicates, false, "duplicates"},
      {"redirects", "redirects (and fails)", s.redirects, false},
      {"incorrect", "incorrect answers", s.incorrect, false},
      {"unanswered_get", "unanswered gets", s.unanswered_get, false},
      {"unanswered_put", "unanswered puts", s.unanswered_put, false},
      {"failed_to_generate_get", "gets without a key", s.failed_to_generate_get, false},
      {"leaders", "changes of leader's name", s.leaders, false},
      {"died", "replicas died", s.died, false},
      {"killed", "replicas killed", s.killed, false},
      {"median_latency", "median latency", nanoseconds_of(s.median_latency), true, "latency"},
      {"mean_latency", "mean latency", nanoseconds_of(s.mean_latency), true},
      {"ok_p50", "ok latency, median", nanoseconds_of(s.ok_latency.p50), true},
      {"ok_p99", "ok latency, p99", nanoseconds_of(s.ok_latency.p99), true},
      {"ok_max", "ok latency, max", nanoseconds_of(s.ok_latency.max), true},
      {"ok_from_first_p50", "ok from first try, median", nanoseconds_of(s.ok_latency_from_first.p50), true},
      {"ok_from_first_p99", "ok from first try, p99", nanoseconds_of(s.ok_latency_from_first.p99), true},
      {"ok_from_first_max", "ok from first try, max", nanoseconds_of(s.ok_latency_from_first.max), true},
      {"longest_silence", "longest time without an ok", nanoseconds_of(s.silence.length), true},
  };
}

constexpr std::array<std::string_view, 4> tier_names{"bonus", "full", "partial", "none"};

std::vector<Grade> grades_of(const course::TierVerdict& tiers) {
  const auto grade = [](std::string_view metric, course::Tier tier) {
    return Grade{metric, static_cast<std::size_t>(tier), tier_names};
  };
  return {grade("total messages", tiers.total_msgs), grade("failures", tiers.failures),
          grade("duplicates", tiers.duplicates), grade("median latency", tiers.median_latency)};
}

}  // namespace

void write_latency(json::Writer& writer, const course::LatencySummary& latency) {
  Members members(writer);
  members.seconds("p50", latency.p50);
  members.seconds("p90", latency.p90);
  members.seconds("p99", latency.p99);
  members.seconds("max", latency.max);
}

void CourseReport::write_json(json::Writer& writer) const {
  write_statistics(writer.key("statistics"), *this);
  write_tiers(writer.key("tiers"), *this);
}

bool CourseReport::same_as(const ReportSection& other) const {
  const auto* const course = dynamic_cast<const CourseReport*>(&other);
  return course != nullptr && statistics == course->statistics && failed_checks == course->failed_checks &&
         messages_by_type == course->messages_by_type;
}

CourseReport judged_by_the_course(const course::Rules& rules, const course::Statistics& statistics,
                                  std::vector<MessageCount> messages_by_type) {
  CourseReport section;
  section.rules = rules;
  section.statistics = statistics;
  section.failed_checks = course::failed_checks(rules, statistics);
  if (rules.benchmarks) section.tiers = course::tiers(*rules.benchmarks, statistics);
  section.messages_by_type = std::move(messages_by_type);
  return section;
}

void set_course_report(RunReport& report, CourseReport section) {
  report.replicas = section.rules.replicas;
  report.failed_checks.clear();
  for (const course::CorrectnessCheck check : section.failed_checks)
    report.failed_checks.emplace_back(course::check_name(check));
  report.figures = figures_of(section.statistics);
  report.grades = section.tiers ? grades_of(*section.tiers) : std::vector<Grade>{};
  report.sections.clear();
  report.sections.push_back(std::make_shared<const CourseReport>(std::move(section)));
}

const CourseReport& course_report(const RunReport& report) {
  const auto* const section =
      report.sections.empty() ? nullptr : dynamic_cast<const CourseReport*>(report.sections.front().get());
  check(section != nullptr, "the report is one of the course");
  return *section;
}

}  // namespace whitewater::scenarios
