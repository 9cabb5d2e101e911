// Departures: sends that leave their node some time after the event that asked for them. Each has a number, by which an
// entry of the event queue names it. Numbers are used again, so that a run in steady state allocates nothing.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/actor/effects.hpp"

namespace whitewater::simnet {

struct Departure {
  Effects::Send send;
  std::uint32_t incarnation = 0;  // of the sender: a crash loses what has not left
};

class Departures {
 public:
  std::uint32_t put(Departure&& departure) {
    if (free_.empty()) {
      free_.push_back(static_cast<std::uint32_t>(all_.size()));
      all_.emplace_back();
    }
    const std::uint32_t number = free_.back();
    free_.pop_back();
    all_[number] = std::move(departure);
    return number;
  }
  Departure take(std::uint32_t number) {
    free_.push_back(number);
    return std::move(all_[number]);
  }
  // As new, but for the memory.
  void clear() {
    all_.clear();
    free_.clear();
  }

 private:
  std::vector<Departure> all_;
  std::vector<std::uint32_t> free_;
};

}  // namespace whitewater::simnet
