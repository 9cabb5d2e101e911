// Checks a claimed linearization: every operation must find the value that it saw, and none may overtake another.
#include "core/check/linearizability/witness.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "core/check/linearizability/linearizability.hpp"

namespace whitewater::checks {

namespace {

// A key's value in the claimed order: a number of the history, or a text that appends have made.
struct Register {
  std::uint32_t number = History::initial;
  std::string text;
  bool appended = false;
};

std::string_view text_of(const History& history, const Register& held) {
  return held.appended ? std::string_view(held.text) : history.values.text(held.number);
}

// Returns false if the operation could not have seen the current value.
bool apply(const History& history, const Operation& operation, Register& held) {
  const auto holds = [&](std::uint32_t value) {
    return held.appended ? held.text == history.values.text(value) : held.number == value;
  };
  switch (operation.kind) {
    case Operation::Kind::get:
      return operation.pending() || holds(operation.value);
    case Operation::Kind::cas:
      if (operation.outcome == Operation::Outcome::failed) return !holds(operation.from);
      if (!holds(operation.from)) return operation.pending();
      [[fallthrough]];
    case Operation::Kind::put:
      held = {operation.value, {}, false};
      return true;
    case Operation::Kind::append:
      if (!held.appended) held.text = std::string(text_of(history, held));
      held.appended = true;
      held.text.append(history.values.text(operation.value));
      return true;
  }
  return false;
}

}  // namespace

bool WitnessCheck::holds(const KeyHistory& key, std::span<const std::uint32_t> order) {
  if (named_.size() < key.history.operations.size()) named_.resize(key.history.operations.size(), false);
  const bool good = walk(key, order);
  for (const std::uint32_t position : order)
    if (position < named_.size()) named_[position] = false;
  return good;
}

bool WitnessCheck::walk(const KeyHistory& key, std::span<const std::uint32_t> order) {
  Register held;
  std::int64_t latest_call = std::numeric_limits<std::int64_t>::min();
  for (const std::uint32_t position : order) {
    if (position >= key.history.operations.size() || named_[position]) return false;
    const Operation& operation = key.at(position);
    if (operation.key != key.key) return false;
    named_[position] = true;
    if (operation.returned < latest_call)
      return false;  // it returned before an operation that precedes it in the order was called
    latest_call = std::max(latest_call, operation.called);
    if (!apply(key.history, operation, held)) return false;
  }
  return std::all_of(key.operations.begin(), key.operations.end(),
                     [&](std::uint32_t position) { return named_[position] || key.at(position).pending(); });
}

bool is_linearization(const History& history, const std::vector<std::uint32_t>& order) {
  std::vector<bool> named(history.operations.size(), false);
  std::vector<Register> registers(history.keys.size());
  std::int64_t latest_call = std::numeric_limits<std::int64_t>::min();
  for (const std::uint32_t position : order) {
    if (position >= history.operations.size() || named[position]) return false;
    named[position] = true;
    const Operation& operation = history.operations[position];
    if (operation.returned < latest_call)
      return false;  // it returned before an operation that precedes it in the order was called
    latest_call = std::max(latest_call, operation.called);
    if (!apply(history, operation, registers[operation.key])) return false;
  }
  for (std::size_t position = 0; position < named.size(); ++position)
    if (!named[position] && !history.operations[position].pending()) return false;
  return true;
}

}  // namespace whitewater::checks
