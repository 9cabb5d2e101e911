// Contradiction: the few operations that no order of a key's operations can satisfy, and the reason in words. It is
// small enough to be checked by hand. Each contradiction rests on one rule: an operation that returned before another
// was called comes first.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/check/linearizability/history.hpp"

namespace whitewater::checks {

struct Contradiction {
  enum class Kind : std::uint8_t {
    read_of_nothing,    // [read]: no operation wrote the value that was read
    read_before_write,  // [read, write]: the read returned before the write of its value was called
    values_cross,       // [a1, b1, b2, a2]: a1 before b1, b2 before a2; a1 and a2 need one value, b1 and b2 another
    overwritten,        // [write, other, read]: write before other before read, but read needs write's value
    initial_gone,       // [other, read]: other before read, but read needs the initial value, which nobody wrote again
    not_a_prefix,       // [read]: the value that was read is not a sequence of appended elements
    lost_append,        // [append, read]: append before read, but read does not see it
    appends_cross,      // [later, earlier]: later before earlier, but later saw more appends
    no_order,           // no order of these operations explains what they saw, wherever the others are placed
    no_order_of_all,    // the operations that were open when every order of all had failed
  };
  static constexpr std::uint32_t nobody = 0xFFFF'FFFF;

  std::uint32_t key = 0;
  Kind kind = Kind::read_of_nothing;
  std::vector<std::uint32_t> operations;  // positions in History::operations
  // For no_order, where it is known: the values that could stand when the operation `looked` saw another.
  std::vector<std::uint32_t> stood{};
  std::uint32_t looked = nobody;
};

// Returns the conclusion, then one line per operation: which client did what, and when.
std::vector<std::string> explained(const History& history, const Contradiction& contradiction);
// A client ("client 3", or its name), a key, and a value as its history spells it ("a" or nil): on one line, and not
// too long.
std::string client_text(const History& history, std::uint32_t process);
std::string key_text(const History& history, std::uint32_t key);
std::string value_text(const History& history, std::uint32_t value);
// "client 3 get x → 3, 2.980 s – 3.412 s"
std::string operation_text(const History& history, const Operation& operation);

// A fault and how long it lasted, for people who ask how a violation could happen.
struct FaultSpan {
  std::int64_t from = 0;
  std::int64_t to = Operation::never;
  std::string text;  // "kill_leader struck 0002"
};
// Returns one line for each fault that overlapped the time from the first call to the last return of the operations.
std::vector<std::string> faults_during(const History& history, const Contradiction& contradiction,
                                       std::span<const FaultSpan> faults);
// The last return of the operations: at this time at the latest, the contradiction was complete.
std::int64_t time_of(const History& history, const Contradiction& contradiction);

}  // namespace whitewater::checks
