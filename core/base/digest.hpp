// Digest: the rolling 64-bit fingerprint of a run. Words go in as little-endian values, never as
// memory, so the result is the same on every machine. Two runs are the same run if and only if
// (but for hash collisions) their digests are equal.
#pragma once

#include <cstdint>

#include "core/base/hash.hpp"

namespace whitewater {

class Digest {
 public:
  // Raised when the meaning of the folded words changes: golden digests of another version say nothing.
  static constexpr std::uint64_t version = 1;

  constexpr std::uint64_t value() const { return mix(state_); }

  // Six words an event. The products are independent of each other, so that a processor works on
  // them at once; only the last line waits for the event before.
  constexpr void fold_event(std::uint64_t time, std::uint64_t sequence, std::uint64_t node_and_kind,
                            std::uint64_t payload_fold, std::uint64_t fingerprint) {
    const std::uint64_t words = (time ^ 0x9E3779B97F4A7C15ull) * 0xBF58476D1CE4E5B9ull +
                                (sequence ^ 0x632BE59BD9B4E019ull) * 0x94D049BB133111EBull +
                                (node_and_kind ^ 0xD6E8FEB86659FD93ull) * 0x9FB21C651E98DF25ull +
                                rotate(payload_fold * 0xC2B2AE3D27D4EB4Full, 29) +
                                rotate(fingerprint * 0x165667B19E3779F9ull, 43);
    state_ = rotate((state_ ^ words) * 0x9E3779B97F4A7C15ull, 31);
  }

  constexpr void fold(std::uint64_t word) { state_ = combine(state_, word); }

 private:
  static constexpr std::uint64_t rotate(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

  std::uint64_t state_ = mix(version);
};

}  // namespace whitewater
