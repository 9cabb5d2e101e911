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

const std::string_view real_help = R"(Run scenarios in real time against replica processes in any language.

Usage: whitewater real SCENARIO... --replica PROGRAM [options]

SCENARIO is a file, '-' for standard input, or a name that 'whitewater scenario list' shows. PROGRAM is started
as the course's simulator starts it: PROGRAM PORT ID PEER... (udp), or PROGRAM ID PEER... (stream, seqpacket).

  --replica PROGRAM   the replica: a file, or a name on PATH
  --replica-arg WORD  put a word before the course's arguments; may be repeated
  --variant NAME      udp, stream or seqpacket (default: udp)
  --repeat N          run each scenario N times, with one seed after the other, and print the spread
  -j, --jobs N        so many runs at a time (default: 1)
  --seed N            of the get/put plan and all that is drawn; without it the scenario's own seed, else 1
  --set PATH=VALUE    override one field of the scenario, such as drops=0.1; may be repeated
  --compat            suffer the traps of the course's simulator as it has them, instead of being warned of them
  --compare           run the scenario in virtual time too, and print both side by side
  --history FILE      write every operation, a JSON line each (docs/history-format.md)
  --trace FILE        write everything that passes the driver, a line each
  --logs DIR          write what each replica prints into files there, with the time before each line
  --stories N         tell the stories of so many requests that went wrong, or 'all' (default: 5)
  --disturb WHAT      kill:WHO@S or stop:WHO@S+S: SIGKILL, or SIGSTOP for a while, at second S; WHO: an ID or leader
  --no-bounce         do not measure the machine's own latency around each run
  --json              one JSON object a run and line (docs/real-report.schema.json)
  --color WHEN        always, never, or auto: on a terminal
  -h, --help          this text

With several runs, {run} in the names of --history and --trace is the number of the run, {scenario} its scenario.

Exit codes: 0 passed, 1 failed, 2 bad input or usage, 3 inconclusive, 130 interrupted (no replica stays behind).

Examples:
  whitewater real simple-1 --replica ./3700kvstore
  whitewater real crash-3 --replica python3 --replica-arg "$PWD/kvstore.py" --logs logs
  whitewater real scenarios/course/*.json --replica ./3700kvstore --repeat 5 -j 4
  whitewater real crash-4 --replica ./3700kvstore --variant stream --compat
)";

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
