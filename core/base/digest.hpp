// Digest: the rolling 64-bit fingerprint of a run. Words are added as values, never as memory, so the digest is the
// same on every machine. Two runs are the same run if and only if their digests are equal (hash collisions aside).
#pragma once

#include <cstdint>

#include "core/base/hash.hpp"

namespace whitewater {

class Digest {
 public:
  // Raise the version when the meaning of the words changes: digests of different versions cannot be compared.
  static constexpr std::uint64_t version = 2;

  constexpr std::uint64_t value() const { return mix(state_); }

  // Adds six words per event. The products do not depend on each other, so a processor computes them in parallel;
  // only the last line waits for the event before.
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
