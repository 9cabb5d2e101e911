// Keyed randomness: a draw is a hash of who draws and for what, never a position in a stream.
// So a new draw in one component changes no other draw, and there is no generator state to save or to forget.
// Integers only: no floating point, no std:: distribution (their results differ between libraries).
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/hash.hpp"
#include "core/base/time.hpp"

namespace whitewater {

// Parts per million: 0 never happens, 1,000,000 always does.
struct Probability {
  std::uint32_t ppm = 0;

  static constexpr std::uint32_t ppm_max = 1'000'000;
  constexpr bool never() const { return ppm == 0; }
  friend constexpr auto operator<=>(const Probability&, const Probability&) = default;
};

// The name of a family of draws, hashed at compile time: stream("loss").
constexpr std::uint64_t stream(std::string_view name) {
  return hash_bytes(name);
}

// Returns the high word of word * bound: uniform in [0, bound) for a uniform word, with a bias below bound / 2^64.
// Bound 0 gives 0.
constexpr std::uint64_t scale(std::uint64_t word, std::uint64_t bound) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<Wide>(word) * bound) >> 64);
}

constexpr bool happens(std::uint64_t word, Probability p) {
  return scale(word, Probability::ppm_max) < p.ppm;
}

// Uniform in [low, high], both ends included. Returns low if the range is empty.
constexpr Duration uniform(std::uint64_t word, Duration low, Duration high) {
  if (high <= low) return low;
  return Duration{low.ns + static_cast<std::int64_t>(scale(word, static_cast<std::uint64_t>(high.ns - low.ns) + 1))};
}

}  // namespace whitewater
