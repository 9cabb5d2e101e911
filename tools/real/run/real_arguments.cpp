// Parses the options of `real` one by one, then checks their combination.
#include "tools/real/run/real_arguments.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "tools/real/report/real_stories.hpp"
#include "tools/runs/catalogue.hpp"
#include "tools/runs/output_file.hpp"
#include "tools/runs/run_arguments.hpp"
#include "tools/runs/seeds.hpp"
#include "tools/terminal/argument_parser.hpp"
#include "tools/terminal/shell_quote.hpp"

namespace whitewater::tools::real {

namespace {

constexpr std::array real_options{
    OptionRow{"--replica", "PROGRAM", "the replica: a file, or a name on PATH", WordKind::program},
    OptionRow{"--replica-arg", "WORD",
              "put a word before the course's arguments, {id} and {folder} filled in; may be repeated", WordKind::text},
    OptionRow{"--variant", "NAME", "udp, stream or seqpacket (default: udp)", WordKind::choice, "udp stream seqpacket"},
    OptionRow{"--repeat", "N", "run each scenario N times, with one seed after the other, and print the spread",
              WordKind::text},
    OptionRow{"-j, --jobs", "N", "make N runs at a time (default: 1)", WordKind::text},
    OptionRow{"--seed", "N", "seed of the get/put plan and of all draws; without it the scenario's own seed, else 1",
              WordKind::text},
    OptionRow{"--set", "PATH=VALUE", "override one field of the scenario, such as drops=0.1; may be repeated",
              WordKind::text},
    OptionRow{"--quick", "", "scale the load and its faults to ten seconds; the verdict is not the course's"},
    OptionRow{"--compat", "", "behave as the course's simulator does, traps included, instead of warning of traps"},
    OptionRow{"--compare", "", "run the scenario in virtual time too, and print both side by side"},
    OptionRow{"--history", "FILE", "write every operation, one line of JSON each (docs/history-format.md)",
              WordKind::file},
    OptionRow{"--trace", "FILE", "write every event that the driver sees, one line each", WordKind::file},
    OptionRow{"--logs", "DIR", "write what each replica prints into files there, with the time before each line",
              WordKind::folder},
    OptionRow{"--stories", "N", "tell the stories of N requests that went wrong, or of 'all' (default: 5)",
              WordKind::text},
    OptionRow{"--story", "MID",
              "tell this request's story too: MID, number, 'all-unanswered' or 'all-wrong'; may be repeated",
              WordKind::text},
    OptionRow{"--verbose", "", "print all figures; without it a clean PASS fits on a screen"},
    OptionRow{"--disturb", "WHAT",
              "kill:WHO@S or stop:WHO@S+S: SIGKILL, or SIGSTOP for a while, at second S; WHO: an ID or a role",
              WordKind::text},
    OptionRow{"--no-bounce", "", "do not measure the machine's own latency around each run"},
    OptionRow{"--json", "", "print one line of JSON per run (docs/real-report.schema.json)"},
};

// A number, or "all".
Result<std::size_t> parse_stories(const std::string& text) {
  if (text == "all") return SIZE_MAX;
  const Result<std::uint64_t> number = number_between(0, SIZE_MAX)(text);
  if (!number) return Error{"", "expected a number or all, found '" + text + "'"};
  return static_cast<std::size_t>(number.value());
}

std::optional<Error> check_together(const RealArguments& real) {
  if (real.scenarios.empty())
    return Error{"", "a scenario is expected: a file, '-', or a name that 'scenario list' shows"};
  if (real.program.empty()) return Error{"", "--replica: a program is expected"};
  if (std::count(real.scenarios.begin(), real.scenarios.end(), "-") > 1)
    return Error{"", "'-' can be given only once: standard input is read once"};
  const bool one_run = real.scenarios.size() == 1 && real.repeat == 1;
  const auto lacks_number = [&](const std::optional<std::string>& path) {
    return !one_run && path && path->find("{run}") == std::string::npos;
  };
  if (lacks_number(real.history_file)) return Error{"", "--history: with several runs, the name needs a {run} in it"};
  if (lacks_number(real.trace_file)) return Error{"", "--trace: with several runs, the name needs a {run} in it"};
  if (real.trace_file == "-" && real.json)
    return Error{"", "--trace - and --json would mix on standard output: give --trace a file"};
  if (real.history_file == "-" && (real.json || real.trace_file == "-"))
    return Error{"", "--history - would mix with other output on standard output: give it a file"};
  if (real.json && real.compare) return Error{"", "--compare is a table: it does not go together with --json"};
  std::vector<std::string> read = real.scenarios;
  read.push_back(real.program);
  return files_meet({{"--trace", real.trace_file}, {"--history", real.history_file}}, read);
}

}  // namespace

const VerbTable real_table{
    "real",
    "run scenarios in real time against replica processes in any language",
    R"(Run scenarios in real time against replica processes in any language.

Usage: {program} real SCENARIO... --replica PROGRAM [options]

SCENARIO is a file, '-' for standard input, a name that '{program} scenario list' shows, 'all' of these, or a
pattern such as 'crash-*'. PROGRAM is started as the course's simulator starts it: PROGRAM PORT ID PEER... (udp), or
PROGRAM ID PEER... (stream, seqpacket).
)",
    real_options,
    R"(In WORD, {id} is the replica's ID, {folder} a new folder of the run, removed at its end.
With several runs, {run} in the names of --history and --trace is the number of the run, {scenario} its scenario.

Exit codes: 0 passed, 1 failed, 2 bad input or usage, 3 inconclusive, 130 interrupted (no replica stays behind).

Examples:
  {program} real simple-1 --replica ./3700kvstore
  {program} real crash-3 --replica python3 --replica-arg "$PWD/kvstore.py" --logs logs
  {program} real all --replica ./3700kvstore --repeat 5 -j 4
  {program} real crash-4 --replica ./3700kvstore --variant stream --compat
)",
    WordKind::scenario,
};

