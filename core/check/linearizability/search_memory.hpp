// SearchMemory: the states that an exact search has been in, each a fixed number of words, and those it is still to
// look at. One budget of steps and bytes for all keys: when it is used up the search says so, and nothing else.
// Private to this folder.
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
  // As new, for states of so many words.
  void reset(std::size_t words);

  // False: it was there before.
  bool remember(std::span<const std::uint64_t> state);

  bool pending() const { return !todo_.empty(); }
  void push(std::span<const std::uint64_t> state) { todo_.insert(todo_.end(), state.begin(), state.end()); }
  void pop(std::span<std::uint64_t> state);

  // What it takes while it next grows, if it must: a budget is to hold then, too.
  std::size_t bytes() const;

 private:
  void grow();
  std::uint64_t hash_of(const std::uint64_t* state) const;

  std::size_t words_ = 1;
  std::vector<std::uint64_t> states_;
  std::vector<std::uint32_t> slots_;  // number + 1 of a state, or 0; a power of two of them
  std::vector<std::uint64_t> todo_;
};

// The loop of a search, depth first. `state` is where it is; advance() takes it to the next choice, or to the end of
// the history (true: that is an order); branch() pushes what may be chosen. Both count what they do in `steps`.
// held() says how many bytes the search holds besides the memory.
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
