// The verb fuzz: draws scenarios, runs them, and records what fails.
#include <optional>
#include <random>
#include <thread>
#include <utility>

#include "core/text/concat.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/search/fuzz/frame.hpp"
#include "tools/runs/fuzz/fuzz_arguments.hpp"
#include "tools/runs/fuzz/fuzz_files.hpp"
#include "tools/runs/fuzz/fuzz_run.hpp"
#include "tools/runs/scenario_input.hpp"
#include "tools/verbs/verb.hpp"

namespace whitewater::tools {

namespace {

namespace fuzz = scenarios::fuzz;

std::uint64_t seed_from_entropy() {
  std::random_device entropy;
  return std::uint64_t{entropy()} << 32 | entropy();
}

// The system or the workload that is chosen by "system=…".
template <class Part>
const Part* chosen(const std::vector<scenarios::Override>& changes, std::string_view key, std::span<const Part> parts,
                   const Part* chosen) {
  for (const scenarios::Override& change : changes)
    for (const Part& part : parts)
      if (change.path == key && change.value == part.name) chosen = &part;
  return chosen;
}

// Without a scenario: only what --set says is given.
Result<scenarios::ReadScenario> read_nothing(const Program& program, const std::vector<std::string>& overrides) {
  const std::vector<scenarios::Override> changes = overrides_of(overrides);
  const scenarios::Scenario base = fuzz::base_scenario(program.toolbox);
  const auto* const system = chosen(changes, "system", program.toolbox.systems, base.system);
  const auto* const workload = chosen(changes, "workload", program.toolbox.workloads, base.workload);
  const unsigned replicas = std::clamp(base.replicas, system->replicas_min, system->replicas_max);
  const std::string text = concat({"{\"system\": \"", system->name, "\", \"workload\": \"", workload->name,
                                   "\", \"replicas\": ", std::to_string(replicas), "}"});
  Result<scenarios::ReadScenario> read = scenarios::read_scenario(text, "fuzz", program.toolbox, changes);
  if (!read) return read;
  std::erase_if(read.value().given, [&](const scenarios::GivenField& field) {
    return field.path == "replicas" &&
           std::none_of(changes.begin(), changes.end(), [](const auto& change) { return change.path == "replicas"; });
  });
  return read;
}

std::optional<fuzz::Frame> read_frame(const Program& program, const FuzzArguments& arguments) {
  const std::optional<std::vector<std::string>> changes =
      read_changes(program, arguments.shorthands, arguments.overrides);
  if (!changes) return std::nullopt;
  scenarios::ReadScenario read;
  if (arguments.scenario) {
    std::optional<ScenarioInput> input = read_scenario_input(program, *arguments.scenario, *changes);
    if (!input) return std::nullopt;
    read = {std::move(input->scenario), std::move(input->given), {}};
  } else {
    Result<scenarios::ReadScenario> nothing = read_nothing(program, *changes);
    if (!nothing) {
      program.console.error(nothing.error().text());
      return std::nullopt;
    }
    read = std::move(nothing.value());
  }
  if (!has_files_of_its_own(program, read.scenario, {false, true})) return std::nullopt;
  Result<fuzz::Frame> frame = fuzz::Frame::make(read.scenario, read.given, {arguments.vary, arguments.fix});
  if (frame.ok()) return std::move(frame.value());
  program.console.error(frame.error().text());
  return std::nullopt;
}

}  // namespace

ExitCode fuzz_verb(const Program& program, const Arguments& words) {
  const Result<FuzzArguments> parsed =
      parse_fuzz_arguments(words, std::thread::hardware_concurrency(), program.shorthands.options);
  if (!parsed) return usage_error(program, "fuzz", parsed.error().text());
  const FuzzArguments& arguments = parsed.value();
  const auto refuse = [&](const Error& error) {
    program.console.error(error.text());
    return ExitCode::bad_input;
  };
  std::optional<fuzz::Frame> frame = read_frame(program, arguments);
  if (!frame) return ExitCode::bad_input;
  if (const std::optional<Error> error = make_folder(arguments.out)) return refuse(*error);
  if (const std::optional<Error> error = CiReport(program.console, arguments.ci).open()) return refuse(*error);
  fuzz::Plan plan;
  plan.seed = arguments.seed ? *arguments.seed : seed_from_entropy();
  plan.guided = !arguments.unguided;
  std::optional<CorpusFolder> corpus;
  if (arguments.corpus) {
    corpus.emplace(*arguments.corpus);
    std::vector<std::string> warnings;
    Result<std::vector<fuzz::Input>> inputs = corpus->read(*frame, warnings);
    if (!inputs) return refuse(inputs.error());
    for (const std::string& warning : warnings) program.console.error("warning: " + warning);
    plan.inputs = std::move(inputs.value());
  }
  std::vector<KnownFailure> baseline;
  if (arguments.baseline) {
    Result<std::vector<KnownFailure>> known = read_baseline(*arguments.baseline, program.toolbox);
    if (!known) return refuse(known.error());
    baseline = std::move(known.value());
  }
  program.console.log(concat({"fuzz: the seed of this campaign is ", std::to_string(plan.seed)}));
  return FuzzRun(program, arguments, std::move(*frame), std::move(plan), std::move(baseline), std::move(corpus)).run();
}

}  // namespace whitewater::tools
