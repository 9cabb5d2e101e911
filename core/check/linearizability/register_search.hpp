// RegisterSearch: exact search for a register whose values may be written more than once. It goes through calls and
// returns in the order of time, and changes the value only when a return requires it (just in time, after Lowe 2017).
// A state is: the value; the open writes that are unused; the open reads that have not seen their value yet; and the
// unused writes that can hide. A write can hide if it may take effect just before another write, so that no read sees
// it: that is so if the value has changed since the write was called, or was the write's own value.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/check/linearizability/event_order.hpp"
#include "core/check/linearizability/search_memory.hpp"

namespace whitewater::checks {

class RegisterSearch {
 public:
  // Precondition: the key is only put and read.
  explicit RegisterSearch(const KeyHistory& key);

  SearchOutcome run(SearchMemory& memory, SearchBudget& budget);
  // If exhausted: the operations that were open where the last order failed; the one that returned there comes first.
  std::vector<std::uint32_t> stuck() const { return order_.open_at(farthest_); }

 private:
  // A state as words: event, value, then three sets of slots.
  std::uint64_t& event() { return state_[0]; }
  std::uint32_t value() const { return static_cast<std::uint32_t>(state_[1]); }
  SlotSet unused() { return {&state_[2], words_}; }
  SlotSet unseen() { return {&state_[2 + words_], words_}; }
  SlotSet hidable() { return {&state_[2 + 2 * words_], words_}; }

  bool advance();
  void call(const EventOrder::Event& event);
  bool settled(const EventOrder::Event& event);
  void write_again(std::uint32_t slot);
  void branch(SearchMemory& memory);
  void push_switch(std::uint32_t value, SearchMemory& memory);
  void switch_to(std::uint32_t slot);
  std::uint32_t write_of(std::uint32_t value);
  const Operation& operation_in(std::uint32_t slot) const { return key_.at(order_.operation_at(slot, state_[0])); }

  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  KeyHistory key_;
  EventOrder order_;
  std::size_t words_;
  std::vector<std::uint64_t> state_;
  std::vector<std::uint64_t> kept_;  // a copy of state_ while its branches are made
  std::vector<std::uint32_t> values_;
  std::uint64_t farthest_ = 0;
  std::uint64_t steps_ = 0;
};

}  // namespace whitewater::checks
