// Writes the history of a simulated run when it is over, from what its judge kept: as a real run's, but for answers
// that changed nothing (duplicate and stray ones), of which the judge keeps only the number.
#pragma once

#include <span>

#include "core/course/course.hpp"
#include "scenarios/workloads/run_history.hpp"
#include "tools/history/history_lines.hpp"

namespace whitewater::tools {

void write_simulated_history(HistoryLines& lines, const course::Course& course,
                             std::span<const scenarios::FaultStrike> faults, Time end);

}  // namespace whitewater::tools
