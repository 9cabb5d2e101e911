// A hint is no excuse: the verdict stays.
#include "tools/history/check_hints.hpp"

#include <algorithm>

#include "core/text/concat.hpp"

namespace whitewater::tools {

namespace {

using checks::Contradiction;
using checks::History;
using checks::Operation;

// True if the operation shows that the key had the value.
bool saw(const Operation& operation, std::uint32_t value) {
  if (operation.pending() || operation.outcome == Operation::Outcome::failed) return false;
  if (operation.kind == Operation::Kind::get) return operation.value == value;
  return operation.kind == Operation::Kind::cas && operation.from == value;
}

// A word of the shell.
std::string quoted(const std::string& text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:-/";
  if (!text.empty() && text.find_first_not_of(plain) == text.npos) return text;
  std::string word = "'";
  for (const char c : text) c == '\'' ? word.append("'\\''") : word.append(1, c);
  return word += '\'';
}

void failed_writes(const HistoryFile& file, const Contradiction& contradiction, std::vector<std::string>& hints) {
  const History& history = file.history;
  std::vector<std::uint32_t> told;
  for (const FailedWrite& failed : file.failed_writes) {
    const Operation& write = history.operations[failed.operation];
    if (write.key != contradiction.key) continue;
    const bool seen = std::any_of(contradiction.operations.begin(), contradiction.operations.end(), [&](auto position) {
      const Operation& operation = history.operations[position];
      return saw(operation, write.value) && write.called < operation.returned;
    });
    if (!seen || std::find(told.begin(), told.end(), write.value) != told.end()) continue;
    told.push_back(write.value);
    const std::string client(history.clients.text(write.process));
    hints.push_back(concat({"the ", failed.kind == Operation::Kind::put ? "write" : failed.kind == Operation::Kind::cas ? "cas" : "append",
                            " of ", checks::value_text(history, write.value), " by client ", client, " failed in line ",
                            std::to_string(failed.line), ", so it had no effect; if its write failed by a time-out, it should be :info"}));
  }
}

// Only the first read of a key can show how the key began.
void other_initial_value(const History& history, const Contradiction& contradiction, std::vector<std::string>& hints) {
  if (contradiction.kind != Contradiction::Kind::read_of_nothing) return;
  const Operation& read = history.operations[contradiction.operations.front()];
  for (const Operation& operation : history.operations)
    if (operation.key == read.key && operation.kind == Operation::Kind::get && operation.returned < read.returned &&
        operation.value != read.value)
      return;
  const std::string_view text = history.values.text(read.value);
  const bool other_type = text.starts_with(History::other_type);
  std::string word(other_type ? text.substr(1) : text);
  if (!other_type && history.value_form == History::Values::typed) word = concat({"\"", word, "\""});
  constexpr std::size_t word_max = 60;
  const std::string value = checks::value_text(history, read.value);
  hints.push_back(concat({"the first read of the key returned ", value, ", which nobody wrote: if keys begin with ", value,
                          ", say --initial ", word.size() <= word_max ? quoted(word) : "and the value"}));
}

void nil_read(const History& history, const Contradiction& contradiction, std::vector<std::string>& hints) {
  if (contradiction.kind != Contradiction::Kind::initial_gone) return;
  if (checks::value_text(history, History::initial) != "nil") return;
  hints.push_back("here nil is a value; Knossos takes a read of nil for a read that did not say what it saw");
}

}  // namespace

std::vector<std::string> check_hints(const HistoryFile& file, const Contradiction& contradiction) {
  std::vector<std::string> hints;
  failed_writes(file, contradiction, hints);
  if (hints.empty()) other_initial_value(file.history, contradiction, hints);
  nil_read(file.history, contradiction, hints);
  return hints;
}

}  // namespace whitewater::tools
