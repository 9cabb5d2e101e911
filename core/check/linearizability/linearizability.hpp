// Is a history linearizable (Herlihy & Wing 1990)? Decides key by key, which is sound because linearizability is a
// local property. If every value of a key is written once: zones (Gibbons & Korach 1997), in O(n log n). Otherwise:
// first a cheap refutation that finds most violations, then an exact search within a budget. The answer is never a
// guess: a key that is not decided is unknown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/check/linearizability/contradiction.hpp"
#include "core/check/linearizability/history.hpp"

namespace whitewater::checks {

enum class Answer : std::uint8_t { linearizable, not_linearizable, unknown };

// How a key was decided. witness: an order that holds; it was given, or guessed for a short key.
enum class Method : std::uint8_t { zones, append_order, refutation, register_search, general_search, witness };
const char* method_name(Method method);

struct LinearizabilityOptions {
  // The budget of the exact search, for all keys together.
  std::uint64_t steps_max = 100'000'000;
  std::size_t bytes_max = std::size_t{512} << 20;
  // Stop at the first key that is not linearizable.
  bool stop_at_first = false;
  // An order that may be a linearization, as positions in History::operations. It is tried first, key by key. It is
  // checked, not trusted: a key for which the order does not hold is decided as if no order was given.
  std::span<const std::uint32_t> witness;
  // Check only these keys; empty: all keys.
  std::span<const std::uint32_t> only_keys;
};

struct KeyVerdict {
  std::uint32_t key = 0;
  Answer answer = Answer::linearizable;
  Method method = Method::zones;
  std::uint32_t operations = 0;
  // Operations whose outcome is known. If there is none, every answer is right: there was nothing to judge.
  std::uint32_t judged = 0;
  std::uint64_t steps = 0;  // steps of the exact search
};

struct LinearizabilityResult {
  Answer answer =
      Answer::linearizable;      // for the whole history: one no makes it no, otherwise one unknown makes it unknown
  std::vector<KeyVerdict> keys;  // sorted by number; keys without operations are left out
  std::vector<Contradiction> contradictions;
};

// Keeps its memory from history to history.
class LinearizabilityChecker {
 public:
  LinearizabilityChecker();
  ~LinearizabilityChecker();
  LinearizabilityChecker(const LinearizabilityChecker&) = delete;
  LinearizabilityChecker& operator=(const LinearizabilityChecker&) = delete;

  // The result is valid until the next check.
  const LinearizabilityResult& check(const History& history, const LinearizabilityOptions& options = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

LinearizabilityResult check_linearizability(const History& history, const LinearizabilityOptions& options = {});

// Returns true if this order, as positions in history.operations, is a linearization. The order must contain every
// operation that is not pending, and may contain pending ones. In O(n): for callers that know the order, such as a
// simulator. The order is checked, not trusted.
bool is_linearization(const History& history, const std::vector<std::uint32_t>& order);

}  // namespace whitewater::checks
