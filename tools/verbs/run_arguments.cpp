// Reads the words of `run`, one value at a time, then judges what they say together.
#include "tools/verbs/run_arguments.hpp"

#include <algorithm>
#include <charconv>

#include "tools/terminal/argument_parser.hpp"
#include "tools/terminal/shell_quote.hpp"

namespace whitewater::tools {

namespace {

Result<unsigned> parse_threads(const std::string& text) {
  unsigned threads = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, code] = std::from_chars(text.data(), end, threads);
  if (code != std::errc{} || stopped != end || threads < 1 || threads > RunArguments::threads_max)
    return Error{"", "-j: expected a number of threads from 1 to " + std::to_string(RunArguments::threads_max) +
                         ", found '" + text + "'"};
  return threads;
}

std::optional<Error> check_together(const RunArguments& run) {
  if (run.scenarios.empty())
    return Error{"", "a scenario is expected: a file, '-', or a name that 'scenario list' shows"};
  if (std::count(run.scenarios.begin(), run.scenarios.end(), "-") > 1)
    return Error{"", "'-' can be given only once: standard input is read once"};
  const bool one_run = run.scenarios.size() == 1 && (!run.seeds || run.seeds->size() == 1);
  if (!one_run && run.trace_file) return Error{"", "--trace is for one run: give one scenario and one --seed"};
  if (!one_run && run.history_file) return Error{"", "--history is for one run: give one scenario and one --seed"};
  if (run.history_file == "-" && (run.json || run.story || run.trace_file == "-"))
    return Error{"", std::string("--history - and ") +
                         (run.json    ? "--json"
                          : run.story ? "--story"
                                      : "--trace -") +
                         " would mix on standard output: give --history a file"};
  if (run.history_file && run.history_file->empty()) return Error{"", "--history: the name of a file is expected"};
  if (!one_run && run.story) return Error{"", "--story is for one run: give one scenario and one --seed"};
  if (run.json && run.story) return Error{"", "--story is text: it does not go together with --json"};
  if (run.trace_file == "-" && (run.json || run.story))
    return Error{"", std::string("--trace - and ") + (run.json ? "--json" : "--story") +
                         " would mix on standard output: give --trace a file"};
  if (run.trace_file && run.trace_file->empty()) return Error{"", "--trace: the name of a file is expected"};
  if (run.story && run.story->empty()) return Error{"", "--story: a MID or 'all-unanswered' is expected"};
  for (const std::string& override : run.overrides)
    if (override.find('=') == std::string::npos || override.front() == '=')
      return Error{"", "--set: expected path=value, found '" + override + "'"};
  return std::nullopt;
}

}  // namespace

Result<RunArguments> parse_run_arguments(const std::vector<std::string>& arguments, unsigned hardware_threads) {
  RunArguments run;
  run.threads = std::max(1u, hardware_threads);
  std::optional<std::string> seed, seeds, threads;
  ArgumentParser parser;
  parser.positionals(run.scenarios);
  parser.option("--seed", seed);
  parser.option("--seeds", seeds);
  parser.option("-j,--jobs", threads);
  parser.repeated("--set", run.overrides);
  parser.flag("--json", run.json);
  parser.flag("--wire", run.wire);
  parser.flag("--liveness", run.liveness);
  parser.flag("--check-determinism", run.check_determinism);
  parser.option("--trace", run.trace_file);
  parser.option("--history", run.history_file);
  parser.option("--story", run.story);
  if (const std::optional<Error> wrong = parser.parse(arguments)) return *wrong;

  if (seed && seeds) return Error{"", "--seed and --seeds do not go together"};
  if (seed) {
    const Result<std::uint64_t> one = parse_seed(*seed);
    if (!one) return Error{"", "--seed: " + one.error().text()};
    run.seeds = SeedRange{one.value(), one.value()};
  }
  if (seeds) {
    const Result<SeedRange> range = parse_seed_range(*seeds);
    if (!range) return Error{"", "--seeds: " + range.error().text()};
    run.seeds = range.value();
  }
  if (threads) {
    const Result<unsigned> count = parse_threads(*threads);
    if (!count) return count.error();
    run.threads = count.value();
  }
  if (const std::optional<Error> wrong = check_together(run)) return *wrong;
  return run;
}

std::string reproduce_command(const RunArguments& arguments, const std::string& scenario, std::uint64_t seed) {
  std::string command = "whitewater run " + shell_quoted(scenario) + " --seed " + std::to_string(seed);
  for (const std::string& override : arguments.overrides) command += " --set " + shell_quoted(override);
  if (arguments.wire) command += " --wire";
  if (arguments.liveness) command += " --liveness";
  if (arguments.check_determinism) command += " --check-determinism";
  return command;
}

}  // namespace whitewater::tools
