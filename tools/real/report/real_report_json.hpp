// The report of one real run as one line of JSON (schema whitewater.real/1, docs/real-report.schema.json): the members
// of a simulated run's report, and those that only the driver of processes knows.
#pragma once

#include <string>
#include <string_view>

#include "tools/real/report/real_report.hpp"

namespace whitewater::tools::real {

inline constexpr std::string_view real_report_schema = "whitewater.real/1";

// One object, without the line feed.
std::string real_report_json(const RealReport& report);

}  // namespace whitewater::tools::real
