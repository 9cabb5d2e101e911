// Ranks are counted anew at the end of each round.
#include "scenarios/search/fuzz/corpus.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace whitewater::scenarios::fuzz {

namespace {

bool rarer(const Seedling& a, const Seedling& b) {
  return std::tie(a.commonness, a.number) < std::tie(b.commonness, b.number);
}
// One more word than were seen, so that none is given up for its first failure.
bool richer(const Seedling& a, const Seedling& b) {
  const std::uint64_t of_a = (a.fresh + 1) * b.events, of_b = (b.fresh + 1) * a.events;
  return of_a != of_b ? of_a > of_b : a.number < b.number;
}

std::vector<std::uint32_t> ranked(const std::vector<Seedling>& seedlings,
                                  bool (*first)(const Seedling&, const Seedling&)) {
  std::vector<std::uint32_t> places(seedlings.size());
  std::iota(places.begin(), places.end(), 0u);
  std::sort(places.begin(), places.end(),
            [&](std::uint32_t a, std::uint32_t b) { return first(seedlings[a], seedlings[b]); });
  return places;
}

}  // namespace

void Corpus::count_child(std::uint64_t parent, Rank rank, std::uint64_t fresh, std::uint64_t events) {
  Yield& of_rank = lately_.at(static_cast<std::size_t>(rank));
  of_rank.fresh += fresh;
  of_rank.events += events;
  const auto found =
      std::lower_bound(seedlings_.begin(), seedlings_.end(), parent,
                       [](const Seedling& seedling, std::uint64_t number) { return seedling.number < number; });
  if (found == seedlings_.end() || found->number != parent) return;
  ++found->children;
  found->fresh += fresh;
  found->events += events;
}

// Half of those that stay are the rarest, half the richest of the others.
void Corpus::shed() {
  std::vector<bool> stays(seedlings_.size());
  std::size_t left = most;
  for (const std::uint32_t place : ranked(seedlings_, rarer)) {
    if (left == most / 2) break;
    stays[place] = true;
    --left;
  }
  for (const std::uint32_t place : ranked(seedlings_, richer)) {
    if (left == 0) break;
    if (stays[place]) continue;
    stays[place] = true;
    --left;
  }
  std::size_t place = 0;
  std::erase_if(seedlings_, [&](const Seedling&) { return !stays[place++]; });
}

std::shared_ptr<const Snapshot> Corpus::publish(const std::function<std::uint64_t(std::uint64_t)>& runs_with) {
  // One whose children brought nothing for long gives way, slowly.
  constexpr std::uint64_t patience = 64;
  for (Seedling& seedling : seedlings_) {
    std::uint64_t least = ~std::uint64_t{0} >> 8;
    for (const std::uint64_t word : seedling.words) least = std::min(least, runs_with(word));
    seedling.commonness = least * (1 + seedling.children / patience);
  }
  if (seedlings_.size() > most) shed();
  // Where neither brings anything, the rare ones lead on.
  const auto [rare, rich] = lately_;
  const Rank better = rich.fresh * rare.events > rare.fresh * rich.events ? Rank::rich : Rank::rare;
  for (Yield& yield : lately_) yield = {yield.fresh / 2, yield.events / 2};
  return std::make_shared<const Snapshot>(
      Snapshot{seedlings_, ranked(seedlings_, rarer), ranked(seedlings_, richer), better});
}

}  // namespace whitewater::scenarios::fuzz
