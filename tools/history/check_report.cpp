// The order of a report: first violations, then keys that are not decided, then how many keys are fine.
#include "tools/history/check_report.hpp"

#include <algorithm>
#include <map>

#include "core/text/concat.hpp"
#include "core/wire/json_writer.hpp"
#include "tools/history/check_hints.hpp"

namespace whitewater::tools {

namespace {

using checks::Answer;
using checks::Contradiction;
using checks::KeyVerdict;
using checks::Operation;
using Tone = TextStyle::Tone;

constexpr std::size_t listed_max = 20;  // keys that are not fine; more are listed only on request

std::string count_of(std::uint64_t n, const std::string& one) {
  return grouped(n) + " " + one + (n == 1 ? "" : "s");
}

std::string seconds_text(std::int64_t ns) {
  return microsecond_seconds(Duration{ns}) + " s";
}

std::string megabytes(std::uint64_t bytes) {
  const std::uint64_t tenths = bytes / (1024 * 1024 / 10);
  return grouped(tenths / 10) + "." + std::to_string(tenths % 10) + " MiB";
}

std::uint64_t count(const CheckReport& report, Answer answer) {
  return static_cast<std::uint64_t>(std::count_if(report.result.keys.begin(), report.result.keys.end(),
                                                  [&](const KeyVerdict& key) { return key.answer == answer; }));
}

const char* verdict_word(Answer answer) {
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

// Among the keys that are linearizable: there was something to judge.
bool fine(const KeyVerdict& key) {
  return key.answer == Answer::linearizable && key.judged > 0;
}

std::string verdict_word(const CheckReport& report) {
  const bool something = report.judged() > 0 || report.result.answer == Answer::not_linearizable;
  return something ? verdict_word(report.result.answer) : "nothing to judge";
}

std::string key_line(const CheckReport& report, const KeyVerdict& key) {
  std::string text = "key " + checks::key_text(report.file.history, key.key) + ": " +
                     (key.judged > 0 ? verdict_word(key.answer) : "nothing to judge") +
                     ", " + count_of(key.operations, "operation") + ", by " + checks::method_name(key.method);
  if (key.steps > 0) text += ", " + count_of(key.steps, "step");
  return text;
}

// The operations that contradict each other, one per line, then the faults at that time.
std::string violation_text(const CheckReport& report, const KeyVerdict& key, const TextStyle& style) {
  std::string text = "  " + style.paint(Tone::bad, "VIOLATION") + "  ";
  for (const Contradiction& contradiction : report.result.contradictions) {
    if (contradiction.key != key.key) continue;
    std::string indent;
    for (const std::string& line : checks::explained(report.file.history, contradiction)) {
      text += indent + line + "\n";
      indent = "    ";
    }
    for (const std::string& line : checks::faults_during(report.file.history, contradiction, report.file.faults.list()))
      text += indent + line + "\n";
    for (const std::string& hint : check_hints(report.file, contradiction)) text += indent + "hint: " + hint + "\n";
  }
  return text;
}

std::string bad_keys_text(const CheckReport& report, Answer answer, std::size_t max, const TextStyle& style) {
  std::string text;
  std::size_t listed = 0, untold = 0;
  for (const KeyVerdict& key : report.result.keys) {
    if (key.answer != answer) continue;
    if (listed++ >= max)
      ++untold;
    else if (answer == Answer::not_linearizable)
      text += violation_text(report, key, style);
    else
      text += "  " + style.paint(Tone::caution, "UNKNOWN") + "  " + key_line(report, key) + ": the budget ran out\n";
  }
  if (untold > 0) text += "  and " + count_of(untold, "key") + " more; --keys lists them\n";
  return text;
}

// "by zones 110, by register search 8"
std::string methods_text(const CheckReport& report, Answer answer) {
  std::map<std::string, std::uint64_t> methods;
  for (const KeyVerdict& key : report.result.keys)
    if (key.answer == answer && (answer != Answer::linearizable || fine(key))) ++methods[checks::method_name(key.method)];
  std::string text;
  for (const auto& [name, keys] : methods) text += (text.empty() ? "by " : ", by ") + name + " " + grouped(keys);
  return text;
}

std::string nothing_judged_text(const CheckReport& report) {
  const std::size_t operations = report.file.history.operations.size();
  if (report.format == nullptr) return "the file is empty";
  if (operations == 0) return "no client did anything";
  return operations == 1 ? "the only operation has no answer" : "none of " + count_of(operations, "operation") + " has an answer";
}

std::string verdict_line(const CheckReport& report, const TextStyle& style) {
  const std::string keys = count_of(report.result.keys.size(), "key");
  if (verdict_word(report) == "nothing to judge")
    return concat({style.paint(Tone::caution, "INCONCLUSIVE"), "  ", report.name, "  nothing to judge: ",
                   nothing_judged_text(report), "\n"});
  switch (report.result.answer) {
    case Answer::linearizable:
      return style.paint(Tone::good, "PASS") + "  " + report.name + "  linearizable, " + keys + "\n";
    case Answer::not_linearizable:
      return style.paint(Tone::bad, "FAIL") + "  " + report.name +
             "  not linearizable: " + grouped(count(report, Answer::not_linearizable)) + " of " + keys + "\n";
    case Answer::unknown:
      break;
  }
  return style.paint(Tone::caution, "UNKNOWN") + "  " + report.name + "  the budget ran out for " +
         grouped(count(report, Answer::unknown)) + " of " + keys + ": --steps and --bytes give more\n";
}

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
    for (const std::string& hint : check_hints(report.file, contradiction)) writer.string(hint);
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
    writer.key("verdict").string(key.judged > 0 ? verdict_word(key.answer) : "nothing to judge");
    writer.key("method").string(checks::method_name(key.method));
    writer.key("operations").unsigned_integer(key.operations);
    writer.key("steps").unsigned_integer(key.steps);
    writer.end_object();
  }
  writer.end_array();
}

std::string initial_line(const CheckReport& report) {
  if (report.file.history.operations.empty()) return "";
  return concat({"  initial value of every key: ", checks::value_text(report.file.history, checks::History::initial),
                 report.file.initial_said ? ", as said" : " (--initial says another)", "\n"});
}

std::vector<std::string> remarks(const CheckReport& report) {
  std::vector<std::string> list = report.file.remarks;
  const auto& operations = report.file.history.operations;
  const bool saw = std::any_of(operations.begin(), operations.end(), [](const Operation& operation) {
    return !operation.pending() && (operation.kind == Operation::Kind::get || operation.kind == Operation::Kind::cas);
  });
  if (!saw && report.judged() > 0) list.push_back("nothing was read: writes alone never contradict each other");
  return list;
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

std::string check_report_text(const CheckReport& report, bool all_keys, const TextStyle& style) {
  const checks::History& history = report.file.history;
  if (report.format == nullptr) return verdict_line(report, style);
  std::string text = style.paint(Tone::strong, report.name) + ": " + std::string(report.format->words) + ", " +
                     count_of(report.lines, "line") + ", " + megabytes(report.bytes) + "\n  " +
                     count_of(history.operations.size(), "operation") + ", " + grouped(report.pending()) +
                     " of them open, " + count_of(history.keys.size(), "key") + ", " +
                     count_of(history.clients.size(), "client") + ", " +
                     count_of(report.file.faults.list().size(), "fault") + "\n";
  text += initial_line(report);
  for (const std::string& remark : remarks(report)) text += "  note: " + remark + "\n";
  const std::size_t max = all_keys ? report.result.keys.size() : listed_max;
  text += bad_keys_text(report, Answer::not_linearizable, max, style);
  text += bad_keys_text(report, Answer::unknown, max, style);
  if (all_keys) {
    for (const KeyVerdict& key : report.result.keys)
      if (key.answer == Answer::linearizable) text += "  " + key_line(report, key) + "\n";
  }
  const auto good = static_cast<std::uint64_t>(std::count_if(report.result.keys.begin(), report.result.keys.end(), fine));
  if (good > 0)
    text += "  " + count_of(good, "key") + (good == 1 ? " is" : " are") +
            " linearizable: " + methods_text(report, Answer::linearizable) + "\n";
  if (const std::uint64_t idle = count(report, Answer::linearizable) - good; idle > 0)
    text += "  " + count_of(idle, "key") + (idle == 1 ? " has" : " have") + " nothing to judge\n";
  text += "  read in " + seconds_text(report.read_ns) + ", checked in " + seconds_text(report.check_ns) + ", " +
          count_of(report.steps(), "step") + " of search, peak memory " + megabytes(report.peak_bytes) + "\n";
  return text + verdict_line(report, style);
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
  for (const std::string& remark : remarks(report)) writer.string(remark);
  writer.end_array();
  if (!history.operations.empty()) writer.key("initial").string(checks::value_text(history, checks::History::initial));
  writer.key("judged").unsigned_integer(report.judged());
  writer.key("verdict").string(verdict_word(report));
  writer.key("keys_checked").unsigned_integer(report.result.keys.size());
  writer.key("keys_violated").unsigned_integer(count(report, Answer::not_linearizable));
  writer.key("keys_unknown").unsigned_integer(count(report, Answer::unknown));
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
