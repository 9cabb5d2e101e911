// Parses the options of `run` one by one, then checks their combination.
#include "tools/runs/run_arguments.hpp"

#include <algorithm>
#include <array>

#include "tools/runs/catalogue.hpp"
#include "tools/runs/failure_files.hpp"
#include "tools/runs/output_file.hpp"
#include "tools/terminal/argument_parser.hpp"
#include "tools/terminal/shell_quote.hpp"

namespace whitewater::tools {

namespace {

constexpr std::array run_options{
    OptionRow{"--seed", "N",
              "run this seed (decimal, or 0x... in hexadecimal); without it the scenario's own seed, else 1",
              WordKind::text},
    OptionRow{"--seeds", "A-B", "run every seed from A to B and print the spread of each figure", WordKind::text},
    OptionRow{"-j, --jobs", "N",
              "use N threads; changes the speed, never the results (default: one for each processor)", WordKind::text},
    OptionRow{"--set", "PATH=VALUE", "override one field of the scenario, such as drops=0.1; may be repeated",
              WordKind::text},
    OptionRow{"--json", "", "print one line of JSON per run (docs/run-report.schema.json)"},
    OptionRow{"--trace", "FILE", "write everything that happens, one line each; '-' for standard output (one run)",
              WordKind::file},
    OptionRow{"--history", "FILE",
              "write what the clients saw, one line of JSON each, before it is checked; '-' likewise (one run)",
              WordKind::file},
    OptionRow{"--out", "FILE|DIR",
              "record a failing run in FILE.json, of several runs one for each signature of a failure in DIR",
              WordKind::file},
    junit_option,
    github_option,
    OptionRow{"--story", "MID",
              "tell what happened to one request: MID, number, 'all-unanswered' or 'all-wrong' (one run)",
              WordKind::text},
    OptionRow{"--liveness", "",
              "at the end heal all faults: the cluster must come to rest (docs/scenario-format.md, Liveness)"},
    OptionRow{"--wire", "", "send every message through the real codec; changes no result"},
    OptionRow{"--check-determinism", "", "run everything twice, not only what fails; say where two runs differ"},
};

std::optional<Error> check_together(const RunArguments& run) {
  if (run.scenarios.empty())
    return Error{"", "a scenario is expected: a file, '-', or a name that 'scenario list' shows"};
  if (std::count(run.scenarios.begin(), run.scenarios.end(), "-") > 1)
    return Error{"", "'-' can be given only once: standard input is read once"};
  const bool one_run = run.one_run();
  if (!one_run && run.trace_file) return Error{"", "--trace is for one run: give one scenario and one --seed"};
  if (!one_run && run.history_file) return Error{"", "--history is for one run: give one scenario and one --seed"};
  if (!one_run && run.story) return Error{"", "--story is for one run: give one scenario and one --seed"};
  if (!one_run && run.out && FailureFiles::names_file(*run.out))
    return Error{"", "--out: several runs may fail in several ways: give it a folder"};
  return check_outputs(run);
}

}  // namespace

const VerbTable run_table{
    "run",
    "run scenarios in virtual time; print verdicts, statistics, digest",
    R"(Run scenarios in virtual time: verdicts, statistics, digest.

Usage: {program} run SCENARIO... [options]

SCENARIO is a file, '-' for standard input, a name that '{program} scenario list' shows, 'all' of these, or a
pattern such as 'crash-*'.
)",
    run_options,
    R"(Exit codes: 0 passed, 1 failed, 2 bad input or usage, 3 inconclusive, 4 two runs of one seed differ.

Examples:
  {program} run {example}
  {program} run {example} --seed 42 --story all-unanswered
  {program} run {example} --seeds 1-1000
  {program} run one.json another.json --seeds 1-100 --json > runs.jsonl
  {program} run {example} --history history.jsonl
  {program} run {example} --set drops=0.2 --set replicas=7 --trace trace.txt
)",
    WordKind::scenario,
    {},
    true,
};

