// Scores are counted anew at the end of each round.
#include "scenarios/search/fuzz/corpus.hpp"

#include <algorithm>
#include <tuple>

namespace whitewater::scenarios::fuzz {

void Corpus::count_child(std::uint64_t parent) {
  const auto found = std::find_if(seedlings_.begin(), seedlings_.end(),
                                  [&](const Seedling& seedling) { return seedling.number == parent; });
  if (found != seedlings_.end()) ++found->children;
}

std::shared_ptr<const Snapshot> Corpus::publish(const std::function<std::uint64_t(std::uint64_t)>& runs_with) {
  // One whose children brought nothing for long gives way, slowly.
  constexpr std::uint64_t patience = 64;
  for (Seedling& seedling : seedlings_) {
    std::uint64_t rarest = ~std::uint64_t{0} >> 8;
    for (const std::uint64_t word : seedling.words) rarest = std::min(rarest, runs_with(word));
    seedling.score = rarest * (1 + seedling.children / patience);
  }
  std::sort(seedlings_.begin(), seedlings_.end(), [](const Seedling& a, const Seedling& b) {
    return std::tie(a.score, a.number) < std::tie(b.score, b.number);
  });
  if (seedlings_.size() > most) seedlings_.resize(most);
  return std::make_shared<const Snapshot>(seedlings_);
}

}  // namespace whitewater::scenarios::fuzz
