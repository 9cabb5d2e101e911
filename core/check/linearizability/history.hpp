// History: what clients of a key-value store did and saw, in a form that is quick to check: times, and numbers in
// place of texts. Operations may stand in any order. Knows no file format and no protocol.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace whitewater::checks {

// Texts as dense numbers, from 0 on in the order of their first appearance.
class Interner {
 public:
  std::uint32_t number(std::string_view text);
  // The number, or none when it has none yet.
  std::uint32_t find(std::string_view text) const;
  std::string_view text(std::uint32_t number) const {
    const Place& place = places_[number];
    return std::string_view(texts_).substr(place.begin, place.bytes);
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(places_.size()); }
  // As new, keeping memory.
  void clear();
  std::size_t bytes() const;

  static constexpr std::uint32_t none = 0xFFFF'FFFF;

 private:
  struct Place {
    std::uint64_t begin = 0;
    std::uint32_t bytes = 0;
    std::uint32_t tag = 0;  // of the hash
  };

  std::size_t slot_of(std::string_view text, std::uint32_t tag) const;
  void grow();

  std::string texts_;
  std::vector<Place> places_;
  std::vector<std::uint32_t> slots_;  // a power of two of them: number + 1, or 0
};

struct Operation {
  enum class Kind : std::uint8_t { get, put, cas, append };
  enum class Outcome : std::uint8_t {
    ok,
    failed,   // of a CAS: it found another value than `from`
    pending,  // nobody knows whether it took effect, or when
  };
  static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

  std::int64_t called = 0;        // any clock, any unit; the same for all operations
  std::int64_t returned = never;  // >= called; never when pending
  std::uint32_t key = 0;
  std::uint32_t value = 0;  // get: what was read. put, CAS: what is written. append: what is added
  std::uint32_t from = 0;   // CAS: what it expects
  std::uint32_t process = 0;
  Kind kind = Kind::get;
  Outcome outcome = Outcome::ok;

  bool pending() const { return outcome == Outcome::pending; }
};
static_assert(sizeof(Operation) == 40);

struct History {
  // The value of a key that nobody has written: number 0 of values.
  explicit History(std::string_view initial_value = "") { values.number(initial_value); }

  static constexpr std::uint32_t initial = 0;

  // An operation with texts for its key and value; pending unless it returned. The reference is good until the next.
  Operation& add(Operation::Kind kind, std::string_view key, std::string_view value, std::int64_t called,
                 std::int64_t returned = Operation::never, std::uint32_t process = 0);
  // As new, keeping memory.
  void clear(std::string_view initial_value = "");

  std::vector<Operation> operations;
  Interner keys;
  Interner values;
  Interner clients;  // what people call Operation::process; empty: by its number
  // What times count: for want of a clock, the lines of a file, or its events.
  enum class Clock : std::uint8_t { nanoseconds, lines, events };
  Clock clock = Clock::nanoseconds;
};

}  // namespace whitewater::checks
