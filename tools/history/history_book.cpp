// An operation that certainly had no effect is recorded as a get that was never answered, which checkers ignore.
#include "tools/history/history_book.hpp"

namespace whitewater::tools {

using checks::Operation;

std::string_view kind_word(Operation::Kind kind) {
  constexpr std::string_view words[] = {"get", "put", "cas", "append"};
  return words[static_cast<std::size_t>(kind)];
}

Complaint HistoryBook::advance(std::int64_t time) {
  if (time == Operation::never) return "expected a time before " + std::to_string(time) + ", which stands for never";
  if (time < now_)
    return "time runs backwards: expected " + std::to_string(now_) + " or later, found " + std::to_string(time);
  now_ = time;
  return std::nullopt;
}

Complaint HistoryBook::call(std::string_view process, const Call& call, std::int64_t time) {
  if (auto wrong = advance(time)) return wrong;
  const std::uint32_t number = history_.clients.number(process);
  if (number >= open_.size()) open_.resize(number + 1, none);
  if (open_[number] != none) {
    const Operation& open = history_.operations[open_[number]];
    return "process " + std::string(process) + " calls " + std::string(kind_word(call.kind)) + " while its " +
           std::string(kind_word(open.kind)) + " is still open: expected the completion of that operation first";
  }
  if (history_.operations.size() >= none - 1) return std::string("a history has fewer than 2^32 operations");
  open_[number] = static_cast<std::uint32_t>(history_.operations.size());
  Operation& operation = history_.add(call.kind, call.key, call.value, time, Operation::never, number);
  if (call.kind == Operation::Kind::cas) operation.from = history_.values.number(call.from);
  return std::nullopt;
}

const Operation* HistoryBook::open(std::string_view process) const {
  const std::uint32_t number = history_.clients.find(process);
  if (number >= open_.size() || open_[number] == none) return nullptr;
  return &history_.operations[open_[number]];
}

Complaint HistoryBook::take_open(std::string_view process, Operation::Kind kind, std::int64_t time,
                                 Operation*& operation) {
  if (auto wrong = advance(time)) return wrong;
  const std::string who = "process " + std::string(process);
  const std::uint32_t number = history_.clients.find(process);
  if (number >= open_.size() || open_[number] == none)
    return who + " ends a " + std::string(kind_word(kind)) +
           ", but has no open operation: expected its invocation first";
  operation = &history_.operations[open_[number]];
  if (operation->kind != kind)
    return who + " ends a " + std::string(kind_word(kind)) + ", but its open operation is a " +
           std::string(kind_word(operation->kind));
  open_[number] = none;
  return std::nullopt;
}

Complaint HistoryBook::done(std::string_view process, Operation::Kind kind, std::string_view value, std::int64_t time) {
  Operation* operation = nullptr;
  if (auto wrong = take_open(process, kind, time, operation)) return wrong;
  operation->outcome = Operation::Outcome::ok;
  operation->returned = time;
  if (kind == Operation::Kind::get) operation->value = history_.values.number(value);
  return std::nullopt;
}

Complaint HistoryBook::swap_failed(std::string_view process, std::int64_t time) {
  Operation* operation = nullptr;
  if (auto wrong = take_open(process, Operation::Kind::cas, time, operation)) return wrong;
  operation->outcome = Operation::Outcome::failed;
  operation->returned = time;
  return std::nullopt;
}

Complaint HistoryBook::did_nothing(std::string_view process, Operation::Kind kind, std::int64_t time) {
  Operation* operation = nullptr;
  if (auto wrong = take_open(process, kind, time, operation)) return wrong;
  operation->kind = Operation::Kind::get;
  return std::nullopt;
}

Complaint HistoryBook::unknown(std::string_view process, Operation::Kind kind, std::int64_t time) {
  Operation* operation = nullptr;
  return take_open(process, kind, time, operation);
}

void HistoryBook::fault(std::string_view what, std::string_view details, std::int64_t time) {
  constexpr std::size_t told = 200;
  file_.faults.add(time, what, details.substr(0, told));
}

}  // namespace whitewater::tools
