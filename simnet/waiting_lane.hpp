// WaitingLane: the sends of a node that its host holds back until a durable write is done. Sends are released in the
// order of the writes that they name, then in the order of issue. Cheap if a later send names no earlier write than the
// send before, which is nearly always so.
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

  // If the next send waits for no write later than `durable`: moves it to `send`, removes it and returns true.
  bool pop(WriteNumber durable, Effects::Send& send) {
    if (first_ == sends_.size() || sends_[first_].after_write > durable) return false;
    send = std::move(sends_[first_++]);
    // Close the gap when it is the larger part, so that the lane does not grow for ever if it is never empty.
    if (first_ * 2 >= sends_.size()) {
      sends_.erase(sends_.begin(), sends_.begin() + static_cast<std::ptrdiff_t>(first_));
      first_ = 0;
    }
    return true;
  }

  // Resets to the initial state, keeping memory.
  void clear() {
    sends_.clear();
    first_ = 0;
  }

 private:
  std::vector<Effects::Send> sends_;  // sorted by after_write; those before first_ were released
  std::size_t first_ = 0;
};

}  // namespace whitewater::simnet
