// whitewater explain: why a recorded failure happens. The explanation is scenarios/search/explain's.
#include <array>
#include <chrono>
#include <csignal>
#include <optional>

#include "core/text/concat.hpp"
#include "scenarios/search/explain/explain.hpp"
#include "scenarios/search/explain/explanation_text.hpp"
#include "tools/runs/failure_input.hpp"
#include "tools/runs/scenario_input.hpp"
#include "tools/terminal/argument_parser.hpp"
#include "tools/terminal/signal_watch.hpp"
#include "tools/verbs/verb.hpp"

namespace whitewater::tools {

namespace {

constexpr std::array explain_options{
    OptionRow{"--curve", "",
              "when it became inevitable: from 20 times on, all that is left to chance is drawn anew, 50 times each"},
    OptionRow{"--diagram", "", "the steps as a Mermaid sequence diagram, instead of text"},
    OptionRow{"--time", "DURATION", "stop after this time, and tell what is known by then (default: 60s)",
              WordKind::text},
    OptionRow{"--json", "", "print one line of JSON"},
};

}  // namespace

const VerbTable explain_table{
    "explain",
    "say why a recorded failure happens",
    R"(Says why a failure happens: which faults, messages and requests it needs (each is taken away once, and
the run is made again), when each fault may strike, the steps that lead to the violation, each with the
steps that it follows from, and the nearest run that passes.

Usage: {program} explain FILE [options]

FILE is a failure that 'fuzz', 'shrink' or 'run --out' wrote. A shrunk one has the shorter explanation.
)",
    explain_options,
    R"(Exit codes: 0 explained, 2 bad input or usage, 3 the failure does not happen any more, or there was no
time to explain it, 130 interrupted: what is known by then is told.

Examples:
  {program} explain failure.min.json
  {program} explain failure.json --curve
  {program} explain failure.min.json --diagram > failure.md
)",
    WordKind::file,
    {},
    true,
};

namespace {

using Clock = std::chrono::steady_clock;

struct ExplainArguments {
  std::vector<std::string> files;
  bool curve = false;
  bool diagram = false;
  bool json = false;
  GivenShorthands shorthands;
  Duration time = seconds(60);
};

Result<ExplainArguments> parse_explain_arguments(const Arguments& words, std::span<const OptionRow> shorthands) {
  ExplainArguments explain;
  ArgumentParser parser(explain_table, shorthands);
  explain.shorthands.bind(parser, shorthands);
  parser.positionals(explain.files);
  parser.flag("--curve", explain.curve);
  parser.flag("--diagram", explain.diagram);
  parser.value<Duration>("--time", explain.time, duration_like("30s or 500ms"));
  parser.flag("--json", explain.json);
  if (const std::optional<Error> wrong = parser.parse(words)) return *wrong;
  if (explain.files.size() != 1)
    return Error{"", concat({"one failure file is expected, found ", std::to_string(explain.files.size())})};
  if (explain.json && explain.diagram) return Error{"", "--diagram and --json exclude each other"};
  return explain;
}

// With fates nothing is left to chance, so nothing could be drawn anew.
std::optional<Error> wrong_for_curve(const ExplainArguments& arguments, const scenarios::Failure& failure) {
  if (!arguments.curve || failure.scenario.fates.empty()) return std::nullopt;
  return Error{
      arguments.files.front(),
      "--curve: this failure was shrunk, and its fates leave nothing to chance; expected the failure as it was "
      "found"};
}

std::string text_of(const ExplainArguments& arguments, const scenarios::Explanation& explained,
                    const TextStyle& style) {
  if (arguments.json) return explanation_json(explained);
  if (arguments.diagram) return explanation_diagram(explained);
  return explanation_text(explained, style);
}

}  // namespace

ExitCode explain_verb(const Program& program, const Arguments& words) {
  const Result<ExplainArguments> parsed = parse_explain_arguments(words, program.shorthands.options);
  if (!parsed) return usage_error(program, "explain", parsed.error().text());
  const ExplainArguments& arguments = parsed.value();
  Console& console = program.console;
  const std::optional<std::vector<std::string>> changes = read_changes(program, arguments.shorthands);
  if (!changes) return ExitCode::bad_input;
  const std::optional<scenarios::Failure> failure = read_failure_input(program, arguments.files.front(), *changes);
  if (!failure) return ExitCode::bad_input;
  if (const std::optional<Error> wrong = wrong_for_curve(arguments, *failure)) {
    console.error(wrong->text());
    return ExitCode::bad_input;
  }

  SignalWatch interrupt{SIGINT, SIGTERM};
  const Clock::time_point end = Clock::now() + std::chrono::nanoseconds(arguments.time.ns);
  scenarios::ExplainOptions options;
  options.curve = arguments.curve;
  options.stop = &interrupt.arrived();
  options.go_on = [&] { return !interrupt.poll() && Clock::now() < end; };
  options.say = [&](std::string_view what) { console.progress(concat({"explain: ", what})); };
  const Result<scenarios::Explanation> explained = scenarios::explain(*failure, options);
  console.end_progress();
  if (!explained) {
    console.error(concat({arguments.files.front(), ": ", explained.error().message}));
    return ExitCode::inconclusive;
  }
  console.print(text_of(arguments, explained.value(), console.out_style()));
  if (interrupt.arrived()) return ExitCode::interrupted;
  return explained.value().cut_short ? ExitCode::inconclusive : ExitCode::fine;
}

}  // namespace whitewater::tools
