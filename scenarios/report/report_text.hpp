// The report of one run as a person reads it: what the workload's sections say, what was checked, and the verdict; with
// digest and speed. A pure function of the report. Does not know how to run anything again: the caller adds that line.
#pragma once

#include <string>

#include "core/text/number_text.hpp"
#include "scenarios/report/report.hpp"

namespace whitewater::scenarios {

// Several lines; the verdict is the last one.
std::string report_text(const RunReport& report, const TextStyle& style);

// The parts that the report of a real run prints, too. Statistics, latencies and messages by type:
std::string statistics_text(const RunReport& report, const TextStyle& style);
// Correctness checks, then tiers:
std::string judgement_text(const RunReport& report, const TextStyle& style);
// The verdict and what was wrong, one line; and what explains the verdict, one line or none:
std::string verdict_line(const RunReport& report, const TextStyle& style);
std::string explanation_line(const RunReport& report);
// Both, the verdict last:
std::string closing_text(const RunReport& report, const TextStyle& style);

// "PASS", "FAIL", "FAIL, by chance" or "UNKNOWN".
std::string verdict_text(const RunReport& report);

// What was wrong, for a list of failures: "died, incorrect", "election safety t=3.412000s event 517".
// Empty for a run that passed.
std::string failure_text(const RunReport& report);

}  // namespace whitewater::scenarios
