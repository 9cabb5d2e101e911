// Writes the history of a simulated run after its end, from the judge's records. The result is like that of a real run,
// except for answers that changed nothing (duplicate and stray ones): the judge only counts these.
#pragma once

#include <span>

#include "core/course/course.hpp"
#include "scenarios/workloads/run_history.hpp"
#include "tools/history/history_lines.hpp"

namespace whitewater::tools {

void write_simulated_history(HistoryLines& lines, const course::Course& course,
                             std::span<const scenarios::FaultStrike> faults, Time end);

}  // namespace whitewater::tools
