// Numbers the runs of a sweep, gives them to the workers, and prints the results in order.
#include "tools/runs/sweep.hpp"

#include <memory>
#include <utility>

#include "core/text/concat.hpp"
#include "scenarios/report/report_json.hpp"
#include "tools/runs/ordered_workers.hpp"
#include "tools/terminal/progress.hpp"

namespace whitewater::tools {

namespace {

using Clock = std::chrono::steady_clock;

Duration since(Clock::time_point start) {
  return Duration{std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count()};
}

}  // namespace

Sweep::Sweep(const Program& program, const RunArguments& arguments, const std::vector<ScenarioInput>& inputs,
             FailureFiles& files, CiReport& ci)
    : program_(program),
      console_(program.console),
      arguments_(arguments),
      inputs_(inputs),
      files_(files),
      ci_(ci),
      crash_report_(program.name.c_str()),
      start_(Clock::now()),
      shown_(start_) {
  for (const ScenarioInput& input : inputs_) summaries_.emplace_back(input.scenario.name);
}

SeedRange Sweep::seeds_of(std::size_t scenario) const {
  if (arguments_.seeds) return *arguments_.seeds;
  const std::uint64_t own = inputs_[scenario].scenario.seed.value_or(1);
  return {own, own};
}

// All scenarios have the same number of seeds.
Sweep::Job Sweep::job(std::uint64_t number) const {
  const std::uint64_t seeds = seeds_of(0).size();
  const auto scenario = static_cast<std::size_t>(number / seeds);
  return {scenario, seeds_of(scenario).first + number % seeds};
}

ExitCode Sweep::run() {
  const std::uint64_t jobs = seeds_of(0).size() * inputs_.size();
  OrderedWorkers<std::optional<JudgedRun>> workers;
  OrderedWorkers<std::optional<JudgedRun>>::Plan plan;
  plan.jobs = jobs;
  plan.threads = arguments_.threads;
  plan.make_worker = [this] {
    const auto runner = std::make_shared<scenarios::Runner>();
    const auto witness = std::make_shared<CrashWitness>();
    return [this, runner, witness](std::uint64_t number) -> std::optional<JudgedRun> {
      const Job next = job(number);
      witness->at(inputs_[next.scenario].word.c_str(), next.seed);
      scenarios::RunOptions options;
      options.wire = arguments_.wire;
      options.stop = &stop_;
      try {
        return run_and_judge(*runner, inputs_[next.scenario].scenario, next.seed, options,
                             arguments_.check_determinism ? RunTwice::all : RunTwice::failures);
      } catch (const scenarios::Interrupted&) {
        return std::nullopt;
      }
    };
  };
  plan.consume = [this](std::uint64_t number, const std::optional<JudgedRun>& run) { consume(number, run); };
  plan.go_on = [this, jobs] { return go_on(jobs); };
  workers.run(std::move(plan));

  console_.end_progress();
  if (!arguments_.json) print_summaries();
  if (done_ == jobs) sort_out_failures();
  for (const std::string& line : nondeterminism_) console_.error(line);
  if (const std::string commands = files_.commands(); !commands.empty())
    arguments_.json ? console_.log(commands.substr(0, commands.size() - 1)) : console_.print(commands);
  if (files_.lost()) exit_code_ = ExitCode::internal_error;
  console_.log(grouped(done_) + " runs in " + microsecond_seconds(since(start_)) + " s");
  if (done_ == jobs) return interrupt_.arrived() ? ExitCode::interrupted : exit_code_;
  console_.log("interrupted after " + grouped(done_) + " of " + grouped(jobs) + " runs");
  return ExitCode::interrupted;
}

void Sweep::consume(std::uint64_t number, const std::optional<JudgedRun>& run) {
  given_up_ = given_up_ || !run;
  if (given_up_) return;
  const Job done = job(number);
  ++done_;
  const scenarios::RunReport& report = run->report;
  exit_code_ = graver(exit_code_, run->exit_code());
  summaries_[done.scenario].add(report);
  const ScenarioInput& input = inputs_[done.scenario];
  const std::optional<std::string> file = files_.take(input.scenario, report);
  // A command line for each run would cost more than the run.
  if (run->exit_code() == ExitCode::fine)
    ci_.add(input.scenario.name, input.file(), report, "");
  else
    ci_.add(input.scenario.name, input.file(), report,
            file ? failure_commands(program_, *file)
                 : concat({"Reproduce: ", reproduce_command(program_.name, arguments_, input.word, done.seed)}));
  if (arguments_.json) console_.print(scenarios::report_json(report) + "\n");
  if (report.nondeterminism)
    nondeterminism_.push_back(
        "nondeterminism: " + reproduce_command(program_.name, arguments_, inputs_[done.scenario].word, done.seed) +
        ": " + scenarios::nondeterminism_text(*report.nondeterminism));
}

bool Sweep::go_on(std::uint64_t jobs) {
  const Clock::time_point now = Clock::now();
  if (now - shown_ >= std::chrono::milliseconds(100)) {
    shown_ = now;
    console_.progress(progress_text(done_, jobs, since(start_)));
  }
  if (!interrupt_.poll()) return true;
  stop_ = true;
  return false;
}

void Sweep::sort_out_failures() {
  files_.sort_out(arguments_.threads, [this](std::uint64_t done, std::uint64_t all) {
    const Clock::time_point now = Clock::now();
    if (now - shown_ >= std::chrono::milliseconds(100)) {
      shown_ = now;
      console_.progress(concat({"making failures small: ", std::to_string(done), " of ", std::to_string(all)}));
    }
    return !interrupt_.poll();
  });
  console_.end_progress();
}

void Sweep::print_summaries() {
  const TextStyle style = console_.out_style();
  const bool one_each = seeds_of(0).size() == 1;
  for (std::size_t i = 0; i < summaries_.size(); ++i) {
    const auto reproduce = [&](std::uint64_t seed) {
      return reproduce_command(program_.name, arguments_, inputs_[i].word, seed);
    };
    // A single run has no spread to show: the overview and the failures are enough.
    console_.print(one_each ? summaries_[i].failures_text(style, reproduce)
                            : summaries_[i].text(style, reproduce) + "\n");
  }
  if (summaries_.size() > 1) console_.print(overview_text(summaries_, style));
}

}  // namespace whitewater::tools
