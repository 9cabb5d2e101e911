// GeneralSearch: exact search for a key with compare-and-swap or append. Like RegisterSearch, it goes through calls and
// returns, and an operation takes effect only when a return requires it. But then it may have to try every open
// operation: a CAS needs one exact value before it, and no write can be hidden. Exponential in the number of operations
// that are open at the same time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/check/linearizability/event_order.hpp"
#include "core/check/linearizability/search_memory.hpp"

namespace whitewater::checks {

class GeneralSearch {
 public:
  explicit GeneralSearch(const KeyHistory& key);

  SearchOutcome run(SearchMemory& memory, SearchBudget& budget);
  // As in RegisterSearch.
  std::vector<std::uint32_t> stuck() const { return order_.open_at(farthest_); }

 private:
  // A state as words: event, value, and the set of open operations that have taken effect.
  std::uint64_t& event() { return state_[0]; }
  std::uint32_t value() const { return static_cast<std::uint32_t>(state_[1]); }
  SlotSet done() { return {&state_[2], words_}; }
  SlotSet open() { return {open_.data(), words_}; }

  bool advance();
  void branch(SearchMemory& memory);
  void find_open();
  void see();
  bool only_reads(const Operation& operation) const;
  bool satisfied(const Operation& operation) const;
  bool may_take_effect(const Operation& operation) const;
  std::uint32_t effect_of(const Operation& operation);
  const Operation& operation_in(std::uint32_t slot) const { return key_.at(order_.operation_at(slot, state_[0])); }

  KeyHistory key_;
  EventOrder order_;
  std::size_t words_;
  Interner values_;  // the history's own values, and the values that appends produce
  std::vector<std::uint64_t> state_;
  std::vector<std::uint64_t> kept_;
  std::vector<std::uint64_t> open_;
  std::uint64_t farthest_ = 0;
  std::uint64_t steps_ = 0;
};

}  // namespace whitewater::checks
