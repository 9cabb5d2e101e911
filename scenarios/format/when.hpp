// When: how a file says at which moment a fault strikes, as one of several alternatives. Each is spelled in its own
// way, a row of the table of when_field.cpp.
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

// Nothing: it is not known before the run.
inline std::optional<Duration> time_of(const When& when) {
  const auto* const time = std::get_if<Duration>(&when);
  return time != nullptr ? std::optional(*time) : std::nullopt;
}

}  // namespace whitewater::scenarios
