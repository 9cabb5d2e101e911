// JudgedRun: one run with its time, and, when it failed, a second run of it that must come to the same digest.
#pragma once

#include <cstdint>
#include <optional>

#include "scenarios/report.hpp"
#include "scenarios/runner.hpp"
#include "tools/exit_code.hpp"

namespace whitewater::tools {

struct JudgedRun {
  scenarios::RunReport report;
  std::optional<std::uint64_t> other_digest;  // of the second run, when it differs: nondeterminism

  ExitCode exit_code() const;
};

// options.observers and options.trace watch the first run alone. The second one is made by a new Runner: it
// also tells whether something was left over in this one.
JudgedRun run_and_judge(scenarios::Runner& runner, const scenarios::Scenario& scenario, std::uint64_t seed,
                        const scenarios::RunOptions& options);

// The graver of the two: nondeterminism, then violated, then inconclusive.
ExitCode graver(ExitCode a, ExitCode b);

}  // namespace whitewater::tools
