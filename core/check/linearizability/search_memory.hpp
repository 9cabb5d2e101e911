// SearchMemory: the states that an exact search has visited, each a fixed number of words, and the states that it still
// has to visit. One budget of steps and bytes serves all keys. When the budget is used up, the search answers
// "unknown". Private to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace whitewater::checks {

struct SearchBudget {
  std::uint64_t steps_left = 0;
  std::size_t bytes_max = 0;
};

enum class SearchOutcome : std::uint8_t { found, exhausted, out_of_budget };

class SearchMemory {
 public:
  // Resets to the initial state, for states of `words` words.
  void reset(std::size_t words);

  // Returns false if the state was visited before.
  bool remember(std::span<const std::uint64_t> state);

  bool pending() const { return !todo_.empty(); }
  void push(std::span<const std::uint64_t> state) { todo_.insert(todo_.end(), state.begin(), state.end()); }
  void pop(std::span<std::uint64_t> state);

  // The bytes in use, including those that the next growth would need: the budget must hold during growth, too.
  std::size_t bytes() const;

 private:
  void grow();
  std::uint64_t hash_of(const std::uint64_t* state) const;

  std::size_t words_ = 1;
  std::vector<std::uint64_t> states_;
  std::vector<std::uint32_t> slots_;  // number + 1 of a state, or 0; the size is a power of two
  std::vector<std::uint64_t> todo_;
};

// The depth-first loop of a search. `state` is the current state. advance() takes it to the next choice, or to the end
// of the history (returns true: an order was found). branch() pushes the possible choices. Both add their work to
// `steps`. held() returns how many bytes the search holds besides the memory.
template <class Advance, class Branch, class Held>
SearchOutcome search_states(std::vector<std::uint64_t>& state, std::uint64_t& steps, SearchMemory& memory,
                            SearchBudget& budget, const Advance& advance, const Branch& branch, const Held& held) {
  memory.reset(state.size());
  memory.push(state);
  steps = 0;
  while (memory.pending()) {
    memory.pop(state);
    const bool over = advance();
    const bool affordable = steps < budget.steps_left;
    budget.steps_left -= affordable ? steps : budget.steps_left;
    steps = 0;
    if (over) return SearchOutcome::found;
    if (!affordable || memory.bytes() + held() > budget.bytes_max) return SearchOutcome::out_of_budget;
    if (memory.remember(state)) branch();
  }
  return SearchOutcome::exhausted;
}

}  // namespace whitewater::checks
