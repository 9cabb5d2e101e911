// Contradiction: the few operations that no order of a key's operations can satisfy, and the reason in words. Small
// enough to be followed by hand; each rests on one rule: an operation that returned before another was called comes
// first.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/check/history.hpp"

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

}  // namespace whitewater::checks
