// The same scenario in virtual and in real time, side by side.
#pragma once

#include <string>

#include "scenarios/format/scenario.hpp"
#include "scenarios/report/sweep_summary.hpp"

namespace whitewater::tools::real {

// Runs the scenario in virtual time with several seeds. real: the results of at least one run in real time.
std::string comparison_text(const scenarios::Scenario& scenario, const scenarios::SweepSummary& real,
                            const TextStyle& style);

}  // namespace whitewater::tools::real
