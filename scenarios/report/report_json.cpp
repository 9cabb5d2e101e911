// One function for each object of the schema.
#include "scenarios/report/report_json.hpp"

#include "core/text/number_text.hpp"
#include "scenarios/report/json_members.hpp"

namespace whitewater::scenarios {

namespace {

const char* verdict_word(RunReport::Outcome outcome) {
  switch (outcome) {
    case RunReport::Outcome::pass:
      return "pass";
    case RunReport::Outcome::fail:
      return "fail";
    case RunReport::Outcome::unknown:
      break;
  }
  return "unknown";
}

void write_lines(json::Writer& writer, const std::vector<std::string>& lines) {
  writer.begin_array();
  for (const std::string& line : lines) writer.string(line);
  writer.end_array();
}

void write_node(json::Writer& writer, NodeId node) {
  if (node.valid())
    writer.unsigned_integer(node.value);
  else
    writer.null();
}

// Those whose names are known.
void write_operations(json::Writer& writer, const std::vector<Violation::Operation>& operations) {
  writer.begin_array();
  for (const Violation::Operation& operation : operations) {
    if (operation.what.empty()) continue;
    Members members(writer);
    write_node(members.key("client"), operation.client);
    members.string("operation", operation.what);
    members.seconds("called_s", operation.called - Time{});
    write_node(members.key("answered_by"), operation.answered_by);
    if (!operation.answerer.empty()) members.string("answerer", operation.answerer);
  }
  writer.end_array();
}

void write_violation(json::Writer& writer, const Violation& violation) {
  Members members(writer);
  members.string("property", violation.property);
  members.string("text", violation.text);
  members.seconds("time_s", Duration{violation.time.ns});
  members.count("event", violation.event);
  write_node(members.key("node"), violation.node);
  members.string("handled", violation.handled);
  json::Writer& replicas = members.key("replicas");
  replicas.begin_array();
  if (violation.states != nullptr) violation.states->write_json(replicas);
  replicas.end_array();
  if (!violation.details.empty()) write_lines(members.key("details"), violation.details);
  if (!violation.operations.empty()) write_operations(members.key("operations"), violation.operations);
  if (!violation.last_events.empty()) write_lines(members.key("last_events"), violation.last_events);
}

void write_linearizability(json::Writer& writer, const LinearizabilityReport& report) {
  using Answer = LinearizabilityReport::Answer;
  Members members(writer);
  members.string("answer", report.answer == Answer::yes ? "yes" : report.answer == Answer::no ? "no" : "unknown");
  members.count("keys", report.keys);
  members.count("operations", report.operations);
}

void write_step(json::Writer& writer, const std::optional<StepInWords>& step) {
  if (!step) {
    writer.null();
    return;
  }
  Members members(writer);
  members.count("event", step->event);
  members.seconds("time_s", Duration{step->time.ns});
  const auto text = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) members.string(name, value);
  };
  text("node", step->node);
  members.string("what", step->what);
  text("type", step->type);
  text("peer", step->peer);
  text("details", step->details);
}

void write_figures(json::Writer& writer, const RunReport& report) {
  Members members(writer);
  for (const Figure& figure : report.figures) {
    if (figure.seconds)
      members.seconds(figure.key, Duration{static_cast<std::int64_t>(figure.value)});
    else
      members.count(figure.key, figure.value);
  }
}

void write_nondeterminism(json::Writer& writer, const Nondeterminism& found) {
  Members members(writer);
  json::Writer& digests = members.key("digests").begin_array();
  for (const std::uint64_t digest : found.digests) digests.string(digest_text(digest));
  digests.end_array();
  members.count("repetitions", found.repetitions);
  members.boolean("happened_again", found.parting.has_value());
  if (!found.parting) return;
  json::Writer& differs = members.key("differs").begin_array();
  for (const std::string& aspect : found.parting->differs) differs.string(aspect);
  differs.end_array();
  json::Writer& steps = members.key("steps").begin_array();
  for (const std::optional<StepInWords>& step : found.parting->steps) write_step(steps, step);
  steps.end_array();
}

}  // namespace

void write_judgement(json::Writer& writer, const RunReport& report) {
  writer.key("verdict").string(verdict_word(report.outcome));
  if (!report.reason.empty()) writer.key("reason").string(report.reason);
  writer.key("by_chance").boolean(report.failed_by_chance());
  if (report.outcome == RunReport::Outcome::fail && !report.explanation.empty())
    writer.key("explanation").string(report.explanation);
  if (!report.remark.empty()) writer.key("remark").string(report.remark);
  write_lines(writer.key("failed_checks"), report.failed_checks);
  if (!report.warnings.empty()) write_lines(writer.key("warnings"), report.warnings);
  if (report.violation) write_violation(writer.key("violation"), *report.violation);
  if (report.linearizability) write_linearizability(writer.key("linearizability"), *report.linearizability);
  for (const auto& section : report.sections) section->write_json(writer);
  if (report.sections.empty()) write_figures(writer.key("figures"), report);
}

std::string report_json(const RunReport& report) {
  std::string text;
  json::Writer writer(text);
  {
    Members members(writer);
    members.string("schema", run_report_schema);
    members.string("scenario", report.scenario);
    members.string("seed", std::to_string(report.seed));
    members.string("digest", digest_text(report.digest));
    write_judgement(writer, report);
    if (report.leadership) report.leadership->write_json(members.key("leadership"));
    if (report.nondeterminism) write_nondeterminism(members.key("nondeterminism"), *report.nondeterminism);
    members.nanoseconds("virtual_ns", report.virtual_time.ns);
    members.nanoseconds("wall_ns", report.wall_ns);
  }
  return text;
}

}  // namespace whitewater::scenarios
