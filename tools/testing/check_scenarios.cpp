// A failing run is made small at once: the generator need not be asked for anything smaller.
#include "tools/testing/check_scenarios.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <utility>

#include "core/base/check.hpp"
#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/report/nondeterminism.hpp"
#include "scenarios/search/neighbourhood.hpp"
#include "scenarios/search/recording.hpp"
#include "scenarios/search/shrink.hpp"
#include "tools/runs/judged_run.hpp"
#include "tools/runs/output_file.hpp"
#include "tools/runs/provenance.hpp"
#include "tools/terminal/shell_quote.hpp"

namespace whitewater::testing {

namespace {

using scenarios::Failure;
using scenarios::Scenario;
using tools::RunTwice;

}  // namespace

struct ScenarioRuns::State {
  ScenarioCheck check;
  scenarios::Runner runner;
  CheckedScenarios done;

  // Of the run that did not pass. command: of the program, without the file.
  void write(const std::string& text, const std::string& words, const std::string& command, const std::string& more) {
    done.file = (std::filesystem::path(check.folder) / concat({"failing-", check.name, ".json"})).string();
    const std::optional<Error> lost = tools::write_file(done.file, text);
    done.text = concat(
        {words, words.ends_with('\n') ? "" : "\n",
         lost ? concat({lost->text(), "\n"})
              : concat({"Reproduce: ", check.program, " ", command, " ", tools::shell_quoted(done.file), more})});
  }

  void keep_nondeterminism(const Scenario& scenario, const scenarios::RunReport& report) {
    write(scenarios::write_scenario(scenario, scenarios::Defaults::written),
          scenarios::nondeterminism_text(*report.nondeterminism), "run", " --check-determinism");
  }

  void keep_failure(const Scenario& scenario, const scenarios::RunReport& report, const scenarios::FailureKind& kind) {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point end = Clock::now() + std::chrono::seconds(check.shrink_seconds);
    Failure failure = scenarios::failure_of(scenario, check.wire, report, kind);
    failure.program = check.program;
    failure.build = tools::build_text();
    std::string sizes;
    if (check.shrink_seconds > 0) {
      scenarios::ShrinkOptions options;
      options.go_on = [end] { return Clock::now() < end; };
      scenarios::Shrunk shrunk = scenarios::shrink(failure, options);
      if (shrunk.fails) {
        failure = std::move(shrunk.failure);
        sizes = concat({"  ", scenarios::sizes_text(shrunk.before, shrunk.after), "\n"});
      }
    }
    scenarios::complete(failure, runner);
    // The time is no more than that of a shrink.
    failure.neighbourhood = scenarios::measured_neighbourhood(failure, runner, scenarios::neighbours_measured,
                                                              [end] { return Clock::now() < end; });
    write(scenarios::write_failure(failure),
          concat({"seed ", std::to_string(*scenario.seed), "  ", failure.kind.property, "\n  ", failure.sentence, "\n",
                  sizes}),
          "replay", "");
  }
};

ScenarioRuns::ScenarioRuns(ScenarioCheck check) : state_(std::make_unique<State>()) {
  state_->check = std::move(check);
}
ScenarioRuns::~ScenarioRuns() = default;

bool ScenarioRuns::run(const Scenario& scenario) {
  check(scenario.seed.has_value(), "a scenario that is to be run has a seed");
  State& state = *state_;
  ++state.done.runs;
  scenarios::RunOptions options;
  options.wire = state.check.wire;
  const scenarios::RunReport report = tools::run_and_judge(state.runner, scenario, *scenario.seed, options,
                                                           state.check.twice ? RunTwice::all : RunTwice::failures)
                                          .report;
  if (report.nondeterminism) {
    state.keep_nondeterminism(scenario, report);
    return false;
  }
  if (const std::optional<scenarios::FailureKind> kind = scenarios::failure_kind(report)) {
    state.keep_failure(scenario, report, *kind);
    return false;
  }
  if (report.outcome == scenarios::RunReport::Outcome::unknown) ++state.done.undecided;
  return true;
}

CheckedScenarios ScenarioRuns::result(const std::string& complaint) const {
  CheckedScenarios result = state_->done;
  if (!result.text.empty()) return result;
  if (result.runs > 0 && result.undecided == result.runs)
    result.text = concat({"none of ", grouped(result.runs), " runs has a verdict"});
  else
    result.text = complaint;
  result.passed = result.text.empty();
  return result;
}

}  // namespace whitewater::testing
