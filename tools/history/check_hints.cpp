// Keys without a contradiction cost a look-up per operation, and no memory.
#include "tools/history/check_hints.hpp"

#include <algorithm>

#include "core/text/concat.hpp"

namespace whitewater::tools {

namespace {

using checks::Contradiction;
using checks::History;
using checks::Operation;

// True if the operation shows what the key held before it.
bool looks(const Operation& operation) {
  if (operation.pending() || operation.outcome == Operation::Outcome::failed) return false;
  return operation.kind == Operation::Kind::get || operation.kind == Operation::Kind::cas;
}

std::uint32_t value_seen(const Operation& operation) {
  return operation.kind == Operation::Kind::cas ? operation.from : operation.value;
}

std::uint64_t place(std::uint32_t key, std::uint32_t value) {
  return (std::uint64_t{key} << 32) + value;
}

// A word of the shell.
std::string quoted(const std::string& text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:/";
  if (!text.empty() && text.find_first_not_of(plain) == text.npos) return text;
  std::string word = "'";
  for (const char c : text) c == '\'' ? word.append("'\\''") : word.append(1, c);
  return word += '\'';
}

// The value that reads the same, but is a string instead of a number, or a number instead of a string.
std::uint32_t twin(const History& history, std::uint32_t value) {
  if (history.value_form != History::Values::typed) return checks::Interner::none;
  const std::string_view text = history.values.text(value);
  const bool typed = text.starts_with(History::other_type);
  return history.values.find(typed ? text.substr(1) : concat({std::string_view(&History::other_type, 1), text}));
}

std::string_view word_for(Operation::Kind kind) {
  return kind == Operation::Kind::put ? "write" : kind == Operation::Kind::cas ? "cas" : "append";
}

}  // namespace

CheckHints::CheckHints(const HistoryFile& file, const std::vector<Contradiction>& contradictions)
    : file_(file), history_(file.history) {
  if (!contradictions.empty()) gather(contradictions);
}

void CheckHints::gather(const std::vector<Contradiction>& contradictions) {
  for (const Contradiction& contradiction : contradictions) {
    first_look_.emplace(contradiction.key, nullptr);
    for (const std::uint32_t position : contradiction.operations)
      if (const Operation& operation = history_.operations[position]; looks(operation))
        for (const std::uint32_t value : {value_seen(operation), twin(history_, value_seen(operation))})
          if (value != checks::Interner::none) seen_.try_emplace(place(contradiction.key, value));
  }
  for (const Operation& operation : history_.operations) {
    const auto first = first_look_.find(operation.key);
    if (first == first_look_.end()) continue;
    if (looks(operation) && (first->second == nullptr || operation.returned < first->second->returned))
      first->second = &operation;
    if (operation.kind == Operation::Kind::get || operation.outcome == Operation::Outcome::failed) continue;
    const auto seen = seen_.find(place(operation.key, operation.value));
    if (seen != seen_.end()) seen->second.first_write = std::min(seen->second.first_write, operation.called);
  }
  for (const FailedWrite& failed : file_.failed_writes) {
    const Operation& write = history_.operations[failed.operation];
    const auto seen = seen_.find(place(write.key, write.value));
    if (seen != seen_.end() && seen->second.failed == nullptr) seen->second.failed = &failed;
  }
}

void CheckHints::failed_writes(const Contradiction& contradiction, std::vector<std::string>& hints) const {
  std::vector<const FailedWrite*> told;
  for (const std::uint32_t position : contradiction.operations) {
    const Operation& operation = history_.operations[position];
    if (!looks(operation)) continue;
    const FailedWrite* const failed = seen_.at(place(operation.key, value_seen(operation))).failed;
    if (failed == nullptr || std::find(told.begin(), told.end(), failed) != told.end()) continue;
    const Operation& write = history_.operations[failed->operation];
    if (write.called >= operation.returned) continue;
    told.push_back(failed);
    hints.push_back(
        concat({checks::client_text(history_, write.process), " tried to write ",
                checks::value_text(history_, write.value), ": its ", word_for(failed->kind), " failed (line ",
                std::to_string(failed->line), "); if that was a time-out it should be :info"}));
  }
}

void CheckHints::other_type(const Contradiction& contradiction, std::vector<std::string>& hints) const {
  for (const std::uint32_t position : contradiction.operations) {
    const Operation& look = history_.operations[position];
    if (!looks(look) || seen_.at(place(look.key, value_seen(look))).first_write < look.returned) continue;
    const std::uint32_t other = twin(history_, value_seen(look));
    if (other == checks::Interner::none || seen_.at(place(look.key, other)).first_write >= look.returned) continue;
    hints.push_back(concat({"a read returned ", checks::value_text(history_, value_seen(look)), ", but ",
                            checks::value_text(history_, other),
                            " was written: a string and a number are different values; spell both in one way"}));
    return;
  }
}

// Only the first look at a key can show how the key began.
void CheckHints::other_initial_value(const Contradiction& contradiction, std::vector<std::string>& hints) const {
  for (const std::uint32_t position : contradiction.operations) {
    const Operation& look = history_.operations[position];
    if (!looks(look) || value_seen(look) == History::initial) continue;
    const std::uint32_t seen = value_seen(look);
    if (seen_.at(place(look.key, seen)).first_write < look.returned) continue;
    if (value_seen(*first_look_.at(look.key)) != seen) continue;
    const std::string_view text = history_.values.text(seen);
    const bool other_type = text.starts_with(History::other_type);
    std::string word(other_type ? text.substr(1) : text);
    if (!other_type && history_.value_form == History::Values::typed) word = concat({"\"", word, "\""});
    constexpr std::size_t word_max = 60;
    const bool fits = word.size() <= word_max && std::all_of(word.begin(), word.end(), [](char c) {
                        return static_cast<unsigned char>(c) >= ' ' && static_cast<unsigned char>(c) < 0x7F;
                      });
    const std::string value = checks::value_text(history_, seen);
    hints.push_back(
        concat({"the first read of the key returned ", value, ", which nobody had written: if keys begin with ", value,
                ", say --initial ", fits ? quoted(word) : "and that value"}));
    return;
  }
}

std::vector<std::string> CheckHints::of(const Contradiction& contradiction) const {
  std::vector<std::string> hints;
  failed_writes(contradiction, hints);
  if (hints.empty()) other_type(contradiction, hints);
  if (hints.empty()) other_initial_value(contradiction, hints);
  if (contradiction.kind == Contradiction::Kind::initial_gone &&
      checks::value_text(history_, History::initial) == "nil")
    hints.push_back("here nil is a value; Knossos takes a read of nil for a read that did not say what it saw");
  return hints;
}

}  // namespace whitewater::tools
