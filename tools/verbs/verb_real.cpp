// whitewater real: runs scenarios in real time against replicas that are processes, in any language.
#include <string>
#include <utility>

#include "core/text/number_text.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "tools/real/run/real_campaign.hpp"
#include "tools/verbs/verb.hpp"

namespace whitewater::tools {

namespace {

// What the seqpacket simulators do differently with a scenario. False, and complains: there is no time for requests.
bool adapt(Console& console, ScenarioInput& input, real::Variant variant) {
  if (variant != real::Variant::seqpacket) return true;
  course::Exercise& rules = exercise(input.scenario);
  rules.waits_inside_lifetime = true;
  if (!input.start_wait_given) rules.start_wait = seconds(2);
  if (rules.load_time().ns > 0) return true;
  console.error(
      input.word + ": with --variant seqpacket start_wait and end_wait are taken out of lifetime: expected less than " +
      exact_seconds(rules.lifetime) + " s together, found " + exact_seconds(rules.start_wait + rules.end_wait) + " s");
  return false;
}

}  // namespace

ExitCode real_verb(Console& console, const Arguments& words) {
  Result<real::RealArguments> parsed = real::parse_real_arguments(words);
  if (!parsed) return usage_error(console, "real", parsed.error().text());
  const real::RealArguments& arguments = parsed.value();
  const Result<std::string> program = real::find_program(arguments.program);
  if (!program) {
    console.error(program.error().text());
    return ExitCode::bad_input;
  }
  std::vector<ScenarioInput> inputs;
  for (const std::string& word : arguments.scenarios) {
    std::optional<ScenarioInput> input = read_scenario_input(console, word, arguments.overrides);
    if (!input || !adapt(console, *input, arguments.variant)) return ExitCode::bad_input;
    inputs.push_back(std::move(*input));
  }
  return real::RealCampaign(console, arguments, program.value(), inputs).run();
}

}  // namespace whitewater::tools
