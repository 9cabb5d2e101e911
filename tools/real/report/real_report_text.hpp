// The report of one real run for people: the verdict and its likely causes first, then who led, what each replica did,
// faults, latencies, stories and warnings.
#pragma once

#include <string>

#include "core/course/rules.hpp"
#include "core/text/number_text.hpp"
#include "tools/real/report/real_report.hpp"

namespace whitewater::tools::real {

// The verdict is the first line and the last one. verbose: with all figures; otherwise a clean PASS fits on a screen.
std::string real_report_text(const RealReport& report, const course::Rules& rules, bool verbose,
                             const TextStyle& style);

// Findings, one line each; all: also those that likely_causes() tells.
std::string findings_text(const RealReport& report, const TextStyle& style, bool all);

// The effect of an event of the scenario, in one line.
std::string fault_text(const FaultReport& fault, unsigned replicas);

}  // namespace whitewater::tools::real