Result<RunArguments> parse_run_arguments(const std::vector<std::string>& arguments, unsigned hardware_threads,
                                         const std::string& catalogue_folder, std::span<const OptionRow> shorthands) {
  RunArguments run;
  run.threads = std::max(1u, hardware_threads);
  std::optional<std::uint64_t> seed;
  std::uint64_t threads = run.threads;
  ArgumentParser parser(run_table, shorthands);
  run.shorthands.bind(parser, shorthands);
  parser.positionals(run.scenarios);
  parser.value<std::uint64_t>("--seed", seed, parse_seed);
  parser.value<SeedRange>("--seeds", run.seeds, parse_seed_range);
  parser.value<std::uint64_t>("--jobs", threads, number_between(1, RunArguments::threads_max));
  parser.repeated("--set", run.overrides, wrong_override);
  parser.flag("--json", run.json);
  parser.flag("--wire", run.wire);
  parser.flag("--liveness", run.liveness);
  parser.flag("--check-determinism", run.check_determinism);
  parser.text("--trace", run.trace_file);
  parser.text("--history", run.history_file);
  parser.text("--out", run.out);
  parser.text("--junit", run.ci.junit);
  parser.flag("--github", run.ci.github);
  parser.text("--story", run.story);
  if (const std::optional<Error> wrong = parser.parse(arguments)) return *wrong;
  Result<std::vector<std::string>> names = scenario_words(run.scenarios, catalogue_folder);
  if (!names) return names.error();
  run.scenarios = std::move(names.value());

  if (seed && run.seeds) return Error{"", "--seed and --seeds do not go together"};
  if (seed) run.seeds = SeedRange{*seed, *seed};
  run.threads = static_cast<unsigned>(threads);
  if (const std::optional<Error> wrong = check_together(run)) return *wrong;
  return run;
}

std::optional<Error> check_outputs(const RunArguments& run) {
  if (run.history_file == "-" && (run.json || run.story || run.trace_file == "-"))
    return Error{"", std::string("--history - and ") +
                         (run.json    ? "--json"
                          : run.story ? "--story"
                                      : "--trace -") +
                         " would mix on standard output: give --history a file"};
  if (run.history_file && run.history_file->empty()) return Error{"", "--history: the name of a file is expected"};
  if (run.json && run.story) return Error{"", "--story is text: it does not go together with --json"};
  if (run.trace_file == "-" && (run.json || run.story))
    return Error{"", std::string("--trace - and ") + (run.json ? "--json" : "--story") +
                         " would mix on standard output: give --trace a file"};
  if (run.trace_file && run.trace_file->empty()) return Error{"", "--trace: the name of a file is expected"};
  if (run.out && run.out->empty()) return Error{"", "--out: the name of a file or folder is expected"};
  if (run.ci.junit && run.ci.junit->empty()) return Error{"", "--junit: the name of a file is expected"};
  if (run.story && run.story->empty())
    return Error{"", "--story: a MID, a number, 'all-unanswered' or 'all-wrong' is expected"};
  return files_meet(
      {{"--trace", run.trace_file}, {"--history", run.history_file}, {"--junit", run.ci.junit}, {"--out", run.out}},
      run.scenarios);
}

std::optional<Error> wrong_override(const std::string& text) {
  if (text.find('=') != std::string::npos && text.front() != '=') return std::nullopt;
  return Error{"", "expected path=value, found '" + text + "'"};
}

std::string reproduce_command(const std::string& program, const RunArguments& arguments, const std::string& scenario,
                              std::uint64_t seed) {
  std::string command = program + " run " + shell_quoted(scenario) + " --seed " + std::to_string(seed);
  command += arguments.shorthands.words();
  for (const std::string& override : arguments.overrides) command += " --set " + shell_quoted(override);
  if (arguments.wire) command += " --wire";
  if (arguments.liveness) command += " --liveness";
  if (arguments.check_determinism) command += " --check-determinism";
  return command;
}

}  // namespace whitewater::tools
