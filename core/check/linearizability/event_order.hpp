// EventOrder: the calls and returns of one key in the order of time, for the exact searches. Operations that are open
// at the same time have different slots. Slots are small numbers that are reused, so a set of open operations is a few
// words of bits. Private to this folder.
#pragma once

#include <cstdint>
#include <vector>

#include "core/check/linearizability/key_history.hpp"

namespace whitewater::checks {

class EventOrder {
 public:
  struct Event {
    std::uint32_t operation = 0;  // a position in History::operations
    std::uint32_t slot = 0;
    bool is_return = false;
  };

  // Contains all operations except pending gets, and pending puts of values that no get read: those may be ignored.
  explicit EventOrder(const KeyHistory& key);

  const std::vector<Event>& events() const { return events_; }
  // The number of words in a set of slots.
  std::size_t words() const { return (slots_.size() + 63) / 64; }
  // The operations that are open when the event of this number, a return, happens. The returning operation comes first.
  std::vector<std::uint32_t> open_at(std::size_t event) const;
  // The slots that are in use just before the event of this number.
  std::vector<std::uint32_t> slots_open_at(std::size_t event) const;
  // The operation that holds the slot just before the event of this number, or just after it if the event is a call.
  std::uint32_t operation_at(std::uint32_t slot, std::size_t event) const;

 private:
  struct Tenure {
    std::uint32_t from_event;
    std::uint32_t to_event;  // the event of its return; the number of events if it never returns
    std::uint32_t operation;
  };

  std::vector<Event> events_;
  std::vector<std::vector<Tenure>> slots_;          // for each slot: the operations that held it, in order
  mutable std::vector<std::uint32_t> last_tenure_;  // for each slot: what operation_at() found last
};

// A set of slots, stored in the words of a state.
class SlotSet {
 public:
  SlotSet(std::uint64_t* words, std::size_t count) : words_(words), count_(count) {}

  bool empty() const {
    for (std::size_t i = 0; i < count_; ++i)
      if (words_[i] != 0) return false;
    return true;
  }
  bool contains(std::uint32_t slot) const { return (words_[slot / 64] >> (slot % 64) & 1) != 0; }
  void insert(std::uint32_t slot) { words_[slot / 64] |= std::uint64_t{1} << (slot % 64); }
  void erase(std::uint32_t slot) { words_[slot / 64] &= ~(std::uint64_t{1} << (slot % 64)); }
  void insert_all(const SlotSet& other) {
    for (std::size_t i = 0; i < count_; ++i) words_[i] |= other.words_[i];
  }
  template <class Visit>
  void each(Visit&& visit) const {
    for (std::size_t i = 0; i < count_; ++i)
      for (std::uint64_t rest = words_[i]; rest != 0; rest &= rest - 1)
        visit(static_cast<std::uint32_t>(i * 64) + static_cast<std::uint32_t>(__builtin_ctzll(rest)));
  }

 private:
  std::uint64_t* words_;
  std::size_t count_;
};

}  // namespace whitewater::checks
