// JudgedRun: one run with its time and, if the run failed (or if the caller asks for it), a second run that must be the
// same. If the second run differs, both are made again side by side, to find the first step in which they differ.
#pragma once

#include <cstdint>
#include <functional>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/report/report.hpp"
#include "scenarios/story/vocabulary.hpp"
#include "tools/terminal/exit_code.hpp"

namespace whitewater::tools {

struct JudgedRun {
  scenarios::RunReport report;

  ExitCode exit_code() const;
};

enum class RunTwice { failures, all };

// Makes one run in a simulator that the function keeps as long as the function lives.
using RunOnce = std::function<scenarios::RunReport(const scenarios::RunOptions& options)>;

// options.observers watch only the first run. `fresh` makes a new simulator for each RunOnce, so that
// a difference also reveals state that was left over in the simulator of `run`. words: the vocabulary of the system.
JudgedRun run_and_judge(const RunOnce& run, const std::function<RunOnce()>& fresh, unsigned replicas,
                        const scenarios::RunOptions& options, RunTwice twice,
                        const scenarios::Vocabulary& words = scenarios::client_vocabulary());

// The same for a scenario, in `runner` and in new runners. Afterwards the last run in `runner` is the reported one,
// unless there was nondeterminism.
JudgedRun run_and_judge(scenarios::Runner& runner, const scenarios::Scenario& scenario, std::uint64_t seed,
                        const scenarios::RunOptions& options, RunTwice twice = RunTwice::failures);

// Of a run that is deterministic.
ExitCode exit_code_of(scenarios::RunReport::Outcome outcome);

// The more serious of the two: nondeterminism, then violated, then inconclusive.
ExitCode graver(ExitCode a, ExitCode b);

}  // namespace whitewater::tools
