// Hashing of 64-bit words and of bytes: the one source of keyed randomness and of digests.
// Fixed for ever (a change moves every run of every seed), the same on every machine and compiler.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace whitewater {

// A bijection of 64-bit words with full avalanche (the finaliser of splitmix64).
constexpr std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xBF58476D1CE4E5B9ull;
  x ^= x >> 27;
  x *= 0x94D049BB133111EBull;
  x ^= x >> 31;
  return x;
}

// Folds one more word into a hash. Order matters: combine(combine(h, a), b) differs from (h, b, a).
constexpr std::uint64_t combine(std::uint64_t hash, std::uint64_t word) {
  return mix(hash * 0x9E3779B97F4A7C15ull + word + 0x632BE59BD9B4E019ull);
}

template <class... Words>
constexpr std::uint64_t hash_words(std::uint64_t first, Words... rest) {
  std::uint64_t hash = mix(first + 0x9E3779B97F4A7C15ull);
  ((hash = combine(hash, static_cast<std::uint64_t>(rest))), ...);
  return hash;
}

// Little-endian words of eight bytes, the last one padded with zeros, then the length.
constexpr std::uint64_t hash_bytes(std::string_view bytes) {
  std::uint64_t hash = 0x2545F4914F6CDD1Dull;
  std::size_t i = 0;
  while (i < bytes.size()) {
    std::uint64_t word = 0;
    for (unsigned shift = 0; shift < 64 && i < bytes.size(); shift += 8, ++i)
      word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << shift;
    hash = (hash ^ word) * 0x9FB21C651E98DF25ull;
    hash ^= hash >> 32;
  }
  return combine(hash, bytes.size());
}

}  // namespace whitewater
