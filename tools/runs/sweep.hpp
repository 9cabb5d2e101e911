// Sweep: many runs of one or several scenarios on several threads. Prints one summary per scenario, or one line of JSON
// per run, in the order of scenarios and seeds, whatever the number of threads. Ctrl-C ends a sweep early and prints
// the results so far.
#pragma once

#include <chrono>
#include <csignal>
#include <cstdint>
#include <optional>
#include <vector>

#include "scenarios/report/sweep_summary.hpp"
#include "tools/runs/ci_report.hpp"
#include "tools/runs/crash_report.hpp"
#include "tools/runs/failure_files.hpp"
#include "tools/runs/judged_run.hpp"
#include "tools/runs/run_arguments.hpp"
#include "tools/runs/scenario_input.hpp"
#include "tools/terminal/console.hpp"
#include "tools/terminal/signal_watch.hpp"

namespace whitewater::tools {

class Sweep {
 public:
  Sweep(const Program& program, const RunArguments& arguments, const std::vector<ScenarioInput>& inputs,
        FailureFiles& files, CiReport& ci);

  ExitCode run();

 private:
  struct Job {
    std::size_t scenario;
    std::uint64_t seed;
  };

  SeedRange seeds_of(std::size_t scenario) const;
  Job job(std::uint64_t number) const;
  // Nothing: the run was given up, and with it all that come behind.
  void consume(std::uint64_t number, const std::optional<JudgedRun>& run);
  bool go_on(std::uint64_t jobs);
  void sort_out_failures();
  void print_summaries();

  const Program& program_;
  Console& console_;
  const RunArguments& arguments_;
  const std::vector<ScenarioInput>& inputs_;
  FailureFiles& files_;
  CiReport& ci_;
  SignalWatch interrupt_{SIGINT, SIGTERM};
  CrashReport crash_report_;
  scenarios::StopFlag stop_ = false;  // for the runs that are under way
  bool given_up_ = false;
  std::vector<scenarios::SweepSummary> summaries_;
  std::vector<std::string> nondeterminism_;  // one line for each run for which two digests were seen
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point shown_;
  std::uint64_t done_ = 0;
  ExitCode exit_code_ = ExitCode::fine;
};

}  // namespace whitewater::tools
