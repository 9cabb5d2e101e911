// Runs, takes the time, and runs again what failed.
#include "tools/judged_run.hpp"

#include <chrono>

namespace whitewater::tools {

namespace {

int gravity(ExitCode code) {
  switch (code) {
    case ExitCode::fine:
      return 0;
    case ExitCode::inconclusive:
      return 1;
    case ExitCode::violated:
      return 2;
    case ExitCode::nondeterminism:
      return 3;
    case ExitCode::bad_input:
      return 4;
    case ExitCode::internal_error:
      return 5;
    case ExitCode::interrupted:
      return 6;
  }
  return 5;
}

}  // namespace

ExitCode graver(ExitCode a, ExitCode b) {
  return gravity(a) < gravity(b) ? b : a;
}

ExitCode JudgedRun::exit_code() const {
  if (other_digest) return ExitCode::nondeterminism;
  switch (report.outcome) {
    case scenarios::RunReport::Outcome::pass:
      return ExitCode::fine;
    case scenarios::RunReport::Outcome::fail:
      return ExitCode::violated;
    case scenarios::RunReport::Outcome::unknown:
      break;
  }
  return ExitCode::inconclusive;
}

JudgedRun run_and_judge(scenarios::Runner& runner, const scenarios::Scenario& scenario, std::uint64_t seed,
                        const scenarios::RunOptions& options) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  JudgedRun judged{runner.run(scenario, seed, options), std::nullopt};
  judged.report.wall_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count();
  if (judged.report.outcome != scenarios::RunReport::Outcome::fail || judged.report.failed_by_chance()) return judged;

  scenarios::RunOptions plain;
  plain.wire = options.wire;
  plain.checks = options.checks;
  scenarios::Runner second;
  const std::uint64_t digest = second.run(scenario, seed, plain).digest;
  if (digest != judged.report.digest) judged.other_digest = digest;
  return judged;
}

}  // namespace whitewater::tools
