// History: what clients of a key-value store did and saw, in a form that is fast to check: times, and numbers instead
// of texts. Operations may be in any order. Knows no file format and no protocol.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace whitewater::checks {

// Maps texts to dense numbers: 0, 1, … in the order of their first appearance.
class Interner {
 public:
  std::uint32_t number(std::string_view text);
  // The number of the text, or `none` if the text has no number yet.
  std::uint32_t find(std::string_view text) const;
  std::string_view text(std::uint32_t number) const {
    const Place& place = places_[number];
    return std::string_view(texts_).substr(place.begin, place.bytes);
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(places_.size()); }
  // Resets to the initial state, keeping memory.
  void clear();
  std::size_t bytes() const;

  static constexpr std::uint32_t none = 0xFFFF'FFFF;

 private:
  struct Place {
    std::uint64_t begin = 0;
    std::uint32_t bytes = 0;
    std::uint32_t tag = 0;  // a part of the hash, compared before the text
  };

  std::size_t slot_of(std::string_view text, std::uint32_t tag) const;
  void grow();

  std::string texts_;
  std::vector<Place> places_;
  std::vector<std::uint32_t> slots_;  // number + 1 of a text, or 0; the size is a power of two
};

struct Operation {
  enum class Kind : std::uint8_t { get, put, cas, append };
  enum class Outcome : std::uint8_t {
    ok,
    failed,   // of a CAS only: the value was not `from`
    pending,  // nobody knows whether it took effect, or when
  };
  static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

  std::int64_t called = 0;        // any clock and any unit, but the same for all operations
  std::int64_t returned = never;  // >= called; `never` if pending
  std::uint32_t key = 0;
  std::uint32_t value = 0;  // get: the value read. put, CAS: the value written. append: the element added
  std::uint32_t from = 0;   // CAS: the expected value
  std::uint32_t process = 0;
  Kind kind = Kind::get;
  Outcome outcome = Outcome::ok;

  bool pending() const { return outcome == Outcome::pending; }
};
static_assert(sizeof(Operation) == 40);

struct History {
  // initial_value: the value of a key that nobody has written. It has the number 0 in `values`.
  explicit History(std::string_view initial_value = "") { values.number(initial_value); }

  static constexpr std::uint32_t initial = 0;

  // Adds an operation with texts for its key and value. It is pending unless `returned` is given. The reference is
  // valid until the next call.
  Operation& add(Operation::Kind kind, std::string_view key, std::string_view value, std::int64_t called,
                 std::int64_t returned = Operation::never, std::uint32_t process = 0);
  // Resets to the initial state, keeping memory.
  void clear(std::string_view initial_value = "");

  std::vector<Operation> operations;
  Interner keys;
  Interner values;
  Interner clients;  // the names of the clients, by Operation::process; empty: clients are called by number
  // The unit of times. A history without a clock counts the lines of its file, or its events.
  enum class Clock : std::uint8_t { nanoseconds, lines, events };
  Clock clock = Clock::nanoseconds;

  // Times decide the order. Where a file orders its events otherwise than its clock does, or says nothing of their
  // order, `called` and `returned` differ from what the clock said, and reports show what the clock said.
  struct ClockReading {
    std::int64_t time;  // as in `called` and `returned`
    std::int64_t read;
  };
  std::vector<ClockReading> clock_readings;  // sorted by time; only where the two differ
  std::int64_t clock_reading(std::int64_t time) const;

  // texts: values are plain strings. typed: a value that starts with `other_type` is no string, and is spelled behind
  // that mark as its file spells it; any other value is a string with its escapes.
  enum class Values : std::uint8_t { texts, typed };
  static constexpr char other_type = '\x01';
  Values value_form = Values::texts;
};

}  // namespace whitewater::checks
