// Why so few choices suffice. Each point holds because writes can be moved within an order that works:
//  - A read of the current value has seen it: reading changes nothing.
//  - The value need not change before a return requires it: a change that happens earlier may as well happen then.
//  - Among several unused writes of one value, use the one that returns first: it is useless later.
//  - Before the required value, the search only needs to pass through values that an open read still waits for.
#include "core/check/linearizability/register_search.hpp"

#include <algorithm>

namespace whitewater::checks {

RegisterSearch::RegisterSearch(const KeyHistory& key)
    : key_(key), order_(key), words_(order_.words()), state_(2 + 3 * words_, 0) {
  state_[1] = History::initial;
}

SearchOutcome RegisterSearch::run(SearchMemory& memory, SearchBudget& budget) {
  const auto go_on = [&] {
    const bool over = advance();
    farthest_ = std::max(farthest_, event());
    return over;
  };
  return search_states(
      state_, steps_, memory, budget, go_on, [&] { branch(memory); }, [] { return std::size_t{0}; });
}

// Goes on to the next return that leaves a choice or is impossible. Returns true if the history is over.
bool RegisterSearch::advance() {
  const std::vector<EventOrder::Event>& events = order_.events();
  for (; event() < events.size(); ++event()) {
    ++steps_;
    const EventOrder::Event& next = events[event()];
    if (next.is_return) {
      if (!settled(next)) return false;
    } else {
      call(next);
    }
  }
  return true;
}

void RegisterSearch::call(const EventOrder::Event& next) {
  const Operation& operation = key_.at(next.operation);
  if (operation.kind == Operation::Kind::get) {
    if (operation.value != value()) unseen().insert(next.slot);
    return;
  }
  unused().insert(next.slot);
  if (operation.value == value()) hidable().insert(next.slot);
}

bool RegisterSearch::settled(const EventOrder::Event& next) {
  const Operation& operation = key_.at(next.operation);
  if (operation.kind == Operation::Kind::get) return !unseen().contains(next.slot);
  if (!unused().contains(next.slot)) return true;
  // Not settled, even if the current value is the write's own: the write may be needed to come back from a value that
  // an open read waits for.
  if (operation.value != value() || !unseen().empty()) return false;
  write_again(next.slot);
  return true;
}

// The current value is written once more: no read sees that, and every open write can hide before it.
void RegisterSearch::write_again(std::uint32_t slot) {
  unused().erase(slot);
  hidable().erase(slot);
  hidable().insert_all(unused());
}

// The branch that is pushed last is tried first: the required change alone.
void RegisterSearch::branch(SearchMemory& memory) {
  ++steps_;
  const EventOrder::Event& asks = order_.events()[event()];
  const Operation& asking = key_.at(asks.operation);
  kept_ = state_;

  values_.clear();
  unseen().each([&](std::uint32_t slot) { values_.push_back(operation_in(slot).value); });
  std::sort(values_.begin(), values_.end());
  values_.erase(std::unique(values_.begin(), values_.end()), values_.end());
  for (const std::uint32_t value : values_)
    if (value != asking.value) push_switch(value, memory);

  if (asking.value == value()) {  // the operation is a put
    write_again(asks.slot);
    return memory.push(state_);
  }
  if (asking.kind == Operation::Kind::put && hidable().contains(asks.slot)) {
    unused().erase(asks.slot);
    hidable().erase(asks.slot);
    memory.push(state_);
    state_ = kept_;
  }
  push_switch(asking.value, memory);
}

void RegisterSearch::push_switch(std::uint32_t value, SearchMemory& memory) {
  const std::uint32_t slot = write_of(value);
  if (slot == none) return;
  switch_to(slot);
  memory.push(state_);
  state_ = kept_;
}

// Among the unused writes of this value, the one that returns first.
std::uint32_t RegisterSearch::write_of(std::uint32_t value) {
  std::uint32_t best = none;
  std::int64_t returned = 0;
  unused().each([&](std::uint32_t slot) {
    const Operation& write = operation_in(slot);
    if (write.value != value || (best != none && write.returned >= returned)) return;
    best = slot;
    returned = write.returned;
  });
  return best;
}

void RegisterSearch::switch_to(std::uint32_t slot) {
  const std::uint32_t value = operation_in(slot).value;
  unused().erase(slot);
  hidable().erase(slot);
  state_[1] = value;
  SlotSet waiting = unseen();
  waiting.each([&](std::uint32_t read) {
    if (operation_in(read).value == value) waiting.erase(read);
  });
  hidable().insert_all(unused());
}

}  // namespace whitewater::checks
