// The report of one real run for people: the course's figures and verdict as `run` prints them, and what only the
// driver of processes knows: latencies by kind, links, faults, how replicas ended, warnings, stories.
#pragma once

#include <string>

#include "core/course/rules.hpp"
#include "core/text/number_text.hpp"
#include "tools/real/report/real_report.hpp"

namespace whitewater::tools::real {

// Several lines; the verdict is the last one.
std::string real_report_text(const RealReport& report, const course::Rules& rules, const TextStyle& style);

// Only warnings and errors, one line each.
std::string findings_text(const RealReport& report, const TextStyle& style);

// The effect of an event of the scenario, in one line.
std::string fault_text(const FaultReport& fault, unsigned replicas);

}  // namespace whitewater::tools::real
