// When: the moment at which a fault strikes, as a file gives it: one of several alternatives. The table in
// when_field.cpp has a row for each alternative, with its spelling.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "core/base/time.hpp"
#include "scenarios/format/trigger.hpp"
#include "simnet/faults/when.hpp"

namespace whitewater::scenarios {

// Duration: so long after the start of the run.
using When = std::variant<Duration, Trigger>;

// As simnet knows it: one overload for each alternative.
inline simnet::faults::When begin_of(Duration after_start) {
  return Time{} + after_start;
}

// For sentences: "at 5s".
std::string when_words(const When& when);

// The time, or nothing if it is not known before the run.
inline std::optional<Duration> time_of(const When& when) {
  const auto* const time = std::get_if<Duration>(&when);
  return time != nullptr ? std::optional(*time) : std::nullopt;
}

}  // namespace whitewater::scenarios
