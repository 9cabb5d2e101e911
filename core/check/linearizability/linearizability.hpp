// Is a history linearizable (Herlihy & Wing 1990)? Decided key by key, which is sound because registers are local.
// Where every value of a key is written once, by zones (Gibbons & Korach 1997) in n log n; else a refutation that is
// cheap and finds most violations, then an exact search within a budget. Its answer is never a guess: what is not
// decided is unknown.
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

// How a key was decided. witness: an order that holds, given or, for a short key, guessed.
enum class Method : std::uint8_t { zones, append_order, refutation, register_search, general_search, witness };
const char* method_name(Method method);

struct LinearizabilityOptions {
  // Of the exact search, for all keys together.
  std::uint64_t steps_max = 100'000'000;
  std::size_t bytes_max = std::size_t{512} << 20;
  // Ends with the first key that is not linearizable.
  bool stop_at_first = false;
  // An order that may be a linearization, positions in History::operations: tried first, key by key. It is checked,
  // not trusted; a key whose part of it does not hold is decided as if there were none.
  std::span<const std::uint32_t> witness;
  // Only these keys; empty: all.
  std::span<const std::uint32_t> only_keys;
};

struct KeyVerdict {
  std::uint32_t key = 0;
  Answer answer = Answer::linearizable;
  Method method = Method::zones;
  std::uint32_t operations = 0;
  std::uint64_t steps = 0;  // of the exact search
};

struct LinearizabilityResult {
  Answer answer = Answer::linearizable;  // of the whole: no beats unknown beats yes
  std::vector<KeyVerdict> keys;          // by number; keys without operations are left out
  std::vector<Contradiction> contradictions;
};

// Keeps its memory from history to history.
class LinearizabilityChecker {
 public:
  LinearizabilityChecker();
  ~LinearizabilityChecker();
  LinearizabilityChecker(const LinearizabilityChecker&) = delete;
  LinearizabilityChecker& operator=(const LinearizabilityChecker&) = delete;

  // Valid until the next one is checked.
  const LinearizabilityResult& check(const History& history, const LinearizabilityOptions& options = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

LinearizabilityResult check_linearizability(const History& history, const LinearizabilityOptions& options = {});

// Is this order, positions in history.operations, a linearization? It must name every operation that is not pending,
// and may name pending ones. In O(n): for whoever knows the order, a simulator say. The order is checked, not trusted.
bool is_linearization(const History& history, const std::vector<std::uint32_t>& order);

}  // namespace whitewater::checks
