// One function for each thing that can be told.
#include "scenarios/workloads/course_explanation.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/report/text_lines.hpp"
#include "scenarios/workloads/course_report.hpp"
#include "scenarios/workloads/outage_text.hpp"

namespace whitewater::scenarios {

namespace {

using course::CorrectnessCheck;
using course::RequestRecord;

constexpr std::size_t unanswered_named_max = 4;
constexpr std::size_t mid_named_max = 40;

bool failed_one(const CourseReport& section, std::initializer_list<CorrectnessCheck> checks) {
  return std::any_of(checks.begin(), checks.end(), [&](CorrectnessCheck check) {
    return std::find(section.failed_checks.begin(), section.failed_checks.end(), check) != section.failed_checks.end();
  });
}

std::string first_put_text(const course::Course& course) {
  std::optional<Time> first;
  for (const RequestRecord& record : course.requests())
    if (!record.is_get() && record.state == RequestRecord::State::ok && (!first || record.answered < *first))
      first = record.answered;
  if (!first) return "no put was acknowledged";
  return concat({"the first put was acknowledged at ", short_time(*first), ", the first request was sent at ",
                 short_time(course.requests().front().sent)});
}

// "never answered: r80, r160 and 2 more".
std::string unanswered_text(const course::Course& course) {
  std::string text;
  std::size_t count = 0;
  for (const RequestRecord& record : course.requests()) {
    if (record.state != RequestRecord::State::outstanding) continue;
    if (++count <= unanswered_named_max) text.append(count == 1 ? "" : ", ") += record.mid();
  }
  if (count > unanswered_named_max) text += concat({" and ", grouped(count - unanswered_named_max), " more"});
  return count == 0 ? "" : concat({"never answered: ", text});
}

// "the first refused answer: 0002 answered r7 to 0015 at 3.4 s, but …".
std::string refused_text(const course::Course& course) {
  using Why = course::RefusedAnswer::Why;
  if (!course.refused_answer()) return "";
  const course::RefusedAnswer& refused = *course.refused_answer();
  const unsigned replicas = course.rules().replicas;
  std::string text = concat({"the first refused answer: ", node_text(refused.from, replicas), " answered ",
                             refused.mid.substr(0, mid_named_max), " to ", node_text(refused.to, replicas), " at ",
                             short_time(refused.time), ", but "});
  switch (refused.why) {
    case Why::unknown_mid:
      return text + "no request has this MID";
    case Why::another_clients:
      return text + concat({"it was ", node_text(refused.asker, replicas), " that asked"});
    case Why::retried:
      break;
  }
  return text + "it had been answered by a redirect or a fail before";
}

std::string wrong_value_text(const course::Course& course) {
  for (const RequestRecord& record : course.requests())
    if (record.wrong_value)
      return concat({"the first wrong value: ", node_text(record.answered_by, course.rules().replicas), " answered ",
                     record.mid(), " at ", short_time(record.answered),
                     " with another value than the one acknowledged last"});
  return "";
}

// "The first put …; no leader for …."
std::string sentence_of(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts)
    if (!part.empty()) text.append(text.empty() ? "" : "; ") += part;
  return as_sentence(text);
}

std::string what_happened(const RunReport& report, const CourseReport& section, const course::Course& course) {
  std::vector<std::string> parts;
  if (failed_one(section, {CorrectnessCheck::incorrect})) {
    parts.push_back(refused_text(course));
    parts.push_back(wrong_value_text(course));
  }
  const bool late = section.statistics.begun > 0 &&
                    failed_one(section, {CorrectnessCheck::keys, CorrectnessCheck::failed_to_generate_get});
  if (late) parts.push_back(first_put_text(course));
  const bool unanswered = failed_one(section, {CorrectnessCheck::unanswered_get, CorrectnessCheck::unanswered_put});
  if (unanswered || late) {
    std::string outage = outage_text(report, section.statistics.silence);
    if (outage.empty() && unanswered) outage = unanswered_text(course);
    parts.push_back(std::move(outage));
  }
  return sentence_of(parts);
}

}  // namespace

void explain_course_run(RunReport& report, const course::Course& course, std::uint64_t seed,
                        std::span<const course::Casualties> others) {
  const CourseReport& section = course_report(report);
  report.chance = false;
  report.explanation.clear();
  report.remark.clear();
  if (course.packets_exhausted())
    report.remark =
        concat({grouped(section.statistics.begun), " of ", grouped(course.rules().planned()),
                " requests were sent before max_packets, ", grouped(course.rules().max_packets), ", ended the run"});
  if (section.failed_checks.empty() || report.violation) return;
  report.chance = course::by_chance(section.failed_checks, course.rules(), seed, others);
  report.explanation = report.chance ? "On this seed, a system that answers every request at once would fail, too."
                                     : what_happened(report, section, course);
}

}  // namespace whitewater::scenarios
