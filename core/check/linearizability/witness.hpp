// WitnessCheck: is a claimed order of one key's operations a linearization of them? In linear time. Private to this
// folder.
#pragma once

#include <span>
#include <vector>

#include "core/check/linearizability/key_history.hpp"

namespace whitewater::checks {

class WitnessCheck {
 public:
  // order: positions. It must name every operation of the key that is not pending, and may name pending ones.
  bool holds(const KeyHistory& key, std::span<const std::uint32_t> order);

 private:
  bool walk(const KeyHistory& key, std::span<const std::uint32_t> order);

  std::vector<bool> named_;  // by position; all false between calls
};

}  // namespace whitewater::checks
