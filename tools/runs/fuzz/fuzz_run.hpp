// FuzzRun: one campaign from the command line: its clock, its files, its progress line, and what it prints. Ctrl-C and
// the end of the time give what was found so far.
#pragma once

#include <chrono>
#include <csignal>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scenarios/search/fuzz/campaign.hpp"
#include "tools/runs/crash_report.hpp"
#include "tools/runs/fuzz/fuzz_arguments.hpp"
#include "tools/runs/fuzz/fuzz_files.hpp"
#include "tools/runs/fuzz/fuzz_workers.hpp"
#include "tools/runs/program.hpp"
#include "tools/terminal/exit_code.hpp"
#include "tools/terminal/signal_watch.hpp"

namespace whitewater::tools {

class FuzzRun {
 public:
  FuzzRun(const Program& program, const FuzzArguments& arguments, scenarios::fuzz::Frame frame,
          scenarios::fuzz::Plan plan, std::vector<KnownFailure> baseline, std::optional<CorpusFolder> corpus);

  ExitCode run();

 private:
  using Clock = std::chrono::steady_clock;

  void replay_baseline();
  void taken(const scenarios::fuzz::Campaign::Taken& taken);
  void shrunk(const scenarios::fuzz::Shrinkage& shrinkage, const scenarios::fuzz::Finding* kept);
  void report_unlike(const scenarios::Scenario& scenario);
  FuzzWorkers::Go go_on();
  scenarios::fuzz::Shrinkage shrink(const scenarios::fuzz::Task& task, const scenarios::StopFlag& stop) const;
  void show_progress(Clock::time_point now);
  void save_corpus();
  void complain(const std::optional<Error>& error);
  bool is_known(const scenarios::fuzz::Finding& finding) const;
  void print_finding(const scenarios::fuzz::Finding& finding, bool known);
  void print_end(const std::vector<scenarios::fuzz::Finding>& findings, std::size_t fresh);
  ExitCode exit_code(std::size_t fresh) const;

  const Program& program_;
  const FuzzArguments& arguments_;
  SignalWatch interrupt_{SIGINT, SIGTERM};
  CrashReport crash_report_;
  scenarios::fuzz::Campaign campaign_;
  FindingFiles files_;
  std::vector<KnownFailure> baseline_;
  std::set<std::string> known_signatures_;
  std::optional<CorpusFolder> corpus_;
  Clock::time_point start_;
  Clock::time_point shown_;
  unsigned unlike_ = 0;  // runs that were other ones when they were made again
  bool lost_ = false;    // a file could not be written
};

// Shrinks one failure of a campaign. go_on: asked before each run; false: there is no time for more. Empty: go on.
scenarios::fuzz::Shrinkage shrink_task(const scenarios::fuzz::Task& task, const scenarios::StopFlag& stop,
                                       std::function<bool()> go_on = {});

}  // namespace whitewater::tools
