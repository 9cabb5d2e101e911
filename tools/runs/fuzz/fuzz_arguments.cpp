// The table of the verb, and its parser.
#include "tools/runs/fuzz/fuzz_arguments.hpp"

#include <algorithm>
#include <array>

#include "core/text/duration_text.hpp"
#include "tools/runs/run_arguments.hpp"
#include "tools/runs/seeds.hpp"
#include "tools/terminal/argument_parser.hpp"

namespace whitewater::tools {

namespace {

constexpr std::array fuzz_options{
    OptionRow{"--time", "TIME", "stop after this time: 90s, 10m, 2h (default: 60s, unless --seeds says when)",
              WordKind::text},
    OptionRow{"--seeds", "N", "stop after N runs; what is found then does not depend on -j", WordKind::text},
    OptionRow{"--max-failures", "N", "stop after N findings of different kinds", WordKind::text},
    OptionRow{"--seed", "N",
              "the seed of the campaign, from which all runs follow; without it one is drawn and printed",
              WordKind::text},
    OptionRow{"-j, --jobs", "N", "use N threads (default: one for each processor)", WordKind::text},
    OptionRow{"--out", "FOLDER", "where failure files are written (default: failures)", WordKind::folder},
    OptionRow{"--corpus", "FOLDER", "scenario files to begin with; scenarios that reach new ground are added",
              WordKind::folder},
    OptionRow{"--baseline", "FOLDER",
              "failure files that are known: they are run again first, and findings like them do not count",
              WordKind::folder},
    OptionRow{"--vary", "FIELD", "draw this field although SCENARIO gives it; may be repeated", WordKind::text},
    OptionRow{"--fix", "FIELD", "keep this field as it is although SCENARIO does not give it; may be repeated",
              WordKind::text},
    OptionRow{"--set", "PATH=VALUE", "override one field of the scenario, which then stays as it is; may be repeated",
              WordKind::text},
    OptionRow{"--unguided", "", "draw every run from its seed alone, and change no earlier run"},
    junit_option,
    github_option,
    OptionRow{"--json", "", "print one line of JSON per finding, and one at the end (docs/fuzz-report.schema.json)"},
};

}  // namespace

const VerbTable fuzz_table{
    "fuzz",
    "draw scenarios, run them in parallel, shrink what fails",
    R"(Draw whole scenarios and run them in parallel until the time is over; record and shrink what fails.

Usage: {program} fuzz [SCENARIO] [options]

What the file of SCENARIO gives stays as it is, everything else is drawn: the size of the cluster, the network, the
faults, the configuration of the system. Without SCENARIO all is drawn. Scenarios that bring the cluster into a state
that no run had before are kept, and changed further.
)",
    fuzz_options,
    R"(Exit codes: 0 nothing was found, 1 something was found (with --baseline: something new), 2 bad input or usage,
3 no run was judged, 4 two runs of one seed differ, 130 interrupted.

Examples:
  {program} fuzz
  {program} fuzz --time 10m -j4 --out failures
  {program} fuzz {example} --seeds 10000 --seed 7
  {program} fuzz {example} --vary replicas --fix drops
  {program} fuzz --corpus corpus --baseline known
)",
    WordKind::scenario,
    {},
    true,
};

Result<Duration> parse_wall_time(const std::string& text) {
  const Error wrong{"", "expected a time above 0 like 90s, 10m or 2h, found '" + text + "'"};
  struct Unit {
    std::string_view name;
    std::int64_t seconds;
  };
  constexpr std::array units{Unit{"m", 60}, Unit{"h", 3'600}, Unit{"", 1}};
  constexpr std::uint64_t most = 1'000'000;
  std::optional<Duration> time = parse_duration(text);
  for (const Unit unit : units) {
    if (time || !text.ends_with(unit.name)) continue;
    const Result<std::uint64_t> count = number_between(1, most)(text.substr(0, text.size() - unit.name.size()));
    if (count) time = seconds(static_cast<std::int64_t>(count.value()) * unit.seconds);
  }
  if (!time || time->ns <= 0) return wrong;
  return *time;
}

Result<FuzzArguments> parse_fuzz_arguments(const std::vector<std::string>& arguments, unsigned hardware_threads,
                                           std::span<const OptionRow> shorthands) {
  constexpr std::uint64_t runs_max = 1'000'000'000'000;
  FuzzArguments fuzz;
  fuzz.threads = std::max(1u, hardware_threads);
  std::uint64_t threads = fuzz.threads;
  std::vector<std::string> scenarios;
  std::optional<std::string> out;
  ArgumentParser parser(fuzz_table, shorthands);
  fuzz.shorthands.bind(parser, shorthands);
  parser.positionals(scenarios);
  parser.value<Duration>("--time", fuzz.time, parse_wall_time);
  parser.value<std::uint64_t>("--seeds", fuzz.runs, number_between(1, runs_max));
  parser.value<std::uint64_t>("--max-failures", fuzz.failures_max, number_between(1, runs_max));
  parser.value<std::uint64_t>("--seed", fuzz.seed, parse_seed);
  parser.value<std::uint64_t>("--jobs", threads, number_between(1, RunArguments::threads_max));
  parser.text("--out", out);
  parser.text("--corpus", fuzz.corpus);
  parser.text("--baseline", fuzz.baseline);
  parser.repeated("--vary", fuzz.vary);
  parser.repeated("--fix", fuzz.fix);
  parser.repeated("--set", fuzz.overrides, wrong_override);
  parser.flag("--unguided", fuzz.unguided);
  parser.text("--junit", fuzz.ci.junit);
  parser.flag("--github", fuzz.ci.github);
  parser.flag("--json", fuzz.json);
  if (const std::optional<Error> wrong = parser.parse(arguments)) return *wrong;
  if (scenarios.size() > 1) return Error{"", "one scenario is expected at most, found '" + scenarios[1] + "', too"};
  if (!scenarios.empty()) fuzz.scenario = scenarios.front();
  if (out) fuzz.out = *out;
  for (const auto& folder : {std::optional(fuzz.out), fuzz.corpus, fuzz.baseline})
    if (folder && folder->empty()) return Error{"", "the name of a folder is expected, found an empty text"};
  fuzz.threads = static_cast<unsigned>(threads);
  if (!fuzz.time && !fuzz.runs) fuzz.time = fuzz_default_time;
  return fuzz;
}

}  // namespace whitewater::tools
