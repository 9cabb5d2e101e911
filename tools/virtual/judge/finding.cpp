// A check that could judge nothing says so: it is no yes.
#include "tools/virtual/judge/finding.hpp"

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/report/json_members.hpp"

namespace whitewater::tools::virtual_time {

namespace {

std::string finding_text(const ProgramFinding& finding) {
  std::string text = concat({finding.kind, ": ", finding.text});
  if (finding.count > 1) text += concat({", ", grouped(finding.count), " times"});
  for (const auto* lines : {&finding.printed, &finding.hints})
    for (const std::string& line : *lines) text += concat({"\n            ", line});
  return text;
}

void write_lines(scenarios::Members& members, std::string_view name, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  json::Writer& list = members.key(name).begin_array();
  for (const std::string& line : lines) list.string(line);
  list.end_array();
}

}  // namespace

void MessageSection::add_checks(std::string& text, const TextStyle& style) const {
  for (const AppliedCheck& check : checks)
    text +=
        concat({"  ", check.judged ? style.paint(TextStyle::Tone::good, "ok    ") : "-     ", "  ", check.text, "\n"});
  for (const ProgramFinding& finding : findings)
    text += concat({"  ", style.paint(TextStyle::Tone::caution, "warning"), " ", finding_text(finding), "\n"});
}

void MessageSection::write_json(json::Writer& writer) const {
  writer.key("messages");
  scenarios::Members members(writer);
  json::Writer& list = members.key("checks").begin_array();
  for (const AppliedCheck& check : checks) {
    scenarios::Members one(writer);
    one.string("name", check.name);
    one.boolean("judged", check.judged);
    one.string("text", check.text);
  }
  list.end_array();
  members.key("findings").begin_array();
  for (const ProgramFinding& finding : findings) {
    scenarios::Members one(writer);
    one.string("kind", finding.kind);
    one.string("severity", "warning");
    if (finding.replica.valid()) one.string("replica", node_text(finding.replica, replicas));
    if (finding.first != time_never) one.seconds("time_s", finding.first - Time{});
    one.count("count", finding.count);
    one.string("text", finding.text);
    write_lines(one, "printed", finding.printed);
    write_lines(one, "try", finding.hints);
  }
  list.end_array();
}

bool MessageSection::same_as(const ReportSection& other) const {
  std::string mine, theirs;
  add_checks(mine, {});
  const auto* const section = dynamic_cast<const MessageSection*>(&other);
  if (section == nullptr) return false;
  section->add_checks(theirs, {});
  return mine == theirs;
}

}  // namespace whitewater::tools::virtual_time
