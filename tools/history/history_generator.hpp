// HistoryGenerator: histories of a store that behaves, or that behaves but for one stale read: what the checker is
// measured with. Clients work without pause; each operation takes effect at one moment between its call and return.
#pragma once

#include <cstdint>

#include "core/base/random.hpp"
#include "core/check/linearizability/history.hpp"

namespace whitewater::checks {

struct GeneratedHistory {
  std::uint32_t keys = 1;
  std::uint32_t clients = 10;
  std::uint64_t operations = 10'000;
  std::uint32_t values = 0;  // so many different ones; 0: every put has a value of its own
  Probability pending;       // of an operation to be never answered; its client then goes on under a new number
  bool stale_read = false;   // one get, in the second half, returns what had been overwritten before it was called
  std::uint64_t seed = 1;
};

History generate_history(const GeneratedHistory& wanted);

}  // namespace whitewater::checks
