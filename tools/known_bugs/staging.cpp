// One run after the other, until the first of a schedule that fails: a program that falls need not fall twice.
#include "tools/known_bugs/staging.hpp"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <set>

#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/experiment/runner.hpp"
#include "tools/runs/failure_files.hpp"
#include "tools/runs/judged_run.hpp"
#include "tools/runs/scenario_input.hpp"
#include "tools/terminal/progress.hpp"
#include "tools/terminal/signal_watch.hpp"
#include "tools/verbs/verb.hpp"

namespace whitewater::tools {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Verdict = StagedSchedule::Verdict;
constexpr SeedRange seeds_unless_asked{1, 3};

// A failure with the property, in one line.
std::string finding_of(const JudgedRun& run) {
  const scenarios::RunReport& report = run.report;
  if (report.nondeterminism) return "two runs of this seed differ";
  if (report.violation) return concat({report.violation->property, ": ", report.violation->text});
  std::string checks;
  for (const std::string& check : report.failed_checks) checks += (checks.empty() ? "" : ", ") + check;
  return checks;
}

class Staging {
 public:
  Staging(const Program& program, const RunArguments& arguments)
      : program_(program),
        arguments_(arguments),
        seeds_(arguments.seeds.value_or(seeds_unless_asked)),
        files_(program, arguments.out, arguments.wire) {}

  ExitCode run();

 private:
  bool read();
  bool stage(const ScenarioInput& input, StagedSchedule& schedule);
  void note(const JudgedRun& run, const ScenarioInput& input, std::uint64_t seed, StagedSchedule& schedule);
  void show(const std::string& schedule);
  Duration elapsed() const {
    return nanoseconds(std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start_).count());
  }

  const Program& program_;
  const RunArguments& arguments_;
  SeedRange seeds_;
  FailureFiles files_;
  scenarios::Runner runner_;
  std::vector<ScenarioInput> inputs_;
  std::vector<StagedSchedule> schedules_;
  std::uint64_t done_ = 0;
  Clock::time_point start_ = Clock::now();
  SignalWatch interrupt_{SIGINT, SIGTERM};
};

bool Staging::read() {
  const fs::path folder = fs::path(program_.catalogue_folder).parent_path() / "known-bugs";
  const auto changes = read_changes(program_, arguments_.shorthands, arguments_.overrides);
  if (!changes) return false;
  std::set<std::string_view> seen;
  for (const StagedBug& bug : staged_bugs()) {
    if (bug.schedule.empty() || !seen.insert(bug.schedule).second) continue;
    auto input = read_scenario_input(program_, (folder / (std::string(bug.schedule) + ".json")).string(), *changes,
                                     {true, true});
    if (!input) return false;
    inputs_.push_back(std::move(*input));
  }
  if (const std::optional<Error> wrong = files_.open()) {
    program_.console.error(wrong->text());
    return false;
  }
  return true;
}

void Staging::show(const std::string& schedule) {
  program_.console.progress(concat({progress_text(done_, inputs_.size() * seeds_.size(), elapsed()), "  ", schedule}));
}

void Staging::note(const JudgedRun& run, const ScenarioInput& input, std::uint64_t seed, StagedSchedule& schedule) {
  const ExitCode code = run.exit_code();
  if (code == ExitCode::fine || run.report.failed_by_chance()) return;
  const bool fell = code != ExitCode::inconclusive;
  if (schedule.verdict == Verdict::unknown && !fell) return;
  schedule.verdict = fell ? Verdict::fell : Verdict::unknown;
  schedule.seed = seed;
  schedule.finding = fell ? finding_of(run) : run.report.reason;
  if (run.report.violation) schedule.property = run.report.violation->property;
  if (fell) schedule.file = files_.take(input.scenario, run.report).value_or("");
}

// False: it was interrupted.
bool Staging::stage(const ScenarioInput& input, StagedSchedule& schedule) {
  scenarios::RunOptions options;
  options.wire = arguments_.wire;
  for (std::uint64_t i = 0; i < seeds_.size() && schedule.verdict != Verdict::fell; ++i) {
    show(schedule.name);
    const std::uint64_t seed = seeds_.first + i;
    const JudgedRun run = run_and_judge(runner_, input.scenario, seed, options,
                                        arguments_.check_determinism ? RunTwice::all : RunTwice::failures);
    ++schedule.runs;
    ++done_;
    note(run, input, seed, schedule);
    if (interrupt_.poll()) return false;
  }
  done_ += seeds_.size() - schedule.runs;
  return true;
}

ExitCode Staging::run() {
  if (!read()) return ExitCode::bad_input;
  Console& console = program_.console;
  for (const ScenarioInput& input : inputs_) {
    schedules_.push_back({input.scenario.name});
    if (!stage(input, schedules_.back())) {
      console.end_progress();
      return ExitCode::interrupted;
    }
  }
  console.end_progress();
  const std::string words = arguments_.shorthands.words();
  console.print(arguments_.json
                    ? staging_json(schedules_)
                    : staging_text(schedules_, words.empty() ? "the system of the command line" : words.substr(1)));
  if (const std::string commands = files_.commands(); !commands.empty())
    arguments_.json ? console.log(commands.substr(0, commands.size() - 1)) : console.print(commands);
  unsigned runs = 0;
  for (const StagedSchedule& schedule : schedules_) runs += schedule.runs;
  console.log(concat({grouped(runs), " runs of ", std::to_string(schedules_.size()), " schedules in ",
                      microsecond_seconds(elapsed()), " s"}));
  return files_.lost() ? ExitCode::internal_error : staging_exit_code(schedules_);
}

}  // namespace

ExitCode run_known_bugs(const Program& program, const RunArguments& arguments) {
  if (arguments.scenarios.size() != 1)
    return usage_error(program, "run", "known-bugs stands alone: its schedules are scenarios of their own");
  if (arguments.trace_file || arguments.history_file || arguments.story || arguments.ci.junit || arguments.ci.github ||
      arguments.liveness)
    return usage_error(program, "run",
                       "known-bugs makes many runs: it knows --replica, --set, --seed, --seeds, --out, --json, --wire "
                       "and --check-determinism");
  if (arguments.out && FailureFiles::names_file(*arguments.out))
    return usage_error(program, "run", "--out: several runs may fail in several ways: give it a folder");
  return Staging(program, arguments).run();
}

}  // namespace whitewater::tools
