// Values are numbers: first the history's own values, then the values that appends produce.
#include "core/check/linearizability/general_search.hpp"

#include <algorithm>
#include <limits>

namespace whitewater::checks {

GeneralSearch::GeneralSearch(const KeyHistory& key)
    : key_(key), order_(key), words_(order_.words()), state_(2 + words_, 0), open_(words_, 0) {
  state_[1] = values_.number(key.history.values.text(History::initial));
}

SearchOutcome GeneralSearch::run(SearchMemory& memory, SearchBudget& budget) {
  const auto go_on = [&] {
    find_open();
    const bool over = advance();
    farthest_ = std::max(farthest_, event());
    return over;
  };
  // Values that appends produce may be far longer than the history. The factor counts them as if the table was growing.
  return search_states(
      state_, steps_, memory, budget, go_on, [&] { branch(memory); }, [&] { return 3 * values_.bytes(); });
}

// Computes the set of operations that are open just before the state's event. A search mostly continues where it was,
// but any state may be popped later: so the set is computed from the event alone.
void GeneralSearch::find_open() {
  std::fill(open_.begin(), open_.end(), 0);
  for (const std::uint32_t slot : order_.slots_open_at(event())) open().insert(slot);
}

bool GeneralSearch::advance() {
  const std::vector<EventOrder::Event>& events = order_.events();
  for (; event() < events.size(); ++event()) {
    ++steps_;
    const EventOrder::Event& next = events[event()];
    if (next.is_return) {
      if (!done().contains(next.slot)) return false;
      done().erase(next.slot);
      open().erase(next.slot);
    } else {
      open().insert(next.slot);
      const Operation& operation = key_.at(next.operation);
      if (only_reads(operation) && satisfied(operation)) done().insert(next.slot);
    }
  }
  return true;
}

// Tries each open operation that may take effect now. The operation whose return requires it is tried first, then the
// operations that return first.
void GeneralSearch::branch(SearchMemory& memory) {
  struct Choice {
    std::int64_t returned;
    std::uint32_t slot;
  };
  kept_ = state_;
  const std::uint32_t asks = order_.events()[event()].slot;
  std::vector<Choice> choices;
  open().each([&](std::uint32_t slot) {
    ++steps_;
    const Operation& operation = operation_in(slot);
    if (done().contains(slot) || only_reads(operation) || !may_take_effect(operation)) return;
    choices.push_back({slot == asks ? std::numeric_limits<std::int64_t>::min() : operation.returned, slot});
  });
  std::sort(choices.begin(), choices.end(), [](const Choice& a, const Choice& b) {
    return a.returned != b.returned ? a.returned > b.returned : a.slot > b.slot;
  });
  for (const Choice& choice : choices) {
    state_[1] = effect_of(operation_in(choice.slot));
    done().insert(choice.slot);
    see();
    memory.push(state_);
    state_ = kept_;
  }
}

// An operation that only reads has seen its value as soon as the current value satisfies it.
void GeneralSearch::see() {
  open().each([&](std::uint32_t slot) {
    const Operation& operation = operation_in(slot);
    if (only_reads(operation) && satisfied(operation)) done().insert(slot);
  });
}

bool GeneralSearch::only_reads(const Operation& operation) const {
  return operation.kind == Operation::Kind::get || operation.outcome == Operation::Outcome::failed;
}

bool GeneralSearch::satisfied(const Operation& operation) const {
  const std::string_view now = values_.text(value());
  if (operation.kind == Operation::Kind::get) return now == key_.history.values.text(operation.value);
  return now != key_.history.values.text(operation.from);
}

bool GeneralSearch::may_take_effect(const Operation& operation) const {
  return operation.kind != Operation::Kind::cas || values_.text(value()) == key_.history.values.text(operation.from);
}

std::uint32_t GeneralSearch::effect_of(const Operation& operation) {
  const std::string_view text = key_.history.values.text(operation.value);
  if (operation.kind != Operation::Kind::append) return values_.number(text);
  return values_.number(std::string(values_.text(value())).append(text));
}

}  // namespace whitewater::checks
