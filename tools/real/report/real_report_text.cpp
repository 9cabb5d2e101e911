// One function for each block of the page.
#include "tools/real/report/real_report_text.hpp"

#include <algorithm>
#include <map>

#include "core/course/message_json.hpp"
#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/report/report_text.hpp"
#include "scenarios/report/text_lines.hpp"
#include "scenarios/workloads/course_report.hpp"
#include "tools/real/report/causes.hpp"
#include "tools/real/report/observation_text.hpp"

namespace whitewater::tools::real {

namespace {

using course::EventType;
using Tone = TextStyle::Tone;

using scenarios::count_of;
using scenarios::heading;
using scenarios::line;

// "2.40": a / b with two digits, truncated.
std::string ratio(Duration a, Duration b) {
  if (b.ns <= 0) return "-";
  const std::int64_t hundredths = a.ns * 100 / b.ns;
  const std::string rest = std::to_string(100 + hundredths % 100).substr(1);
  return std::to_string(hundredths / 100) + "." + rest;
}

void add_latencies(std::string& text, const RealReport& report, const TextStyle& style) {
  heading(text, "Latency by kind of answer", style);
  std::string header = std::string("  ") + pad_right("", 20) + pad_left("answers", 9);
  for (const std::string_view column : {"median", "p90", "p99", "max"}) header += pad_left(column, 13);
  text += style.paint(Tone::faint, header) + "\n";
  const auto row = [&](std::string_view label, const LatencySamples& samples) {
    text.append("  ") += pad_right(label, 20) + pad_left(grouped(samples.count), 9);
    const course::LatencySummary& s = samples.summary;
    for (const Duration value : {s.p50, s.p90, s.p99, s.max})
      text += pad_left(samples.count == 0 ? "-" : microsecond_seconds(value) + " s", 13);
    text += "\n";
  };
  row("ok to puts", report.ok_puts);
  row("ok to gets", report.ok_gets);
  row("redirect and fail", report.refusals);
  if (!report.bounce) return;
  line(text, "one bounce on this machine", microsecond_seconds(*report.bounce) + " s");
  if (report.ok_puts.count > 0)
    line(text, "median ok to a put / bounce", ratio(report.ok_puts.summary.p50, *report.bounce));
}

void add_links(std::string& text, const RealReport& report, const TextStyle& style) {
  if (course_report(report.run).statistics.total_msgs == 0) return;
  const unsigned n = report.replica_count();
  heading(text, "Messages by link (rows: from; columns: to)", style);
  std::string header = "        ";
  for (std::uint16_t to = 0; to < n; ++to) header += pad_left(course::id_text(NodeId{to}, n), 8);
  text += style.paint(Tone::faint, header) + "\n";
  for (std::uint16_t from = 0; from < n; ++from) {
    text.append("  ") += pad_right(course::id_text(NodeId{from}, n), 6);
    for (std::uint16_t to = 0; to < n; ++to) text += pad_left(from == to ? "-" : grouped(report.links[from][to]), 8);
    text += "\n";
  }
}

// A fault that comes back is told so often.
constexpr std::size_t told_steps_max = 6;

void add_episodes(std::string& text, const RealReport& report) {
  std::map<std::uint64_t, std::size_t> told;
  for (const EpisodeReport& step : report.episodes) {
    if (++told[step.number] > told_steps_max) continue;
    text += concat({"  ", step.name, step.ends ? " ends at t=" : " at t=", microsecond_seconds(step.time - Time{}), "s",
                    step.effect.empty() ? "" : ": ", step.effect, "\n"});
  }
  for (const FaultEffect& effect : report.fault_effects) {
    const simnet::faults::Evidence& evidence = effect.evidence;
    const std::size_t steps = told[effect.number];
    if (steps > told_steps_max)
      text += concat({"  ", effect.name, ": and so on, ", grouped(evidence.begun), " times\n"});
    if (evidence.messages > 0)
      text += concat(
          {"  ", effect.name, ": it changed or stopped ", count_of(evidence.messages, "message", "messages"), "\n"});
  }
  if (report.served)
    text += concat({"  after the heal, a new client had a get, a put and a get answered by t=",
                    microsecond_seconds(*report.served - Time{}), "s\n"});
}

void add_faults(std::string& text, const RealReport& report, const course::Rules& rules, const TextStyle& style) {
  if (report.faults.empty() && report.episodes.empty() && rules.drops.never()) return;
  heading(text, "Faults", style);
  for (const FaultReport& fault : report.faults) text.append("  ") += fault_text(fault, report.replica_count()) + "\n";
  add_episodes(text, report);
  if (!rules.drops.never())
    text += "  drops: " + count_of(report.lost_by_drops, "message", "messages") + " between replicas lost at random\n";
  if (report.sent_to_dead > 0)
    text += "  " + count_of(report.sent_to_dead, "message", "messages") + " went to replicas that were dead\n";
}

void add_run(std::string& text, const RealReport& report, const TextStyle& style) {
  heading(text, "Run", style);
  line(text, "seed", std::to_string(report.run.seed));
  line(text, "variant", std::string(variant_name(report.variant)) + (report.compat ? ", --compat" : ""));
  line(text, "real time", microsecond_seconds(report.duration) + " s");
  line(text, "driver, CPU time", microsecond_seconds(report.driver_cpu) + " s");
}

void add_stories(std::string& text, const RealReport& report, const TextStyle& style) {
  if (report.stories.empty() && report.stories_untold == 0) return;
  heading(text, "Requests that went wrong", style);
  for (std::size_t i = 0; i < report.stories.size(); ++i) text += (i == 0 ? "" : "\n") + report.stories[i];
  if (report.stories_untold > 0)
    text += (report.stories.empty() ? "  " : "\n  and ") + grouped(report.stories_untold) +
            (report.stories.empty() ? "" : " more") + "; --stories all prints all of them\n";
}

// What --story asked for.
void add_asked_stories(std::string& text, const RealReport& report, const TextStyle& style) {
  if (report.asked_stories.empty()) return;
  heading(text, "Stories that were asked for", style);
  for (std::size_t i = 0; i < report.asked_stories.size(); ++i) text += (i == 0 ? "" : "\n") + report.asked_stories[i];
}

// Of a run that passed: that all checks hold, in one line, and the grades.
std::string short_judgement(const RealReport& report, const TextStyle& style) {
  std::string text = "\n  " + style.paint(Tone::good, "ok") + "  all checks of the course hold";
  if (report.run.linearizability)
    text += concat({"; what clients saw is linearizable: ",
                    count_of(report.run.linearizability->operations, "operation", "operations")});
  text += "\n";
  for (const auto& section : report.run.sections) section->add_grades(text, true, style);
  return text;
}

std::string verdict_lines(const RealReport& report, const TextStyle& style) {
  std::string text;
  if (!report.why_unknown.empty()) text += "  This run cannot be judged: " + report.why_unknown + ".\n";
  text += scenarios::verdict_line(report.run, style);
  if (report.quick && text.ends_with('\n')) text.insert(text.size() - 1, "  (--quick: not the course's scenario)");
  if (report.run.outcome == scenarios::RunReport::Outcome::pass && would_have_failed(report))
    text +=
        style.paint(Tone::caution, "  PASS, but the course's simulator would have failed this run: see below") + "\n";
  return text + scenarios::explanation_line(report.run);
}

// The same thing happened to both replicas.
bool likewise(const Finding& a, const Finding& b) {
  return a.kind == b.kind && a.replica.valid() && b.replica.valid();
}

// The same finding of another replica is told in the line of the first one.
bool told_before(const RealReport& report, const Finding& finding) {
  const auto first = std::find_if(report.findings.begin(), report.findings.end(),
                                  [&](const Finding& each) { return likewise(each, finding); });
  return first != report.findings.end() && &*first != &finding;
}
std::string likewise_text(const RealReport& report, const Finding& finding) {
  NodeSet others;
  for (const Finding& each : report.findings)
    if (likewise(each, finding)) others.insert(each.replica);
  others.erase(finding.replica);
  return others.empty() ? "" : concat({" (likewise ", nodes_text(others, report.replica_count()), ")"});
}

}  // namespace

std::string fault_text(const FaultReport& fault, unsigned replicas) {
  const FaultSeen& seen = fault.seen;
  std::string text = std::string(course::event_type_names[static_cast<std::size_t>(seen.type)]) +
                     " at t=" + microsecond_seconds(seen.time - Time{}) + "s: ";
  switch (seen.type) {
    case EventType::kill_leader:
    case EventType::kill_non_leader: {
      if (seen.targets.empty())
        return text + (seen.type == EventType::kill_leader
                           ? "cancelled, because the current leader was FFFF (not known)"
                           : "there was no replica to kill");
      const std::string victim = course::id_text(*seen.targets.begin(), replicas);
      if (!seen.was_alive) return text + victim + " should be killed, but was dead already";
      return text + "killed " + victim +
             (fault.lost_requests == 0
                  ? ""
                  : "; " + count_of(fault.lost_requests, "request", "requests") + " to it got no answer");
    }
    case EventType::part_easy:
    case EventType::part_hard: {
      const NodeSet rest = NodeSet::first(replicas) - seen.targets;
      return text + nodes_text(seen.targets, replicas) + " | " + nodes_text(rest, replicas) + "; " +
             (fault.stopped == 0 ? "it stopped no message"
                                 : "it stopped " + count_of(fault.stopped, "message", "messages"));
    }
    case EventType::part_end:
      break;
  }
  return text + "the partition ends";
}

std::string findings_text(const RealReport& report, const TextStyle& style, bool all) {
  std::string text;
  for (const Finding& finding : report.findings) {
    if (!all && (told_as_cause(finding.kind) || told_before(report, finding))) continue;
    const Severity severity = finding_severity(finding.kind, report.compat);
    const std::string words =
        finding_text(finding, report.replica_count(), report.compat) + (all ? "" : likewise_text(report, finding));
    switch (severity) {
      case Severity::error:
        text.append("  ") += style.paint(Tone::bad, "ERROR  ") + "  " + words + "\n";
        break;
      case Severity::warning:
        text.append("  ") += style.paint(Tone::caution, "warning") + "  " + words + "\n";
        break;
      case Severity::note:
        text.append("  ") += "note     " + words + "\n";
        break;
    }
  }
  return text;
}

std::string real_report_text(const RealReport& report, const course::Rules& rules, bool verbose,
                             const TextStyle& style) {
  const bool passed = report.run.outcome == scenarios::RunReport::Outcome::pass;
  std::string text = verdict_lines(report, style);
  if (const std::vector<std::string> causes = likely_causes(report); !causes.empty()) {
    heading(text, passed ? "Worth a look" : "Likely causes, the gravest first", style);
    for (std::size_t i = 0; i < causes.size(); ++i)
      text += concat({"  ", std::to_string(i + 1), ". ", causes[i], "\n"});
  }
  text += passed && !verbose ? short_judgement(report, style) : scenarios::judgement_text(report.run, style);
  add_leadership(text, report, verbose, style);
  add_replicas(text, report, style);
  add_faults(text, report, rules, style);
  add_latencies(text, report, style);
  add_stories(text, report, style);
  add_asked_stories(text, report, style);
  if (verbose) {
    text += scenarios::statistics_text(report.run, style);
    add_links(text, report, style);
    add_run(text, report, style);
  }
  if (const std::string findings = findings_text(report, style, verbose); !findings.empty()) {
    heading(text, "What was noticed", style);
    text += findings;
  }
  text += '\n';
  const bool trapped = std::any_of(report.findings.begin(), report.findings.end(), [&](const Finding& finding) {
    return is_trap(finding.kind) && finding_severity(finding.kind, report.compat) == Severity::warning;
  });
  if (trapped)
    text +=
        style.paint(Tone::caution, "  under the course's simulator this run could have ended worse: see above") + "\n";
  return text + verdict_lines(report, style);
}

}  // namespace whitewater::tools::real
