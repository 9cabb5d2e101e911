// Which part decides a key: the cheapest that can.
#include "core/check/key_decider.hpp"

#include "core/check/general_search.hpp"
#include "core/check/refutation.hpp"
#include "core/check/register_search.hpp"

namespace whitewater::checks {

KeyVerdict KeyDecider::decide(const KeyHistory& key, std::span<const std::uint32_t> witness,
                              std::vector<Contradiction>& contradictions) {
  KeyVerdict verdict;
  verdict.key = key.key;
  verdict.operations = static_cast<std::uint32_t>(key.operations.size());
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
  if (appends || swaps) {
    verdict.method = Method::general_search;
    return search<GeneralSearch>(key, verdict);
  }
  verdict.method = Method::zones;
  if (zones_.gather(key)) return zones_.judge(key);
  verdict.method = Method::refutation;
  if (auto found = refuted(key)) return found;
  verdict.method = Method::register_search;
  return search<RegisterSearch>(key, verdict);
}

template <class Search>
std::optional<Contradiction> KeyDecider::search(const KeyHistory& key, KeyVerdict& verdict) {
  Search search(key);
  const std::uint64_t before = budget_.steps_left;
  const SearchOutcome outcome = search.run(memory_, budget_);
  verdict.steps = before - budget_.steps_left;
  if (outcome == SearchOutcome::out_of_budget) verdict.answer = Answer::unknown;
  if (outcome != SearchOutcome::exhausted) return std::nullopt;
  return Contradiction{key.key, Contradiction::Kind::no_order, search.stuck()};
}

}  // namespace whitewater::checks
