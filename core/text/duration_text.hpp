// Durations as text with a unit: "150ms". Exact in both directions, no floating point.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.hpp"

namespace whitewater {

// Reads "200ns", "50us", "150ms" or "1.5s": not negative, a whole number of nanoseconds. Other texts give nothing.
std::optional<Duration> parse_duration(std::string_view text);

// Writes the duration in the largest unit that needs no decimals: "1500ms"; zero is "0s". Precondition: not negative.
std::string duration_text(Duration duration);

}  // namespace whitewater
