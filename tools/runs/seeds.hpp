// Seeds on the command line: decimal or hexadecimal, 64 bits, never negative and never wrapped.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/error.hpp"

namespace whitewater::tools {

// Parses "42" or "0x2a". Rejects anything else: signs, blanks, fractions, exponents, numbers of more than 64 bits.
Result<std::uint64_t> parse_seed(std::string_view text);

// The seeds first … last, both included.
struct SeedRange {
  static constexpr std::uint64_t seeds_max = 10'000'000;  // a sweep keeps the figures of every run for its summary

  std::uint64_t first = 1;
  std::uint64_t last = 1;

  std::uint64_t size() const { return last - first + 1; }
};

// Parses "1-100", "0x10-0x1f" or "7". At most seeds_max seeds.
Result<SeedRange> parse_seed_range(std::string_view text);

}  // namespace whitewater::tools
