// HistoryGenerator: generates histories of a store that is correct, or correct except for one stale read, to measure
// the checker with. Clients work without pause; each operation takes effect at one moment between its call and its
// return.
#pragma once

#include <cstdint>

#include "core/base/random.hpp"
#include "core/check/linearizability/history.hpp"

namespace whitewater::checks {

struct GeneratedHistory {
  std::uint32_t keys = 1;
  std::uint32_t clients = 10;
  std::uint64_t operations = 10'000;
  std::uint32_t values = 0;  // number of different values; 0: every put has a unique value
  Probability
      pending;  // the probability that an operation is never answered; its client then continues under a new number
  bool stale_read = false;  // one get in the second half returns a value that was overwritten before the get was called
  std::uint64_t seed = 1;
};

History generate_history(const GeneratedHistory& wanted);

}  // namespace whitewater::checks
