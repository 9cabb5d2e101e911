// RealRun: one scenario in real time with real processes: starts them, plays the course's simulator, judges, and ends
// them all. A run shares nothing with other runs (sockets, folder, processes, memory), so several runs may go on in
// several threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "scenarios/format/scenario.hpp"
#include "tools/real/report/real_report.hpp"

namespace whitewater::tools::real {

struct RunPlan {
  std::string program;                 // an absolute path
  std::vector<std::string> arguments;  // in front of the course's arguments
  Variant variant = Variant::udp;
  bool compat = false;
  bool bounce = true;
  bool quick = false;
  std::string log_folder;            // for this run; empty: no logs
  std::string token;                 // different from the token of any other run on this machine
  std::size_t stories_max = 5;       // how many stories of failed requests to print
  std::vector<std::string> stories;  // requests whose stories are told whatever the verdict
  Duration grace = seconds(2);       // between SIGTERM and SIGKILL
};

// What other threads may read of a run that is going on.
struct RunProgress {
  std::atomic<std::int64_t> position_ns{-1};  // time since T0; -1: the run has not started, or is over
  std::atomic<std::uint16_t> leader{0xFFFF};
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> messages{0};
};

// An Error if the run could not start. stop ends the run early; the report then says `interrupted`. watchers see the
// events, readers see the records of the run log. The scenario's rules must be those of the variant.
Result<RealReport> run_for_real(const scenarios::Scenario& scenario, std::uint64_t seed, const RunPlan& plan,
                                const std::atomic<bool>& stop, RunProgress& progress,
                                const std::vector<RunWatcher*>& watchers,
                                const std::vector<scenarios::RunLogReader*>& readers);

}  // namespace whitewater::tools::real
