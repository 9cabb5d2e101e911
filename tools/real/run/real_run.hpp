// RealRun: one scenario in real time against processes: starts them, plays the course's simulator, judges, ends them
// all. Everything of a run (sockets, folder, processes, memory) is its own, so several may go on in several threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "scenarios/format/scenario.hpp"
#include "tools/real/report/real_report.hpp"
#include "tools/real/run/disturbance.hpp"

namespace whitewater::tools::real {

struct RunPlan {
  std::string program;                 // a path that does not depend on the working directory
  std::vector<std::string> arguments;  // before those of the course
  Variant variant = Variant::udp;
  bool compat = false;
  bool bounce = true;
  std::string log_folder;  // of this run; empty: no logs
  std::string token;       // unlike that of any other run of this machine
  std::vector<Disturbance> disturbances;
  std::size_t stories_max = 5;  // to be told of requests that went wrong
  Duration grace = seconds(2);  // between SIGTERM and SIGKILL
};

// What a run shows while it goes on, to other threads.
struct RunProgress {
  std::atomic<std::int64_t> position_ns{-1};  // since T0; -1: not begun or over
  std::atomic<std::uint16_t> leader{0xFFFF};
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> messages{0};
};

// An Error when the run could not begin. stop ends it early: then the report says interrupted. watchers are told what
// happens, readers read the log of the run. The scenario's rules are those of the variant.
Result<RealReport> run_for_real(const scenarios::Scenario& scenario, std::uint64_t seed, const RunPlan& plan,
                                const std::atomic<bool>& stop, RunProgress& progress,
                                const std::vector<RunWatcher*>& watchers,
                                const std::vector<scenarios::RunLogReader*>& readers);

}  // namespace whitewater::tools::real