Result<RealArguments> parse_real_arguments(const std::vector<std::string>& arguments,
                                           const std::string& catalogue_folder) {
  RealArguments real;
  std::optional<std::string> program, variant;
  std::vector<std::string> disturbances;
  bool no_bounce = false;
  std::uint64_t repeat = 1, jobs = 1;
  ArgumentParser parser(real_table);
  parser.positionals(real.scenarios);
  parser.text("--replica", program);
  parser.repeated("--replica-arg", real.program_arguments);
  parser.choice("--variant", variant);
  parser.value<std::uint64_t>("--repeat", repeat, number_between(1, RealArguments::repeat_max));
  parser.value<std::uint64_t>("--jobs", jobs, number_between(1, RealArguments::jobs_max));
  parser.value<std::uint64_t>("--seed", real.seed, parse_seed);
  parser.repeated("--set", real.overrides, wrong_override);
  parser.text("--history", real.history_file);
  parser.text("--trace", real.trace_file);
  parser.text("--logs", real.log_folder);
  parser.value<std::size_t>("--stories", real.stories_max, parse_stories);
  parser.repeated("--story", real.stories, wrong_story);
  parser.repeated("--disturb", disturbances);
  parser.flag("--compat", real.compat);
  parser.flag("--no-bounce", no_bounce);
  parser.flag("--compare", real.compare);
  parser.flag("--quick", real.quick);
  parser.flag("--verbose", real.verbose);
  parser.flag("--json", real.json);
  if (const std::optional<Error> wrong = parser.parse(arguments)) return *wrong;
  Result<std::vector<std::string>> words = scenario_words(real.scenarios, catalogue_folder);
  if (!words) return words.error();
  real.scenarios = std::move(words.value());
  real.program = program.value_or("");
  real.repeat = static_cast<unsigned>(repeat);
  real.jobs = static_cast<unsigned>(jobs);
  if (variant) real.variant = *variant_named(*variant);
  real.bounce = !no_bounce;
  for (const std::string& text : disturbances) {
    Result<Disturbance> disturbance = parse_disturbance(text);
    if (!disturbance) return disturbance.error();
    real.disturbances.push_back(std::move(disturbance.value()));
  }
  if (const std::optional<Error> wrong = check_together(real)) return *wrong;
  return real;
}

std::string reproduce_command(const RealArguments& arguments, const std::string& scenario, std::uint64_t seed) {
  std::string command = "whitewater real " + shell_quoted(scenario) + " --replica " + shell_quoted(arguments.program);
  for (const std::string& word : arguments.program_arguments) command += " --replica-arg=" + shell_quoted(word);
  if (arguments.variant != Variant::udp) command += " --variant " + std::string(variant_name(arguments.variant));
  if (arguments.compat) command += " --compat";
  if (arguments.quick) command += " --quick";
  command += " --seed " + std::to_string(seed);
  for (const std::string& override : arguments.overrides) command += " --set " + shell_quoted(override);
  for (const Disturbance& each : arguments.disturbances) command += " --disturb " + shell_quoted(each.text);
  return command;
}

}  // namespace whitewater::tools::real
