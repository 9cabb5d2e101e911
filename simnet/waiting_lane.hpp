// WaitingLane: what a node has sent and its host holds back until a durable write is done. Released in the
// order of the writes that are named, and of issue among those that name the same one. Cheap when, as
// almost always, a later send names no earlier write than the one before.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "core/actor/effects.hpp"

namespace whitewater::simnet {

class WaitingLane {
 public:
  void push(Effects::Send&& send) {
    const auto first = sends_.begin() + static_cast<std::ptrdiff_t>(first_);
    const auto place =
        std::upper_bound(first, sends_.end(), send.after_write,
                         [](WriteNumber write, const Effects::Send& s) { return write < s.after_write; });
    sends_.insert(place, std::move(send));
  }

  // Removes and gives the next send that waits for no write later than durable, if there is one.
  bool pop(WriteNumber durable, Effects::Send& send) {
    if (first_ == sends_.size() || sends_[first_].after_write > durable) return false;
    send = std::move(sends_[first_++]);
    // Close the gap when it is the larger part, so that a lane that is never empty does not grow for ever.
    if (first_ * 2 >= sends_.size()) {
      sends_.erase(sends_.begin(), sends_.begin() + static_cast<std::ptrdiff_t>(first_));
      first_ = 0;
    }
    return true;
  }

  // As new, but for the memory.
  void clear() {
    sends_.clear();
    first_ = 0;
  }

 private:
  std::vector<Effects::Send> sends_;  // by after_write; those before first_ are gone
  std::size_t first_ = 0;
};

}  // namespace whitewater::simnet
