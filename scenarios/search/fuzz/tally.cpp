// Counts, in the order of the runs.
#include "scenarios/search/fuzz/tally.hpp"

namespace whitewater::scenarios::fuzz {

void Tally::sees_unguided(Word& word, std::uint64_t number) {
  if (word.owner == several) return;
  if (word.owner == 0) {
    word.owner = number + 1;
    ++singles_[number];
    return;
  }
  const auto owner = singles_.find(word.owner - 1);
  if (owner != singles_.end() && --owner->second == 0) singles_.erase(owner);
  word.owner = several;
}

std::uint64_t Tally::runs_with(std::uint64_t word) const {
  const Word* const found = words_.find(word);
  return found != nullptr ? found->runs : 0;
}

std::vector<std::uint64_t> Tally::add(const Draft& draft, const Observation& seen) {
  using Outcome = RunReport::Outcome;
  const RunReport& report = seen.report;
  ++runs;
  ++by_origin[static_cast<std::size_t>(draft.origin)];
  passed += report.outcome == Outcome::pass ? 1u : 0u;
  failed += report.outcome == Outcome::fail ? 1u : 0u;
  by_chance += report.outcome == Outcome::fail && !seen.kind ? 1u : 0u;
  unknown += report.outcome == Outcome::unknown ? 1u : 0u;
  nondeterministic += seen.nondeterministic ? 1u : 0u;
  if (report.outcome == Outcome::unknown && (reasons.size() < reasons_max || reasons.count(report.reason) > 0))
    ++reasons[report.reason];
  events += report.events;
  virtual_time = virtual_time + report.virtual_time;
  for (std::size_t i = 0; i < checks_count; ++i) {
    check_applies[i] += seen.applies[i] ? 1u : 0u;
    check_ran[i] += seen.ran[i] ? 1u : 0u;
  }
  for (std::size_t i = 0; i < fault_kinds; ++i) {
    faults[i].planned += seen.faults[i].planned;
    faults[i].struck += seen.faults[i].struck;
    faults[i].effects += seen.faults[i].effects;
  }
  cells |= seen.cells;
  knows_leaders = knows_leaders || seen.knows_leaders;

  const bool unguided = draft.origin == Draft::Origin::drawn;
  unguided_ += unguided ? 1u : 0u;
  std::vector<std::uint64_t> fresh;
  for (const std::uint64_t shown : seen.words) {
    Word* const word = words_.insert(shown);
    if (word == nullptr) continue;
    if (word->runs++ == 0) fresh.push_back(shown);
    if (unguided) sees_unguided(*word, draft.number);
  }
  return fresh;
}

}  // namespace whitewater::scenarios::fuzz
