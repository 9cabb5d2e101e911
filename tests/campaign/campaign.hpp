// A campaign: one scenario over many seeds on two threads, and what was seen in each run, for holding
// it against the expectations.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/format/scenario.hpp"
#include "scenarios/report/report.hpp"

namespace whitewater::tests {

struct CampaignRun {
  scenarios::RunReport report;
  // Unanswered requests that no death explains, in words.
  std::vector<std::string> unexplained;
  // Faults that can lose a leader: every kill_leader and every partition.
  unsigned leaders_lost_max = 0;
};

// Seeds 1 … seeds, in order.
std::vector<CampaignRun> run_campaign(const scenarios::Scenario& scenario, unsigned seeds);

}  // namespace whitewater::tests
