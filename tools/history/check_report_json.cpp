// The same facts for programs, and what both reports count.
#include <algorithm>

#include "core/wire/json_writer.hpp"
#include "tools/history/check_hints.hpp"
#include "tools/history/check_report.hpp"

namespace whitewater::tools {

namespace {

using checks::Answer;
using checks::Contradiction;
using checks::KeyVerdict;
using checks::Operation;

const char* word_for(Answer answer) {
  switch (answer) {
    case Answer::linearizable:
      return "linearizable";
    case Answer::not_linearizable:
      return "not linearizable";
    case Answer::unknown:
      break;
  }
  return "unknown";
}

constexpr const char* nothing = "nothing to judge";

void write_operation(json::Writer& writer, const checks::History& history, const Operation& operation) {
  constexpr const char* kinds[] = {"get", "put", "cas", "append"};
  const bool cas = operation.kind == Operation::Kind::cas;
  writer.begin_object();
  writer.key("f").string(kinds[static_cast<std::size_t>(operation.kind)]);
  writer.key("client").string(operation.process < history.clients.size()
                                  ? std::string(history.clients.text(operation.process))
                                  : std::to_string(operation.process));
  if (cas) writer.key("from").string(history.values.text(operation.from));
  if (operation.kind != Operation::Kind::get || !operation.pending())
    writer.key("value").string(history.values.text(operation.value));
  if (cas) writer.key("failed").boolean(operation.outcome == Operation::Outcome::failed);
  writer.key("called").integer(operation.called);
  writer.key("returned");
  if (operation.pending())
    writer.null();
  else
    writer.integer(operation.returned);
  writer.end_object();
}

void write_violations(json::Writer& writer, const CheckReport& report) {
  const checks::History& history = report.file.history;
  const CheckHints hints(report.file, report.result.contradictions);
  writer.begin_array();
  for (const Contradiction& contradiction : report.result.contradictions) {
    writer.begin_object();
    writer.key("key").string(history.keys.text(contradiction.key));
    writer.key("sentences").begin_array();
    for (const std::string& line : checks::explained(history, contradiction)) writer.string(line);
    writer.end_array();
    writer.key("operations").begin_array();
    for (const std::uint32_t position : contradiction.operations)
      write_operation(writer, history, history.operations[position]);
    writer.end_array();
    writer.key("faults").begin_array();
    for (const std::string& line : checks::faults_during(history, contradiction, report.file.faults.list()))
      writer.string(line);
    writer.end_array();
    writer.key("hints").begin_array();
    for (const std::string& hint : hints.of(contradiction)) writer.string(hint);
    writer.end_array();
    writer.end_object();
  }
  writer.end_array();
}

void write_keys(json::Writer& writer, const CheckReport& report) {
  writer.begin_array();
  for (const KeyVerdict& key : report.result.keys) {
    writer.begin_object();
    writer.key("key").string(report.file.history.keys.text(key.key));
    writer.key("verdict").string(CheckReport::verdict_of(key));
    writer.key("method").string(checks::method_name(key.method));
    writer.key("operations").unsigned_integer(key.operations);
    writer.key("steps").unsigned_integer(key.steps);
    writer.end_object();
  }
  writer.end_array();
}

}  // namespace

std::uint64_t CheckReport::judged() const {
  std::uint64_t sum = 0;
  for (const KeyVerdict& key : result.keys) sum += key.judged;
  return sum;
}

std::uint64_t CheckReport::pending() const {
  const auto& operations = file.history.operations;
  return static_cast<std::uint64_t>(
      std::count_if(operations.begin(), operations.end(), [](const Operation& o) { return o.pending(); }));
}

std::uint64_t CheckReport::steps() const {
  std::uint64_t sum = 0;
  for (const KeyVerdict& key : result.keys) sum += key.steps;
  return sum;
}

std::uint64_t CheckReport::count(Answer answer) const {
  return static_cast<std::uint64_t>(std::count_if(result.keys.begin(), result.keys.end(),
                                                  [&](const KeyVerdict& key) { return key.answer == answer; }));
}

bool CheckReport::nothing_judged() const {
  return judged() == 0 && result.answer != Answer::not_linearizable;
}

std::string CheckReport::verdict() const {
  return nothing_judged() ? nothing : word_for(result.answer);
}

std::string CheckReport::verdict_of(const KeyVerdict& key) {
  return key.judged > 0 ? word_for(key.answer) : nothing;
}

std::vector<std::string> CheckReport::remarks() const {
  std::vector<std::string> list = file.remarks;
  const auto& operations = file.history.operations;
  const bool saw = std::any_of(operations.begin(), operations.end(), [](const Operation& operation) {
    return !operation.pending() && (operation.kind == Operation::Kind::get || operation.kind == Operation::Kind::cas);
  });
  if (!saw && judged() > 0) list.push_back("nothing was read: writes alone never contradict each other");
  return list;
}

std::string check_report_json(const CheckReport& report, bool all_keys) {
  const checks::History& history = report.file.history;
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  writer.key("schema").string("whitewater.check/1");
  writer.key("history").string(report.name);
  writer.key("format").string(report.format == nullptr ? "" : report.format->name);
  writer.key("lines").unsigned_integer(report.lines);
  writer.key("bytes").unsigned_integer(report.bytes);
  writer.key("operations").unsigned_integer(history.operations.size());
  writer.key("pending").unsigned_integer(report.pending());
  writer.key("keys").unsigned_integer(history.keys.size());
  writer.key("clients").unsigned_integer(history.clients.size());
  writer.key("remarks").begin_array();
  for (const std::string& remark : report.remarks()) writer.string(remark);
  writer.end_array();
  if (!history.operations.empty()) writer.key("initial").string(checks::value_text(history, checks::History::initial));
  writer.key("judged").unsigned_integer(report.judged());
  writer.key("verdict").string(report.verdict());
  writer.key("keys_checked").unsigned_integer(report.result.keys.size());
  writer.key("keys_violated").unsigned_integer(report.count(Answer::not_linearizable));
  writer.key("keys_unknown").unsigned_integer(report.count(Answer::unknown));
  write_violations(writer.key("violations"), report);
  if (all_keys) write_keys(writer.key("by_key"), report);
  writer.key("steps").unsigned_integer(report.steps());
  writer.key("read_ns").integer(report.read_ns);
  writer.key("check_ns").integer(report.check_ns);
  writer.key("peak_bytes").unsigned_integer(report.peak_bytes);
  writer.end_object();
  return text;
}

}  // namespace whitewater::tools
