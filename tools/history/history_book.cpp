// An operation that certainly had no effect is recorded as a get that was never answered, which checkers ignore.
#include "tools/history/history_book.hpp"

#include "core/text/concat.hpp"
#include "tools/history/utf8_text.hpp"

namespace whitewater::tools {

using checks::Operation;

namespace {

std::string named(std::string_view process) {
  return "process " + one_line(process, 40);
}

}  // namespace

std::string_view kind_word(Operation::Kind kind) {
  constexpr std::string_view words[] = {"get", "put", "cas", "append"};
  return words[static_cast<std::size_t>(kind)];
}

Complaint HistoryBook::call(std::string_view process, const Call& call, const Moment& now) {
  const std::uint32_t number = history_.clients.number(process);
  if (number >= open_.size()) open_.resize(number + 1);
  Open& open = open_[number];
  if (open.operation != none)
    return concat({named(process), " begins a ", kind_word(call.kind), ", but its ",
                   kind_word(history_.operations[open.operation].kind), " of line ", std::to_string(open.line),
                   " is still open: a process does one thing at a time"});
  if (history_.operations.size() >= none - 1) return std::string("a history has fewer than 2^32 operations");
  open = {static_cast<std::uint32_t>(history_.operations.size()), now.line};
  Operation& operation = history_.add(call.kind, call.key, call.value, now.time, Operation::never, number);
  if (call.kind == Operation::Kind::cas) operation.from = history_.values.number(call.from);
  return std::nullopt;
}

const Operation* HistoryBook::open(std::string_view process) const {
  const std::uint32_t number = history_.clients.find(process);
  if (number >= open_.size() || open_[number].operation == none) return nullptr;
  return &history_.operations[open_[number].operation];
}

Complaint HistoryBook::take_open(std::string_view process, Operation::Kind kind, std::uint32_t& position) {
  const std::uint32_t number = history_.clients.find(process);
  if (number >= open_.size() || open_[number].operation == none)
    return concat(
        {named(process), " ends a ", kind_word(kind), ", but has no open operation: expected its invocation first"});
  position = open_[number].operation;
  const Operation& operation = history_.operations[position];
  if (operation.kind != kind)
    return concat({named(process), " ends a ", kind_word(kind), ", but its open operation, of line ",
                   std::to_string(open_[number].line), ", is a ", kind_word(operation.kind)});
  open_[number].operation = none;
  return std::nullopt;
}

Complaint HistoryBook::done(std::string_view process, Operation::Kind kind, std::string_view value, const Moment& now) {
  std::uint32_t position = 0;
  if (auto wrong = take_open(process, kind, position)) return wrong;
  Operation& operation = history_.operations[position];
  operation.outcome = Operation::Outcome::ok;
  operation.returned = now.time;
  if (kind == Operation::Kind::get) operation.value = history_.values.number(value);
  return std::nullopt;
}

Complaint HistoryBook::swap_failed(std::string_view process, const Moment& now) {
  std::uint32_t position = 0;
  if (auto wrong = take_open(process, Operation::Kind::cas, position)) return wrong;
  history_.operations[position].outcome = Operation::Outcome::failed;
  history_.operations[position].returned = now.time;
  return std::nullopt;
}

Complaint HistoryBook::did_nothing(std::string_view process, Operation::Kind kind, const Moment& now) {
  std::uint32_t position = 0;
  if (auto wrong = take_open(process, kind, position)) return wrong;
  history_.operations[position].kind = Operation::Kind::get;
  if (kind != Operation::Kind::get) file_.failed_writes.push_back({position, kind, now.line});
  return std::nullopt;
}

Complaint HistoryBook::unknown(std::string_view process, Operation::Kind kind, const Moment&) {
  std::uint32_t position = 0;
  return take_open(process, kind, position);
}

void HistoryBook::fault(std::string_view what, std::string_view details, std::int64_t time) {
  constexpr std::size_t told = 200;
  file_.faults.add(time, one_line(what, told), one_line(details, told));
}

}  // namespace whitewater::tools
