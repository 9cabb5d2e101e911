// The report of one run as one line of JSON (schema whitewater.run/1, docs/run-report.schema.json).
// 64-bit seeds and digests are strings, seconds are exact decimals; wall_ns alone differs from run to run.
#pragma once

#include <string>
#include <string_view>

#include "core/wire/json_writer.hpp"
#include "scenarios/report/report.hpp"

namespace whitewater::scenarios {

inline constexpr std::string_view run_report_schema = "whitewater.run/1";

// Writes the members that reports of simulated and of real runs share, from "verdict" to the sections, into an open
// object.
void write_judgement(json::Writer& writer, const RunReport& report);

// One object, without the line feed.
std::string report_json(const RunReport& report);

}  // namespace whitewater::scenarios
