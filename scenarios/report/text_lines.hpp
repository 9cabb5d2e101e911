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

// For sentences: "28.1 s", "340 ms"; cut, not rounded.
inline std::string short_seconds(Duration d) {
  if (d < seconds(1)) return std::to_string(d.ns / 1'000'000) + " ms";
  const std::int64_t tenths = d.ns / 100'000'000;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}
inline std::string short_time(Time t) {
  const std::int64_t tenths = t.ns / 100'000'000;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

// remark: behind the columns.
inline void line(std::string& text, std::string_view label, const std::string& value, std::string_view remark = {}) {
  text.append("  ") += pad_right(label, label_width) + pad_left(value, value_width);
  if (!remark.empty()) text.append("  ") += remark;
  text += '\n';
}

// The line of a span of time, and from when to when it lasted.
inline void span_line(std::string& text, std::string_view label, Time from, Duration length) {
  line(text, label, seconds_value(length),
       length > Duration{} ? "from " + short_time(from) + " to " + short_time(from + length) : "");
}

inline void heading(std::string& text, std::string_view words, const TextStyle& style) {
  text += '\n';
  text += style.paint(TextStyle::Tone::strong, words) + "\n";
}

inline std::string count_of(std::uint64_t n, std::string_view one, std::string_view many) {
  return grouped(n) + " " + std::string(n == 1 ? one : many);
}

}  // namespace whitewater::scenarios
