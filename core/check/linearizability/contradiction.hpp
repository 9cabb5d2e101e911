// Contradiction: the few operations that no order of a key's operations can satisfy, and the reason in words. Small
// enough to be followed by hand; each rests on one rule: an operation that returned before another was called comes
// first.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/check/linearizability/history.hpp"

namespace whitewater::checks {

struct Contradiction {
  enum class Kind : std::uint8_t {
    read_of_nothing,    // [read]: nobody wrote what it read
    read_before_write,  // [read, write]: the read returned before the write of its value was called
    values_cross,       // [a1, b1, b2, a2]: a1 before b1 and b2 before a2, where a1, a2 need one value, b1, b2 another
    overwritten,        // [write, other, read]: write before other before read; read needs write's value again
    initial_gone,       // [other, read]: other before read; read needs the initial value, nobody wrote that again
    not_a_prefix,       // [read]: what it read is no sequence of what was appended
    lost_append,        // [append, read]: append before read, which does not see it
    appends_cross,      // [later, earlier]: later before earlier, which saw fewer appends
    no_order,           // the operations that were open when every order had failed, the one that returned first
  };

  std::uint32_t key = 0;
  Kind kind = Kind::read_of_nothing;
  std::vector<std::uint32_t> operations;  // positions in History::operations
};

// The conclusion, then a line for each operation: who did what, when.
std::vector<std::string> explained(const History& history, const Contradiction& contradiction);
// "client 3 get x → 3, 2.980 s – 3.412 s"
std::string operation_text(const History& history, const Operation& operation);

// A fault while it lasts, for people who ask how a violation could come about.
struct FaultSpan {
  std::int64_t from = 0;
  std::int64_t to = Operation::never;
  std::string text;  // "kill_leader struck 0002"
};
// A line for each fault that lasted at some moment between the first call and the last return of the operations.
std::vector<std::string> faults_during(const History& history, const Contradiction& contradiction,
                                       std::span<const FaultSpan> faults);
// The time of the operations' last return: when at the latest everybody could have known.
std::int64_t time_of(const History& history, const Contradiction& contradiction);

}  // namespace whitewater::checks
