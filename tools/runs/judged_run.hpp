// JudgedRun: one run with its time, and, when it failed (or whenever that is asked for), a second run of it that must
// be the same. When it is not, both are made again side by side, to name the first step in which they differ.
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

// One run in a simulator that it keeps for as long as it lives.
using RunOnce = std::function<scenarios::RunReport(const scenarios::RunOptions& options)>;

// options.observers and options.trace watch the first run alone. fresh makes a simulator of its own for each RunOnce:
// a difference also tells that something was left over in the one that run uses. words: of the system that runs.
JudgedRun run_and_judge(const RunOnce& run, const std::function<RunOnce()>& fresh, unsigned replicas,
                        const scenarios::RunOptions& options, RunTwice twice,
                        const scenarios::Vocabulary& words = scenarios::client_vocabulary());

// The same of a scenario, in runner and in new ones. runner has run last what the report tells, unless there was
// nondeterminism.
JudgedRun run_and_judge(scenarios::Runner& runner, const scenarios::Scenario& scenario, std::uint64_t seed,
                        const scenarios::RunOptions& options, RunTwice twice = RunTwice::failures);

// The graver of the two: nondeterminism, then violated, then inconclusive.
ExitCode graver(ExitCode a, ExitCode b);

}  // namespace whitewater::tools
