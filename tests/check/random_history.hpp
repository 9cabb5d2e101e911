// Small random histories of one key for comparing checkers: mostly what some order explains, with a little noise, for
// purely random ones are nearly all refuted at sight.
#pragma once

#include <cstdint>

#include "core/check/linearizability/history.hpp"

namespace whitewater::checks {

struct Mixture {
  const char* name;
  bool unique;
  bool swaps;
  bool appends;
};

// A pure function of its arguments; of at most so many operations.
History random_history(std::uint64_t seed, const Mixture& mixture, std::uint64_t operations_max);

}  // namespace whitewater::checks
