// Writes the history of a simulated run after its end, from the requests that its workload reports. The result is like
// that of a real run, except for answers that changed nothing (duplicate and stray ones): the judge only counts these.
#pragma once

#include <span>

#include "scenarios/experiment/fault_log.hpp"
#include "scenarios/report/reported_request.hpp"
#include "tools/history/history_lines.hpp"

namespace whitewater::tools {

void write_simulated_history(HistoryLines& lines, std::span<const scenarios::ReportedRequest> requests,
                             std::span<const scenarios::FaultStrike> faults, Time end);

}  // namespace whitewater::tools
