// SingleRun: one run of one scenario, with what was asked of it: a trace, a history, a story. `run` and `replay` differ
// in what they print of it and in how they end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/story/run_log.hpp"
#include "scenarios/story/story.hpp"
#include "simnet/observer.hpp"
#include "tools/runs/judged_run.hpp"
#include "tools/runs/output_file.hpp"
#include "tools/runs/run_arguments.hpp"
#include "tools/runs/scenario_input.hpp"
#include "tools/terminal/console.hpp"

namespace whitewater::tools {

class SingleRun {
 public:
  // All of it outlives the run. Of the arguments these count: trace, history, story, wire, JSON, check_determinism.
  SingleRun(const Program& program, const RunArguments& arguments, const ScenarioInput& input, std::uint64_t seed);
  virtual ~SingleRun() = default;
  SingleRun(const SingleRun&) = delete;
  SingleRun& operator=(const SingleRun&) = delete;

  ExitCode run();

 protected:
  // The report, as text or as JSON; it is not called when a story is told.
  virtual void print_report(const JudgedRun& run);
  // What comes last, and how the program ends.
  virtual ExitCode end(const JudgedRun& run) = 0;

  // An observer more, of the first run.
  void watch(simnet::Observer& observer) { observers_.push_back(&observer); }
  // The run whose report is printed is its latest one, unless there was nondeterminism.
  const scenarios::Runner& runner() const { return runner_; }
  // Of a get that missed a put, if that is what was wrong; else empty.
  std::string wrong_get_text(const scenarios::RunReport& report) const;

  const Program& program_;
  Console& console_;
  const RunArguments& arguments_;
  const ScenarioInput& input_;
  std::uint64_t seed_;

 private:
  std::optional<Error> write_history(std::optional<OutputFile>& file, Duration end);
  ExitCode refuse(const Error& error);
  scenarios::StoryForm form(const std::vector<scenarios::ReportedRequest>& requests,
                            const scenarios::RunReport& report) const;
  std::string story_of_wrong_get() const;
  // False: there is no such request.
  bool tell(const scenarios::RunLog& log, const JudgedRun& run);

  // The log of run() holds payloads of the runner's world.
  scenarios::Runner runner_;
  std::vector<simnet::Observer*> observers_;
};

// Several lines.
std::string nondeterminism_lines(const scenarios::RunReport& report);

// What is wrong with a run that must tell its requests (--story, --history) or go over the wire, for this workload.
std::optional<Error> unsupported(const RunArguments& arguments, const ScenarioInput& input);

}  // namespace whitewater::tools
