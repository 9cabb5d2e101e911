// The sentences of contradictions. Times are printed in seconds; histories count nanoseconds.
#include "core/check/linearizability/contradiction.hpp"

#include <algorithm>
#include <limits>

#include "core/base/check.hpp"

namespace whitewater::checks {

namespace {

std::string seconds_text(std::int64_t ns) {
  const bool negative = ns < 0;
  const std::uint64_t size = negative ? 0 - static_cast<std::uint64_t>(ns) : static_cast<std::uint64_t>(ns);
  if (size > 0 && size < 1'000) return std::string(negative ? "-" : "").append(std::to_string(size)).append(" ns");
  std::string micros = std::to_string(size / 1'000 % 1'000'000);
  micros.insert(0, 6 - micros.size(), '0');
  return std::string(negative ? "-" : "")
      .append(std::to_string(size / 1'000'000'000))
      .append(".")
      .append(micros)
      .append(" s");
}

std::string time_text(const History& history, std::int64_t time) {
  if (history.clock == History::Clock::nanoseconds) return seconds_text(history.clock_reading(time));
  return (history.clock == History::Clock::lines ? "line " : "event ") + std::to_string(time);
}

// The number of bytes of the character at `at`; 0 if no terminal shows it: a control character, or no UTF-8.
std::size_t character_bytes(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : '\0'); };
  const unsigned lead = byte(at);
  if (lead < 0x80) return lead >= ' ' && lead != 0x7F ? 1 : 0;
  const std::size_t bytes = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  for (std::size_t i = 1; i < bytes; ++i)
    if ((byte(at + i) & 0xC0) != 0x80) return 0;
  return lead == 0xC2 && byte(at + 1) < 0xA0 ? 0 : bytes;
}

// Part of one line: what no terminal shows becomes '?'.
std::string printable(std::string_view text, std::size_t shown) {
  std::string line;
  for (std::size_t at = 0; at < text.size();) {
    if (at >= shown) return line += "…";
    const std::size_t bytes = character_bytes(text, at);
    bytes == 0 ? line.append("?") : line.append(text.substr(at, bytes));
    at += std::max<std::size_t>(1, bytes);
  }
  return line;
}

std::string conclusion(const Contradiction& contradiction) {
  switch (contradiction.kind) {
    using Kind = Contradiction::Kind;
    case Kind::read_of_nothing:
      return "a read returned a value that no operation wrote";
    case Kind::read_before_write:
      return "a read returned a value before the write of that value was called";
    case Kind::values_cross:
      return "two values were each written once, and each of them must hold both before and after the other";
    case Kind::overwritten:
      return "a read returned an old value: another value was current between the last write of that value and the "
             "read";
    case Kind::initial_gone:
      return "a read returned the initial value after another value had been read or written";
    case Kind::not_a_prefix:
      return "a read returned a value that no order of the appends explains together with the longest read";
    case Kind::lost_append:
      return "a later operation does not see an append that had returned before it was called";
    case Kind::appends_cross:
      return "an operation saw fewer appends than an operation that had returned before it was called";
    case Kind::no_order:
      return "no order of these operations explains what they saw";
    case Kind::no_order_of_all:
      return "no order of all operations explains what they saw; these were open where the last order failed";
  }
  fail_check("every kind of contradiction has a sentence");
}

// True if the operation at this index returned before the next one was called: the contradiction rests on that.
bool comes_before_next(const Contradiction& contradiction, std::size_t index) {
  using Kind = Contradiction::Kind;
  switch (contradiction.kind) {
    case Kind::values_cross:
      return index % 2 == 0;
    case Kind::overwritten:
      return index < 2;
    case Kind::read_before_write:
    case Kind::initial_gone:
    case Kind::lost_append:
    case Kind::appends_cross:
      return index == 0;
    case Kind::read_of_nothing:
    case Kind::not_a_prefix:
    case Kind::no_order:
    case Kind::no_order_of_all:
      break;
  }
  return false;
}

}  // namespace

std::string client_text(const History& history, std::uint32_t process) {
  constexpr std::size_t shown = 60;
  const bool named = process < history.clients.size();
  return "client " + (named ? printable(history.clients.text(process), shown) : std::to_string(process));
}

std::string key_text(const History& history, std::uint32_t key) {
  constexpr std::size_t shown = 120;
  return printable(history.keys.text(key), shown);
}

std::string value_text(const History& history, std::uint32_t value) {
  constexpr std::size_t shown = 40;
  const std::string_view text = history.values.text(value);
  if (history.value_form == History::Values::typed && text.starts_with(History::other_type))
    return printable(text.substr(1), shown);
  return std::string("\"").append(printable(text, shown)).append("\"");
}

std::string operation_text(const History& history, const Operation& operation) {
  std::string text = client_text(history, operation.process);
  const std::string key = key_text(history, operation.key);
  switch (operation.kind) {
    case Operation::Kind::get:
      text.append(" get ").append(key);
      if (!operation.pending()) text.append(" → ").append(value_text(history, operation.value));
      break;
    case Operation::Kind::put:
      text.append(" put ").append(key).append(" = ").append(value_text(history, operation.value));
      break;
    case Operation::Kind::cas:
      text.append(" cas ").append(key).append(" ").append(value_text(history, operation.from));
      text.append(" → ").append(value_text(history, operation.value));
      if (operation.outcome == Operation::Outcome::failed) text.append(" failed");
      break;
    case Operation::Kind::append:
      text.append(" append ").append(key).append(" + ").append(value_text(history, operation.value));
      break;
  }
  text.append(", ").append(time_text(history, operation.called)).append(" – ");
  return text.append(operation.pending() ? "never answered" : time_text(history, operation.returned));
}

namespace {

// "the value that stood when client 3 read: 1"
std::string stood_text(const History& history, const Contradiction& contradiction) {
  const Operation& looked = history.operations[contradiction.looked];
  std::string values;
  for (const std::uint32_t value : contradiction.stood)
    values.append(values.empty() ? "" : " or ").append(value_text(history, value));
  if (values.empty()) values = "none of those that these operations tell of";
  return std::string("the value that stood when ")
      .append(client_text(history, looked.process))
      .append(looked.kind == Operation::Kind::cas ? " compared: " : " read: ")
      .append(values);
}

}  // namespace

std::vector<std::string> explained(const History& history, const Contradiction& contradiction) {
  std::vector<std::string> lines;
  lines.push_back("key " + key_text(history, contradiction.key) + ": " + conclusion(contradiction));
  constexpr std::size_t listed_max = 24;
  const std::size_t count = contradiction.operations.size();
  for (std::size_t i = 0; i < std::min(count, listed_max); ++i) {
    lines.push_back(operation_text(history, history.operations[contradiction.operations[i]]));
    if (comes_before_next(contradiction, i)) lines.back() += ", before the next operation was called";
  }
  if (count > listed_max) lines.push_back("and " + std::to_string(count - listed_max) + " operations more");
  if (contradiction.looked != Contradiction::nobody) lines.push_back(stood_text(history, contradiction));
  return lines;
}

std::int64_t time_of(const History& history, const Contradiction& contradiction) {
  std::int64_t last = std::numeric_limits<std::int64_t>::min();
  for (const std::uint32_t position : contradiction.operations) {
    const Operation& operation = history.operations[position];
    last = std::max(last, operation.pending() ? operation.called : operation.returned);
  }
  return last;
}

std::vector<std::string> faults_during(const History& history, const Contradiction& contradiction,
                                       std::span<const FaultSpan> faults) {
  std::int64_t first = Operation::never;
  for (const std::uint32_t position : contradiction.operations)
    first = std::min(first, history.operations[position].called);
  const std::int64_t last = time_of(history, contradiction);
  std::vector<std::string> lines;
  for (const FaultSpan& fault : faults) {
    if (fault.from > last || fault.to < first) continue;
    lines.push_back("fault: " + fault.text + ", from " + time_text(history, fault.from));
    if (fault.to != Operation::never) lines.back() += " to " + time_text(history, fault.to);
  }
  return lines;
}

}  // namespace whitewater::checks
