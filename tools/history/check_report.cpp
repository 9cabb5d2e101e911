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

// Among the keys that are linearizable: there was something to judge.
bool fine(const KeyVerdict& key) {
  return key.answer == Answer::linearizable && key.judged > 0;
}

std::string key_line(const CheckReport& report, const KeyVerdict& key) {
  std::string text = "key " + checks::key_text(report.file.history, key.key) + ": " + (CheckReport::verdict_of(key)) +
                     ", " + count_of(key.operations, "operation") + ", by " + checks::method_name(key.method);
  if (key.steps > 0) text += ", " + count_of(key.steps, "step");
  return text;
}

// The operations that contradict each other, one per line, then the faults at that time.
std::string violation_text(const CheckReport& report, const CheckHints& hints, const Contradiction& contradiction,
                           const TextStyle& style) {
  std::string text = "  " + style.paint(Tone::bad, "VIOLATION") + "  ";
  std::string indent;
  for (const std::string& line : checks::explained(report.file.history, contradiction)) {
    text += indent + line + "\n";
    indent = "    ";
  }
  for (const std::string& line : checks::faults_during(report.file.history, contradiction, report.file.faults.list()))
    text += indent + line + "\n";
  for (const std::string& hint : hints.of(contradiction)) text += indent + "hint: " + hint + "\n";
  return text;
}

std::string bad_keys_text(const CheckReport& report, Answer answer, std::size_t max, const TextStyle& style) {
  std::string text;
  const CheckHints hints(report.file, report.result.contradictions);
  std::size_t listed = 0, untold = 0;
  auto contradiction = report.result.contradictions.begin();  // in the order of keys, one for each
  for (const KeyVerdict& key : report.result.keys) {
    if (key.answer != answer) continue;
    if (listed++ >= max)
      ++untold;
    else if (answer == Answer::not_linearizable)
      text += violation_text(report, hints, *contradiction++, style);
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
    if (key.answer == answer && (answer != Answer::linearizable || fine(key)))
      ++methods[checks::method_name(key.method)];
  std::string text;
  for (const auto& [name, keys] : methods) text += (text.empty() ? "by " : ", by ") + name + " " + grouped(keys);
  return text;
}

std::string nothing_judged_text(const CheckReport& report) {
  const std::size_t operations = report.file.history.operations.size();
  if (report.format == nullptr) return "the file is empty";
  if (operations == 0) return "no client did anything";
  return operations == 1 ? "the only operation has no answer"
                         : "none of " + count_of(operations, "operation") + " has an answer";
}

std::string verdict_line(const CheckReport& report, const TextStyle& style) {
  const std::string keys = count_of(report.result.keys.size(), "key");
  if (report.nothing_judged())
    return concat({style.paint(Tone::caution, "INCONCLUSIVE"), "  ", report.name,
                   "  nothing to judge: ", nothing_judged_text(report), "\n"});
  switch (report.result.answer) {
    case Answer::linearizable:
      return style.paint(Tone::good, "PASS") + "  " + report.name + "  linearizable, " + keys + "\n";
    case Answer::not_linearizable:
      return style.paint(Tone::bad, "FAIL") + "  " + report.name +
             "  not linearizable: " + grouped(report.count(Answer::not_linearizable)) + " of " + keys + "\n";
    case Answer::unknown:
      break;
  }
  return style.paint(Tone::caution, "UNKNOWN") + "  " + report.name + "  the budget ran out for " +
         grouped(report.count(Answer::unknown)) + " of " + keys + ": --steps and --bytes give more\n";
}

std::string initial_line(const CheckReport& report) {
  if (report.file.history.operations.empty()) return "";
  return concat({"  initial value of every key: ", checks::value_text(report.file.history, checks::History::initial),
                 report.file.initial_said ? ", as said" : " (--initial says another)", "\n"});
}

}  // namespace

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
  for (const std::string& remark : report.remarks()) text += "  note: " + remark + "\n";
  const std::size_t max = all_keys ? report.result.keys.size() : listed_max;
  text += bad_keys_text(report, Answer::not_linearizable, max, style);
  text += bad_keys_text(report, Answer::unknown, max, style);
  if (all_keys) {
    for (const KeyVerdict& key : report.result.keys)
      if (key.answer == Answer::linearizable) text += "  " + key_line(report, key) + "\n";
  }
  const auto good =
      static_cast<std::uint64_t>(std::count_if(report.result.keys.begin(), report.result.keys.end(), fine));
  if (good > 0)
    text += "  " + count_of(good, "key") + (good == 1 ? " is" : " are") +
            " linearizable: " + methods_text(report, Answer::linearizable) + "\n";
  if (const std::uint64_t idle = report.count(Answer::linearizable) - good; idle > 0)
    text += "  " + count_of(idle, "key") + (idle == 1 ? " has" : " have") + " nothing to judge\n";
  text += "  read in " + seconds_text(report.read_ns) + ", checked in " + seconds_text(report.check_ns) + ", " +
          count_of(report.steps(), "step") + " of search, peak memory " + megabytes(report.peak_bytes) + "\n";
  return text + verdict_line(report, style);
}

}  // namespace whitewater::tools
