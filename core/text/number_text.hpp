// Numbers as people and JSON read them: grouped counts, exact seconds, aligned columns, paint.
// Integers only: what is printed is what was measured, without a rounding of its own.
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

// Six fractional digits, cut and not rounded, so that what is printed compares with a tier as the
// value itself does: 199960 ns -> "0.000199".
std::string microsecond_seconds(Duration d);

// As exact_seconds and grouped for a number of millionths: 1200000000 -> "1,200", 150 -> "0.00015".
std::string millionths_text(std::int64_t millionths);

// 16 hexadecimal digits.
std::string digest_text(std::uint64_t digest);

// part of whole in percent with one digit, cut: "98.5 %". "-" of nothing.
std::string percent_text(std::uint64_t part, std::uint64_t whole);

// Spaces on the left (or right) up to width; longer texts stay whole.
std::string pad_left(std::string_view text, std::size_t width);
std::string pad_right(std::string_view text, std::size_t width);

// Text for a terminal: with color, words are wrapped in ANSI sequences; without, they are left alone.
struct TextStyle {
  enum class Tone : std::uint8_t { good, bad, caution, strong, faint };

  bool color = false;

  std::string paint(Tone tone, std::string_view text) const;
};

}  // namespace whitewater
