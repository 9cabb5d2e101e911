// Chooses the method for a key: the cheapest one that can decide it.
#include "core/check/linearizability/key_decider.hpp"

#include <algorithm>

#include "core/check/linearizability/few_operations.hpp"
#include "core/check/linearizability/general_search.hpp"
#include "core/check/linearizability/refutation.hpp"
#include "core/check/linearizability/register_search.hpp"

namespace whitewater::checks {

KeyVerdict KeyDecider::decide(const KeyHistory& key, std::span<const std::uint32_t> witness,
                              std::vector<Contradiction>& contradictions) {
  KeyVerdict verdict;
  verdict.key = key.key;
  verdict.operations = static_cast<std::uint32_t>(key.operations.size());
  for (const std::uint32_t position : key.operations) verdict.judged += key.at(position).pending() ? 0u : 1u;
  if (!witness.empty() && witness_.holds(key, witness)) {
    verdict.method = Method::witness;
    return verdict;
  }
  if (auto found = judge(key, verdict)) {
    verdict.answer = Answer::not_linearizable;
    contradictions.push_back(std::move(*found));
  }
  return verdict;
}

std::optional<Contradiction> KeyDecider::judge(const KeyHistory& key, KeyVerdict& verdict) {
  bool puts = false, swaps = false, appends = false;
  for (const std::uint32_t position : key.operations) {
    puts = puts || key.at(position).kind == Operation::Kind::put;
    swaps = swaps || key.at(position).kind == Operation::Kind::cas;
    appends = appends || key.at(position).kind == Operation::Kind::append;
  }
  if (appends && !puts && !swaps && append_order_.recover(key)) {
    verdict.method = Method::append_order;
    return append_order_.judge(key);
  }
  if (!appends && swaps) {
    verdict.method = Method::refutation;
    if (auto found = read_of_nothing(key)) return found;
  }
  if (appends || swaps) {
    verdict.method = Method::general_search;
    return search<GeneralSearch>(key, verdict);
  }
  verdict.method = Method::zones;
  if (zones_.gather(key)) return zones_.judge(key);
  verdict.method = Method::refutation;
  if (guess_order(key) && witness_.holds(key, guess_)) {
    verdict.method = Method::witness;
    return std::nullopt;
  }
  if (auto found = refuted(key)) return found;
  verdict.method = Method::register_search;
  return search<RegisterSearch>(key, verdict);
}

std::optional<Contradiction> KeyDecider::read_of_nothing(const KeyHistory& key) {
  written_.assign(1, History::initial);
  for (const std::uint32_t position : key.operations)
    if (key.at(position).kind != Operation::Kind::get) written_.push_back(key.at(position).value);
  std::sort(written_.begin(), written_.end());
  std::optional<Contradiction> found;
  for (const std::uint32_t position : key.operations) {
    const Operation& read = key.at(position);
    if (read.kind != Operation::Kind::get || read.pending()) continue;
    if (std::binary_search(written_.begin(), written_.end(), read.value)) continue;
    if (!found || read.returned < key.at(found->operations[0]).returned)
      found = Contradiction{key.key, Contradiction::Kind::read_of_nothing, {position}};
  }
  return found;
}

// Guesses an order: operations in the order of their calls, and a pending put just before the get that reads its value.
// For keys with few operations, as a load on many keys makes them, the guess mostly holds, and it costs less than to
// prepare a search.
bool KeyDecider::guess_order(const KeyHistory& key) {
  constexpr std::size_t operations_max = 64;
  if (key.operations.size() > operations_max) return false;
  guess_.clear();
  for (const std::uint32_t position : key.operations)
    if (!key.at(position).pending()) guess_.push_back(position);
  std::sort(guess_.begin(), guess_.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Operation &first = key.at(a), &second = key.at(b);
    if (first.called != second.called) return first.called < second.called;
    return first.returned != second.returned ? first.returned < second.returned : a < b;
  });
  std::uint32_t held = History::initial;
  for (std::size_t i = 0; i < guess_.size(); ++i) {
    const Operation& operation = key.at(guess_[i]);
    if (operation.kind == Operation::Kind::get && operation.value != held) {
      const auto waits = [&](std::uint32_t position) {
        const Operation& put = key.at(position);
        return put.pending() && put.kind == Operation::Kind::put && put.value == operation.value &&
               std::find(guess_.begin(), guess_.end(), position) == guess_.end();
      };
      const auto found = std::find_if(key.operations.begin(), key.operations.end(), waits);
      if (found == key.operations.end()) return false;
      guess_.insert(guess_.begin() + static_cast<std::ptrdiff_t>(i++), *found);
    }
    held = operation.value;
  }
  return true;
}

template <class Search>
std::optional<Contradiction> KeyDecider::search(const KeyHistory& key, KeyVerdict& verdict) {
  Search search(key);
  const std::uint64_t before = budget_.steps_left;
  const SearchOutcome outcome = search.run(memory_, budget_);
  verdict.steps = before - budget_.steps_left;
  if (outcome == SearchOutcome::out_of_budget) verdict.answer = Answer::unknown;
  if (outcome != SearchOutcome::exhausted) return std::nullopt;
  const std::vector<std::uint32_t> stuck = search.stuck();
  if (auto few = FewOperations(key, memory_).find(stuck.front())) return few;
  return Contradiction{key.key, Contradiction::Kind::no_order_of_all, stuck};
}

}  // namespace whitewater::checks
