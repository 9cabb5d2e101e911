// Hashing of 64-bit words and of bytes: the one source of keyed randomness and of digests.
// The functions are fixed for ever (a change would alter every run of every seed) and give the same result on every
// machine and compiler.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string_view>
#include <type_traits>

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

// Adds one more word to a hash. Order matters: combine(combine(h, a), b) differs from combine(combine(h, b), a).
constexpr std::uint64_t combine(std::uint64_t hash, std::uint64_t word) {
  return mix(hash * 0x9E3779B97F4A7C15ull + word + 0x632BE59BD9B4E019ull);
}

template <class... Words>
constexpr std::uint64_t hash_words(std::uint64_t first, Words... rest) {
  std::uint64_t hash = mix(first + 0x9E3779B97F4A7C15ull);
  ((hash = combine(hash, static_cast<std::uint64_t>(rest))), ...);
  return hash;
}

// Returns a sum of at most seven words, each multiplied by an odd factor of its own; the products do not wait for each
// other. Use it for words that will be mixed afterwards, or that are hashes already.
template <class... Words>
constexpr std::uint64_t sum_words(Words... words) {
  constexpr std::uint64_t odd[] = {0x9E3779B97F4A7C15ull, 0xC2B2AE3D27D4EB4Full, 0x165667B19E3779F9ull,
                                   0xD6E8FEB86659FD93ull, 0xBF58476D1CE4E5B9ull, 0x9FB21C651E98DF25ull,
                                   0x94D049BB133111EBull};
  static_assert(sizeof...(words) <= std::size(odd), "there is a factor for every word");
  std::uint64_t sum = 0;
  std::size_t i = 0;
  ((sum += static_cast<std::uint64_t>(words) * odd[i++]), ...);
  return sum;
}

// As hash_words, but mixes at most seven words in one step.
template <class... Words>
constexpr std::uint64_t mix_words(Words... words) {
  return mix(sum_words(words...));
}

// Packs up to eight bytes into one word, the first byte lowest, independently of the machine's byte order.
constexpr std::uint64_t little_endian_word(const char* bytes, std::size_t count) {
  std::uint64_t word = 0;
  if (!std::is_constant_evaluated() && std::endian::native == std::endian::little && count >= 4) {
    if (count == 8) {
      std::memcpy(&word, bytes, 8);
      return word;
    }
    // The first four bytes and the last four; those between are in both.
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::memcpy(&first, bytes, 4);
    std::memcpy(&last, bytes + count - 4, 4);
    return first | std::uint64_t{last} << (8 * (count - 4));
  }
  for (std::size_t i = 0; i < count; ++i)
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  return word;
}

// Hashes the bytes as little-endian words of eight bytes (the last word padded with zeros), then the length.
constexpr std::uint64_t hash_bytes(std::string_view bytes) {
  std::uint64_t hash = 0x2545F4914F6CDD1Dull;
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 8; left -= 8, at += 8) {
    hash = (hash ^ little_endian_word(at, 8)) * 0x9FB21C651E98DF25ull;
    hash ^= hash >> 32;
  }
  if (left > 0) {
    hash = (hash ^ little_endian_word(at, left)) * 0x9FB21C651E98DF25ull;
    hash ^= hash >> 32;
  }
  return combine(hash, bytes.size());
}

}  // namespace whitewater
