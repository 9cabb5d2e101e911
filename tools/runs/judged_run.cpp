// Makes a run, measures its time, repeats it, and searches for the step at which two runs diverge.
#include "tools/runs/judged_run.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "scenarios/search/system_words.hpp"
#include "scenarios/story/answerers.hpp"
#include "scenarios/story/last_events.hpp"
#include "tools/runs/side_by_side.hpp"

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

bool same_violation(const std::optional<scenarios::Violation>& a, const std::optional<scenarios::Violation>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->property == b->property && a->text == b->text && a->event == b->event;
}

bool same_run(const scenarios::RunReport& a, const scenarios::RunReport& b) {
  return a.digest == b.digest && a.events == b.events && a.outcome == b.outcome && a.failed_checks == b.failed_checks &&
         same_violation(a.violation, b.violation) &&
         std::equal(a.sections.begin(), a.sections.end(), b.sections.begin(), b.sections.end(),
                    [](const auto& one, const auto& other) { return one->same_as(*other); });
}

// A history and a cluster that does not come to rest are judged at the end of the run, whose last events say nothing.
bool ended_by_violation(const scenarios::RunReport& report) {
  return report.violation && report.violation->node.valid();
}

// How often two runs are compared side by side before we report that the difference did not happen again.
constexpr unsigned repetitions_max = 3;

// `run` continues in the same simulator, which may have kept state from before; the other side always starts anew.
scenarios::Nondeterminism look_closer(const RunOnce& run, const std::function<RunOnce()>& fresh, unsigned replicas,
                                      const scenarios::RunOptions& plain, const scenarios::Vocabulary& words) {
  scenarios::Nondeterminism found;
  while (!found.parting && found.repetitions < repetitions_max) {
    const RunOnce other = fresh();
    const auto watched = [&plain](const RunOnce& once) {
      return [&plain, &once](simnet::Observer& watcher) {
        scenarios::RunOptions options = plain;
        options.observers.push_back(&watcher);
        (void)once(options);
      };
    };
    found.parting = run_side_by_side(watched(run), watched(other), replicas, words);
    ++found.repetitions;
  }
  return found;
}

}  // namespace

ExitCode graver(ExitCode a, ExitCode b) {
  return gravity(a) < gravity(b) ? b : a;
}

ExitCode JudgedRun::exit_code() const {
  return report.nondeterminism ? ExitCode::nondeterminism : exit_code_of(report.outcome);
}

ExitCode exit_code_of(scenarios::RunReport::Outcome outcome) {
  switch (outcome) {
    case scenarios::RunReport::Outcome::pass:
      return ExitCode::fine;
    case scenarios::RunReport::Outcome::fail:
      return ExitCode::violated;
    case scenarios::RunReport::Outcome::unknown:
      break;
  }
  return ExitCode::inconclusive;
}

JudgedRun run_and_judge(const RunOnce& run, const std::function<RunOnce()>& fresh, unsigned replicas,
                        const scenarios::RunOptions& options, RunTwice twice, const scenarios::Vocabulary& words) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  JudgedRun judged{run(options)};
  judged.report.wall_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count();
  if (twice == RunTwice::failures && judged.report.outcome != scenarios::RunReport::Outcome::fail) return judged;

  scenarios::RunOptions plain;
  plain.wire = options.wire;
  plain.checks = options.checks;
  plain.stop = options.stop;
  const RunOnce again = fresh();
  scenarios::LastEvents last(replicas, words);
  scenarios::RunOptions watched = plain;
  std::optional<scenarios::Answerers> answerers;
  if (judged.report.violation && !judged.report.violation->operations.empty()) {
    answerers.emplace(*judged.report.violation, words);
    watched.observers.push_back(&*answerers);
    watched.at_start = [&](auto describe) { answerers->set_describe(std::move(describe)); };
  }
  if (ended_by_violation(judged.report)) watched.observers.push_back(&last.observer());
  const scenarios::RunReport second = again(watched);
  if (same_run(judged.report, second)) {
    if (ended_by_violation(judged.report)) judged.report.violation->last_events = last.lines();
    if (answerers) answerers->tell(*judged.report.violation);
    return judged;
  }
  judged.report.nondeterminism = look_closer(run, fresh, replicas, plain, words);
  judged.report.nondeterminism->digests = {judged.report.digest, second.digest};
  return judged;
}

JudgedRun run_and_judge(scenarios::Runner& runner, const scenarios::Scenario& scenario, std::uint64_t seed,
                        const scenarios::RunOptions& options, RunTwice twice) {
  const RunOnce run = [&](const scenarios::RunOptions& with) { return runner.run(scenario, seed, with); };
  const auto fresh = [&]() -> RunOnce {
    const auto other = std::make_shared<scenarios::Runner>();
    return [other, &scenario, seed](const scenarios::RunOptions& with) { return other->run(scenario, seed, with); };
  };
  return run_and_judge(run, fresh, scenario.replicas, options, twice, scenarios::system_words(scenario));
}

}  // namespace whitewater::tools
