// Numbers as people and JSON read them: grouped counts, exact seconds, aligned columns, terminal colours.
// Integers only: a printed number is the measured number, without rounding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/time.hpp"

namespace whitewater {

// 1532 -> "1,532"
std::string grouped(std::uint64_t n);

// Exact, without trailing zeros: 250000 ns -> "0.00025", 2 s -> "2". A JSON number.
std::string exact_seconds(Duration d);

// Six fractional digits, truncated and not rounded, so that the printed text compares with a tier exactly as the value
// does: 199960 ns -> "0.000199".
std::string microsecond_seconds(Duration d);

// Three fractional digits, truncated, for sentences: 199960 ns -> "0.000", 4 ms -> "0.004".
std::string milli_seconds(Duration d);

// Formats a number of millionths exactly and with grouped digits: 1200000000 -> "1,200", 150 -> "0.00015".
std::string millionths_text(std::int64_t millionths);

// 16 hexadecimal digits.
std::string digest_text(std::uint64_t digest);

// part as a percentage of whole, with one digit, truncated: "98.5 %". If whole is 0: "-".
std::string percent_text(std::uint64_t part, std::uint64_t whole);

// Adds spaces on the left (or right) up to width. A longer text stays as it is.
std::string pad_left(std::string_view text, std::size_t width);
std::string pad_right(std::string_view text, std::size_t width);

// Text for a terminal. With color, words are wrapped in ANSI sequences; without color, words stay as they are.
struct TextStyle {
  enum class Tone : std::uint8_t { good, bad, caution, strong, faint };

  bool color = false;

  std::string paint(Tone tone, std::string_view text) const;
};

}  // namespace whitewater
