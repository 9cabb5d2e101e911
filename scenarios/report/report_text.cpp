// One function for each block of the page.
#include "scenarios/report/report_text.hpp"

#include <algorithm>
#include <utility>

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/report/text_lines.hpp"

namespace whitewater::scenarios {

namespace {

using Tone = TextStyle::Tone;

// The violation, the states of the replicas, and the last events before it.
void add_violation(std::string& text, const Violation& violation, unsigned replicas, const TextStyle& style) {
  text.append("  ") += style.paint(Tone::bad, "FAILED") + "  " + violation.property + ": " + violation.text + "\n";
  if (!violation.handled.empty())
    text.append("          when ") += node_text(violation.node, replicas) + " " + violation.handled + "\n";
  for (const std::string& line : violation.details) text += "          " + line + "\n";
  for (const Violation::Operation& operation : violation.operations)
    if (operation.answered_by.valid())
      text += concat({"          ", operation.what, " of client ", node_text(operation.client, replicas),
                      " was answered by ", node_text(operation.answered_by, replicas),
                      operation.answerer.empty() ? "" : ": ", operation.answerer, "\n"});
  if (violation.states != nullptr) violation.states->add_text(text, replicas);
  if (violation.last_events.empty()) return;
  text += "          the last events, as --trace prints them:\n";
  for (const std::string& line : violation.last_events) text += "            " + line + "\n";
}

void add_linearizability(std::string& text, const LinearizabilityReport& report, const TextStyle& style) {
  if (report.answer == LinearizabilityReport::Answer::no) return;  // add_violation() has told it already
  const std::string what =
      count_of(report.operations, "operation", "operations") + " on " + count_of(report.keys, "key", "keys");
  text += report.answer == LinearizabilityReport::Answer::yes
              ? "  " + style.paint(Tone::good, "ok    ") + "  what clients saw is linearizable: " + what + "\n"
              : "  " + style.paint(Tone::caution, "UNKNOWN") +
                    " the linearizability check used up its budget: " + what + "\n";
}

void add_checks(std::string& text, const RunReport& report, const TextStyle& style) {
  heading(text, "Correctness", style);
  if (report.violation) add_violation(text, *report.violation, report.replicas, style);
  if (report.linearizability) add_linearizability(text, *report.linearizability, style);
  for (const auto& section : report.sections) section->add_checks(text, style);
  for (const std::string& warning : report.warnings)
    text += concat({"  ", style.paint(Tone::caution, "warning"), " ", warning, "\n"});
}

void add_run(std::string& text, const RunReport& report, const TextStyle& style) {
  heading(text, "Run", style);
  line(text, "seed", std::to_string(report.seed));
  line(text, "digest", digest_text(report.digest));
  line(text, "virtual time", seconds_value(report.virtual_time));
  line(text, "wall time", seconds_value(Duration{report.wall_ns}));
  line(text, "events", grouped(report.events));
  if (report.wall_ns > 0) {
    __extension__ using Wide = unsigned __int128;
    const Wide per_second = Wide{report.events} * 1'000'000'000 / static_cast<std::uint64_t>(report.wall_ns);
    line(text, "events per second", grouped(static_cast<std::uint64_t>(per_second)));
  }
}

}  // namespace

std::string explanation_line(const RunReport& report) {
  const std::string& why = report.outcome == RunReport::Outcome::fail ? report.explanation : report.reason;
  return why.empty() ? "" : "  " + why + "\n";
}

std::string verdict_text(const RunReport& report) {
  switch (report.outcome) {
    case RunReport::Outcome::pass:
      return "PASS";
    case RunReport::Outcome::fail:
      return report.failed_by_chance() ? "FAIL, by chance" : "FAIL";
    case RunReport::Outcome::unknown:
      break;
  }
  return "UNKNOWN";
}

std::string failure_text(const RunReport& report) {
  std::string text;
  if (report.violation) {
    text = report.violation->property + "  t=" + microsecond_seconds(Duration{report.violation->time.ns}) + "s" +
           (report.violation->event > 0 ? "  event " + std::to_string(report.violation->event) : "");
  }
  for (const std::string& check : report.failed_checks) {
    if (!text.empty()) text += ", ";
    text += check;
  }
  return text;
}

std::string statistics_text(const RunReport& report, const TextStyle& style) {
  std::string text;
  for (const auto& section : report.sections) section->add_statistics(text, style);
  if (report.leadership) report.leadership->add_text(text, report.replicas, style);
  if (!report.sections.empty() || report.figures.empty()) return text;
  heading(text, "Figures", style);
  for (const Figure& figure : report.figures)
    line(text, figure.label,
         figure.seconds ? seconds_value(Duration{static_cast<std::int64_t>(figure.value)}) : grouped(figure.value));
  return text;
}

std::string judgement_text(const RunReport& report, const TextStyle& style) {
  std::string text;
  add_checks(text, report, style);
  for (const auto& section : report.sections)
    section->add_grades(text, report.outcome == RunReport::Outcome::pass, style);
  return text;
}

std::string verdict_line(const RunReport& report, const TextStyle& style) {
  const bool good = report.outcome == RunReport::Outcome::pass;
  const std::string failure = failure_text(report);
  const std::string verdict = style.paint(good                        ? Tone::good
                                          : report.failed_by_chance() ? Tone::caution
                                                                      : Tone::bad,
                                          verdict_text(report));
  return verdict + "  " + report.scenario + "  seed " + std::to_string(report.seed) +
         (failure.empty() ? "" : "  " + failure) + (report.remark.empty() ? "" : "  (" + report.remark + ")") + "\n";
}

std::string closing_text(const RunReport& report, const TextStyle& style) {
  return explanation_line(report) + verdict_line(report, style);
}

std::string report_text(const RunReport& report, const TextStyle& style) {
  std::string text = style.paint(Tone::strong, report.scenario) + "  seed " + std::to_string(report.seed) + "\n";
  text += statistics_text(report, style);
  add_run(text, report, style);
  text += judgement_text(report, style);
  return text + "\n" + closing_text(report, style);
}

}  // namespace whitewater::scenarios
