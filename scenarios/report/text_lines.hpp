// Lines of a report in text, so that the sections of all workloads look alike.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/time.hpp"
#include "core/text/number_text.hpp"

namespace whitewater::scenarios {

inline constexpr std::size_t label_width = 34;
inline constexpr std::size_t value_width = 16;

inline std::string seconds_value(Duration d) {
  return microsecond_seconds(d) + " s";
}

inline void line(std::string& text, std::string_view label, const std::string& value) {
  text.append("  ") += pad_right(label, label_width) + pad_left(value, value_width) + "\n";
}

inline void heading(std::string& text, std::string_view words, const TextStyle& style) {
  text += '\n';
  text += style.paint(TextStyle::Tone::strong, words) + "\n";
}

inline std::string count_of(std::uint64_t n, std::string_view one, std::string_view many) {
  return grouped(n) + " " + std::string(n == 1 ? one : many);
}

}  // namespace whitewater::scenarios
