// WitnessCheck: decides in linear time whether a claimed order of one key's operations is a linearization. Private to
// this folder.
#pragma once

#include <span>
#include <vector>

#include "core/check/linearizability/key_history.hpp"

namespace whitewater::checks {

class WitnessCheck {
 public:
  // order: positions. It must contain every operation of the key that is not pending, and may contain pending ones.
  bool holds(const KeyHistory& key, std::span<const std::uint32_t> order);

 private:
  bool walk(const KeyHistory& key, std::span<const std::uint32_t> order);

  std::vector<bool> named_;  // indexed by position; all false between calls
};

}  // namespace whitewater::checks
