// check(): a statement about our own reasoning, tested in every build.
// In a simulation, the thrown CheckFailure becomes a verdict with seed and trace; the real replica prints the
// failure and aborts. check() is never used for bad outside data: bad outside data gets an Error (error.hpp).
#pragma once

#include <stdexcept>
#include <string>

namespace whitewater {

// The place of a call in the sources. Used instead of std::source_location, because clang 14 does not find that in the
// library of gcc 12.
struct SourcePlace {
  const char* file;
  unsigned line;

  // The place of the call that uses this as a default argument.
  static constexpr SourcePlace current(const char* file = __builtin_FILE(), unsigned line = __builtin_LINE()) {
    return {file, line};
  }
};

class CheckFailure : public std::logic_error {
 public:
  CheckFailure(const char* sentence, SourcePlace where) : std::logic_error(sentence), where_(where) {}

  // "core/raft/log.cpp:57": from the root of the sources, or of the folder that holds the installed headers.
  std::string place() const;

 private:
  SourcePlace where_;
};

// what() of any exception; of a CheckFailure with its place: "a log has no gaps (core/raft/log.cpp:57)".
std::string failure_sentence(const std::exception& failure);

[[noreturn, gnu::cold]] void fail_check(const char* sentence, SourcePlace where = SourcePlace::current());

// sentence says in words what should be true: "the commit index never decreases".
inline void check(bool condition, const char* sentence, SourcePlace where = SourcePlace::current()) {
  if (!condition) [[unlikely]]
    fail_check(sentence, where);
}

}  // namespace whitewater
