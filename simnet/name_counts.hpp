// NameCounts: how often each name has occurred on its link, or on its disk, so that equal ones get draws of their own.
// One table for a world, open addressing; it grows with the number of different names, and a run that is repeated
// allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace whitewater::simnet {

class NameCounts {
 public:
  // How often this word was counted before.
  std::uint64_t next(std::uint64_t word) {
    if (word == 0) word = 1;
    if (used_ * 2 >= places_.size()) grow();
    Place& place = find(word);
    if (place.word == 0) {
      place.word = word;
      ++used_;
    }
    return place.count++;
  }

  // As new, but for the memory.
  void clear() {
    if (used_ != 0) places_.assign(places_.size(), Place{});
    used_ = 0;
  }

 private:
  struct Place {
    std::uint64_t word = 0;  // 0: free
    std::uint64_t count = 0;
  };

  Place& find(std::uint64_t word) {
    std::size_t at = static_cast<std::size_t>(word) & (places_.size() - 1);
    while (places_[at].word != 0 && places_[at].word != word) at = (at + 1) & (places_.size() - 1);
    return places_[at];
  }
  void grow() {
    std::vector<Place> old(places_.empty() ? 64 : places_.size() * 2);
    old.swap(places_);
    for (const Place& place : old)
      if (place.word != 0) find(place.word) = place;
  }

  std::vector<Place> places_;
  std::size_t used_ = 0;
};

}  // namespace whitewater::simnet
