// Delay models as JSON: "1ms", {"uniform": ["50us", "200us"]}, {"exponential": {"mean": "300us"}},
// {"bimodal": {"usual": […], "tail": […], "tail_probability": 0.001}}.
#pragma once

#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/wire/json.hpp"
#include "simnet/delay.hpp"

namespace whitewater::scenarios {

inline constexpr Duration delay_max = seconds(3'600);

// An error says what was expected and what was found; the caller fills in `where`.
Result<simnet::DelayModel> parse_delay(const json::Value& value);

// On one line.
std::string delay_text(const simnet::DelayModel& model);

// The JSON schema of what parse_delay accepts, where durations are "#/$defs/duration".
std::string_view delay_schema();

}  // namespace whitewater::scenarios
