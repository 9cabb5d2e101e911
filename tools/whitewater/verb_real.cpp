// whitewater real: runs scenarios in real time against replicas that are processes, in any language.
#include <string>
#include <utility>

#include "core/text/number_text.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "tools/real/process/program_hint.hpp"
#include "tools/real/report/real_stories.hpp"
#include "tools/real/run/quick.hpp"
#include "tools/real/run/real_campaign.hpp"
#include "tools/real/run/real_fields.hpp"
#include "tools/runs/scenario_input.hpp"
#include "tools/whitewater/own_verbs.hpp"

namespace whitewater::tools {

namespace {

// What the scenario asks for can be done in real time. Reports an error and returns false if it cannot.
bool doable(const Program& program, const ScenarioInput& input, bool compare) {
  const std::optional<Error> refused = real::refusal(input.scenario, input.given, compare);
  if (refused) program.console.error(input.word + ": " + refused->text());
  return !refused;
}

// Adds the faults of the command line. Reports an error and returns false if one cannot be.
bool settle(const Program& program, ScenarioInput& input, const real::RealArguments& arguments) {
  real::set_real_defaults(input.scenario, input.given);
  const std::optional<Error> wrong = real::add_disturbances(arguments.disturbances, input.scenario);
  if (wrong) program.console.error(input.word + ": " + wrong->text());
  return !wrong;
}

// Applies the differences of the seqpacket simulators. Reports an error and returns false if no time is left.
bool adapt(const Program& program, ScenarioInput& input, real::Variant variant) {
  if (variant != real::Variant::seqpacket) return true;
  course::Exercise& rules = exercise(input.scenario);
  rules.waits_inside_lifetime = true;
  if (!input.gives("start_wait")) rules.start_wait = seconds(2);
  if (rules.load_time().ns > 0) return true;
  program.console.error(
      input.word + ": with --variant seqpacket start_wait and end_wait are taken out of lifetime: expected less than " +
      exact_seconds(rules.lifetime) + " s together, found " + exact_seconds(rules.start_wait + rules.end_wait) + " s");
  return false;
}

// The requests that --story names are planned. Reports an error and returns false if one is not.
bool planned(const Program& program, const ScenarioInput& input, const std::vector<std::string>& stories) {
  for (const std::string& subject : stories) {
    const std::optional<Error> wrong = real::story_beyond_plan(subject, exercise(input.scenario).requests);
    if (wrong) program.console.error(input.word + ": " + wrong->text());
    if (wrong) return false;
  }
  return true;
}

}  // namespace

ExitCode real_verb(const Program& program, const Arguments& words) {
  Result<real::RealArguments> parsed = real::parse_real_arguments(words, program.catalogue_folder);
  if (!parsed) return usage_error(program, "real", parsed.error().text());
  const real::RealArguments& arguments = parsed.value();
  const Result<std::string> replica = real::find_program(arguments.program);
  if (!replica) {
    program.console.error(replica.error().text());
    return ExitCode::bad_input;
  }
  std::vector<ScenarioInput> inputs;
  for (const std::string& word : arguments.scenarios) {
    std::optional<ScenarioInput> input = read_scenario_input(program, word, arguments.overrides);
    if (!input || !doable(program, *input, arguments.compare) || !adapt(program, *input, arguments.variant) ||
        !settle(program, *input, arguments))
      return ExitCode::bad_input;
    if (arguments.quick) real::quicken(input->scenario);
    if (!planned(program, *input, arguments.stories)) return ExitCode::bad_input;
    inputs.push_back(std::move(*input));
  }
  return real::RealCampaign(program.console, arguments, replica.value(), inputs).run();
}

}  // namespace whitewater::tools
