// Account: what the messages of a run tell of its violation, in sentences that name them. A system that can read its
// messages brings one as a member of its row (System::account); explanations tell it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "scenarios/report/report.hpp"
#include "scenarios/report/reported_request.hpp"
#include "scenarios/story/run_log.hpp"

namespace whitewater::scenarios {

// A run that failed.
struct AccountedRun {
  const RunLog& log;  // all of it
  const RunReport& report;
  std::span<const ReportedRequest> requests;  // what clients asked; empty: the workload does not say
};

// A line each; what is indented belongs to the line before.
using Account = std::vector<std::string>;

}  // namespace whitewater::scenarios
