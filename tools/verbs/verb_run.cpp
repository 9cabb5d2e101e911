// The verb run: runs scenarios in virtual time and prints the results.
#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "tools/runs/ci_report.hpp"
#include "tools/runs/failure_files.hpp"
#include "tools/runs/run_arguments.hpp"
#include "tools/runs/scenario_input.hpp"
#include "tools/runs/single_run.hpp"
#include "tools/runs/sweep.hpp"
#include "tools/verbs/verb.hpp"

namespace whitewater::tools {

namespace {

class PlainRun final : public SingleRun {
 public:
  PlainRun(const Program& program, const RunArguments& arguments, const ScenarioInput& input, std::uint64_t seed,
           FailureFiles& files, CiReport& ci)
      : SingleRun(program, arguments, input, seed), files_(files), ci_(ci) {}

 private:
  ExitCode end(const JudgedRun& run) override {
    if (run.report.nondeterminism && !arguments_.json) console_.print(nondeterminism_lines(run.report));
    const bool recorded = files_.take(input_.scenario, run.report).has_value();
    const std::string again =
        recorded ? files_.commands()
                 : "Reproduce: " + reproduce_command(program_.name, arguments_, input_.word, seed_) + "\n";
    ci_.add(input_.scenario.name, input_.file(), run.report, again);
    // A story and JSON stand alone on standard output.
    if (arguments_.json && recorded) console_.log(again.substr(0, again.size() - 1));
    if (!arguments_.json && run.exit_code() != ExitCode::fine && (recorded || !arguments_.story)) console_.print(again);
    return files_.lost() ? ExitCode::internal_error : run.exit_code();
  }

  FailureFiles& files_;
  CiReport& ci_;
};

// Does what --liveness asks for. An Error if the workload does not support an option.
std::optional<Error> prepare(const RunArguments& arguments, ScenarioInput& input) {
  scenarios::Scenario& scenario = input.scenario;
  if (arguments.liveness && !scenario.heal) scenario.heal = scenarios::Runner().look_ahead(scenario).end;
  return unsupported(arguments, input);
}

}  // namespace

ExitCode run_verb(const Program& program, const Arguments& words) {
  Result<RunArguments> parsed = parse_run_arguments(words, std::thread::hardware_concurrency(),
                                                    program.catalogue_folder, program.shorthands.options);
  if (!parsed) return usage_error(program, "run", parsed.error().text());
  const RunArguments& arguments = parsed.value();
  const std::vector<std::string>& words_of_scenarios = arguments.scenarios;
  if (!program.suite.name.empty() &&
      std::count(words_of_scenarios.begin(), words_of_scenarios.end(), program.suite.name))
    return program.suite.run(program, arguments);
  const std::optional<std::vector<std::string>> changes =
      read_changes(program, arguments.shorthands, arguments.overrides);
  if (!changes) return ExitCode::bad_input;
  std::vector<ScenarioInput> inputs;
  for (const std::string& word : arguments.scenarios) {
    std::optional<ScenarioInput> input = read_scenario_input(program, word, *changes, arguments.several());
    if (!input) return ExitCode::bad_input;
    if (const std::optional<Error> wrong = prepare(arguments, *input)) {
      program.console.error(wrong->text());
      return ExitCode::bad_input;
    }
    inputs.push_back(std::move(*input));
  }
  FailureFiles files(program, arguments.out, arguments.wire);
  CiReport ci(program.console, arguments.ci);
  for (const std::optional<Error>& wrong : {files.open(), ci.open()})
    if (wrong) {
      program.console.error(wrong->text());
      return ExitCode::bad_input;
    }
  if (!arguments.one_run()) return ci.close(Sweep(program, arguments, inputs, files, ci).run());
  const std::uint64_t own_seed = inputs.front().scenario.seed.value_or(1);
  const std::uint64_t seed = arguments.seeds ? arguments.seeds->first : own_seed;
  return ci.close(PlainRun(program, arguments, inputs.front(), seed, files, ci).run());
}

}  // namespace whitewater::tools
