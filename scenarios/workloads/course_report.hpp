// CourseReport: the course's section of a report: what its simulator prints, its checks and tiers in words with their
// limits, and beyond it latency percentiles and messages by type. Of simulated and of real runs.
#pragma once

#include <optional>
#include <vector>

#include "core/course/rules.hpp"
#include "core/course/statistics.hpp"
#include "core/course/verdict.hpp"
#include "scenarios/report/report.hpp"
#include "scenarios/report/section.hpp"
#include "scenarios/workloads/message_counts.hpp"

namespace whitewater::scenarios {

class CourseReport final : public ReportSection {
 public:
  course::Rules rules;
  course::Statistics statistics;
  std::vector<course::CorrectnessCheck> failed_checks;
  std::optional<course::TierVerdict> tiers;    // nothing if the file has no benchmarks
  std::vector<MessageCount> messages_by_type;  // replica to replica, by name, ascending

  void add_statistics(std::string& text, const TextStyle& style) const override;
  void add_checks(std::string& text, const TextStyle& style) const override;
  void add_grades(std::string& text, bool passed, const TextStyle& style) const override;
  void write_json(json::Writer& writer) const override;
  bool same_as(const ReportSection& other) const override;
};

// Applies the rules: which checks fail, which tiers are reached.
CourseReport judged_by_the_course(const course::Rules& rules, const course::Statistics& statistics,
                                  std::vector<MessageCount> messages_by_type);

// Makes it the section of the report, and fills in failed_checks, figures and grades.
void set_course_report(RunReport& report, CourseReport section);
// Of the report of a run of the course.
const CourseReport& course_report(const RunReport& report);

// {"p50":…,"p90":…,"p99":…,"max":…}, in seconds.
void write_latency(json::Writer& writer, const course::LatencySummary& latency);

}  // namespace whitewater::scenarios
