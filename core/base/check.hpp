// check(): a statement about our own reasoning, tested in every build.
// In a simulation the thrown CheckFailure becomes a verdict with seed and trace; the real replica
// prints it and aborts. Never used for bad outside data: that gets an Error (error.hpp).
#pragma once

#include <stdexcept>

namespace whitewater {

class CheckFailure : public std::logic_error {
 public:
  explicit CheckFailure(const char* sentence) : std::logic_error(sentence) {}
};

[[noreturn]] void fail_check(const char* sentence);

// sentence says what should be true, in words: "the commit index never decreases".
inline void check(bool condition, const char* sentence) {
  if (!condition) [[unlikely]]
    fail_check(sentence);
}

}  // namespace whitewater
