// RealCampaign: all runs of one command line, several at a time, each in a thread of its own. Prints the runs in order,
// then their summary. Ctrl-C ends the campaign early and leaves no process behind.
#pragma once

#include <csignal>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "scenarios/report/sweep_summary.hpp"
#include "tools/real/run/real_arguments.hpp"
#include "tools/real/run/real_run.hpp"
#include "tools/runs/scenario_input.hpp"
#include "tools/terminal/console.hpp"
#include "tools/terminal/exit_code.hpp"
#include "tools/terminal/signal_watch.hpp"

namespace whitewater::tools::real {

class RealCampaign {
 public:
  RealCampaign(Console& console, const RealArguments& arguments, std::string program,
               const std::vector<ScenarioInput>& inputs);

  ExitCode run();

 private:
  struct Job {
    std::size_t scenario = 0;
    std::uint64_t seed = 1;
  };
  struct Done {
    RealReport report;
    std::optional<Error> error;  // the run could not start
    std::optional<Error> lost;   // an output file is incomplete
  };

  Job job(std::uint64_t number) const;
  Done run_one(std::uint64_t number);
  void consume(std::uint64_t number, const Done& done);
  void show_progress(std::uint64_t jobs);
  std::string position_text(const RunProgress& progress, const scenarios::Scenario& scenario) const;
  void print_one(const Job& job, const RealReport& report);
  void print_line(const RealReport& report);
  void print_summaries();
  void compare();

  Console& console_;
  const RealArguments& arguments_;
  std::string program_;
  const std::vector<ScenarioInput>& inputs_;
  SignalWatch signals_{SIGINT, SIGTERM, SIGHUP};
  std::vector<std::unique_ptr<RunProgress>> progress_;
  std::vector<scenarios::SweepSummary> summaries_;
  std::vector<std::vector<std::int64_t>> put_medians_;  // by scenario: one median per run
  std::vector<std::vector<std::int64_t>> bounces_;
  std::uint64_t done_ = 0;
  ExitCode exit_code_ = ExitCode::fine;
};

}  // namespace whitewater::tools::real
