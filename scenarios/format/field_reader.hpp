// Reads one value of a scenario file into its place, by its row in the table of fields.
#pragma once

#include <optional>
#include <string>

#include "core/wire/json.hpp"
#include "scenarios/format/scenario_fields.hpp"

namespace whitewater::scenarios {

// Not for objects and lists. Answers what is wrong: "expected an integer from 3 to 21, found 31".
// Limits that other fields set (lifetime, requests, replicas) are taken from the scenario as read so far.
std::optional<std::string> read_field(const Field& field, const json::Value& value, Scenario& scenario,
                                      std::size_t index);

}  // namespace whitewater::scenarios
