// The verb shrink: makes a recorded failure, or a failing run of a scenario, as small as it can be, and writes it down.
#include <array>
#include <chrono>
#include <csignal>
#include <optional>
#include <string>
#include <utility>

#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "core/wire/json_writer.hpp"
#include "scenarios/report/report_text.hpp"
#include "scenarios/search/neighbourhood.hpp"
#include "scenarios/search/recording.hpp"
#include "scenarios/search/shrink.hpp"
#include "tools/runs/failure_files.hpp"
#include "tools/runs/failure_input.hpp"
#include "tools/runs/judged_run.hpp"
#include "tools/runs/output_file.hpp"
#include "tools/runs/scenario_input.hpp"
#include "tools/runs/seeds.hpp"
#include "tools/terminal/argument_parser.hpp"
#include "tools/terminal/signal_watch.hpp"
#include "tools/verbs/verb.hpp"

namespace whitewater::tools {

namespace {

using scenarios::Failure;
using scenarios::ShrinkSizes;
using scenarios::Shrunk;

constexpr std::array shrink_options{
    OptionRow{"--out", "FILE", "write the result there (default: FILE with .min.json at its end)", WordKind::file},
    OptionRow{"--time", "DURATION", "take at most so long, as 10s; the best so far is the result (default: 60s)",
              WordKind::text},
    OptionRow{"--seed", "N", "of a scenario: the seed of the run that fails (default: its own, or 1)", WordKind::text},
    OptionRow{"--json", "", "print one line of JSON (docs/failures.md)"},
};

struct ShrinkArguments {
  std::vector<std::string> files;
  std::optional<std::string> out;
  Duration time = seconds(60);
  std::optional<std::uint64_t> seed;
  bool json = false;
  GivenShorthands shorthands;
};

Result<ShrinkArguments> parse_shrink_arguments(const Arguments& words, std::span<const OptionRow> shorthands) {
  ShrinkArguments shrink;
  ArgumentParser parser(shrink_table, shorthands);
  shrink.shorthands.bind(parser, shorthands);
  parser.positionals(shrink.files);
  parser.text("--out", shrink.out);
  parser.value<Duration>("--time", shrink.time, duration_like("10s"));
  parser.value<std::uint64_t>("--seed", shrink.seed, [](const std::string& text) { return parse_seed(text); });
  parser.flag("--json", shrink.json);
  if (const std::optional<Error> wrong = parser.parse(words)) return *wrong;
  if (shrink.files.size() != 1) return Error{"", "one file of a failure, or of a scenario, is expected"};
  if (shrink.files.front() == "-" && !shrink.out) return Error{"", "--out is expected: standard input has no name"};
  return shrink;
}

// "found.json" → "found.min.json"; a scenario of the catalogue is written to the current folder.
std::string small_name(const std::string& word) {
  constexpr std::string_view ending = ".json";
  return concat(
      {word.ends_with(ending) ? std::string_view(word).substr(0, word.size() - ending.size()) : word, ".min.json"});
}

class ShrinkRun {
 public:
  ShrinkRun(const Program& program, const ShrinkArguments& arguments)
      : program_(program), console_(program.console), arguments_(arguments), word_(arguments.files.front()) {}

  ExitCode run() {
    std::optional<Failure> failure;
    if (const std::optional<ExitCode> ended = find_failure(failure)) return *ended;
    const std::string out = arguments_.out.value_or(small_name(word_));
    // A file that cannot be written is known at once. A file that is given up leaves nothing behind.
    if (const std::optional<Error> error = OutputFile(out).open()) return refuse(*error);
    Shrunk shrunk = shrink_it(*failure);
    if (!shrunk.fails) return report_gone(shrunk);
    finish(shrunk.failure);
    console_.end_progress();
    for (const std::string& warning : shrunk.warnings) console_.error("warning: " + warning);
    if (const std::optional<Error> error = write_failure_file(program_, shrunk.failure, out)) {
      console_.error(error->text());
      return ExitCode::internal_error;
    }
    console_.print(arguments_.json ? json(shrunk, out) : text(shrunk, out));
    return interrupt_.arrived() ? ExitCode::interrupted : ExitCode::violated;
  }

 private:
  using Clock = std::chrono::steady_clock;

  Duration since_start() const {
    return nanoseconds(std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start_).count());
  }
  ExitCode refuse(const Error& error) {
    console_.error(error.text());
    return ExitCode::bad_input;
  }

  // A code: there is none.
  std::optional<ExitCode> find_failure(std::optional<Failure>& failure) {
    const std::optional<std::vector<std::string>> changes = read_changes(program_, arguments_.shorthands);
    if (!changes) return ExitCode::bad_input;
    std::optional<FailingInput> input = read_failing_input(program_, word_, *changes);
    if (!input) return ExitCode::bad_input;
    failure = std::move(input->failure);
    if (failure && arguments_.seed)
      return refuse(Error{word_, "--seed: the file is a failure, and holds the seed of its run"});
    if (failure) return std::nullopt;
    scenarios::Runner runner;
    const std::uint64_t seed = arguments_.seed.value_or(input->scenario.seed.value_or(1));
    const JudgedRun run = run_and_judge(runner, input->scenario, seed, {});
    const std::optional<scenarios::FailureKind> kind = scenarios::failure_kind(run.report);
    if (kind) {
      failure = scenarios::failure_of(input->scenario, false, run.report, *kind);
      return std::nullopt;
    }
    console_.print(concat({scenarios::verdict_text(run.report), "  ", input->scenario.name, "  seed ",
                           std::to_string(seed), "  There is no failure to shrink.",
                           run.report.reason.empty() ? std::string() : concat({" ", run.report.reason}), "\n"}));
    return run.report.outcome == scenarios::RunReport::Outcome::fail ? ExitCode::inconclusive : run.exit_code();
  }

  Shrunk shrink_it(const Failure& failure) {
    std::uint64_t runs = 0;
    scenarios::ShrinkOptions options;
    options.runs_max = UINT64_MAX;
    options.stop = &interrupt_.arrived();
    options.go_on = [&] {
      ++runs;
      show(runs);
      return !interrupt_.poll() && since_start() < arguments_.time;
    };
    return scenarios::shrink(failure, options);
  }

  void show(std::uint64_t runs) {
    const Duration now = since_start();
    if (now - shown_ < milliseconds(200)) return;
    shown_ = now;
    console_.progress(concat({"shrinking: ", grouped(runs), " runs, ", std::to_string(now.ns / seconds(1).ns), " s"}));
  }

  // What only more runs tell: last events, trail, and how often neighbours fail.
  void finish(Failure& failure) {
    scenarios::Runner runner;
    const auto go_on = [&] { return !interrupt_.poll() && since_start() < arguments_.time + seconds(5); };
    if (go_on())
      failure.neighbourhood = scenarios::measured_neighbourhood(failure, runner, scenarios::neighbours_measured, go_on);
    scenarios::complete(failure, runner);
  }

  ExitCode report_gone(const Shrunk& shrunk) {
    console_.end_progress();
    console_.print(arguments_.json ? json(shrunk, "")
                                   : concat({"PASS  ", word_, "  ", shrunk.stopped, " Nothing was written.\n"}));
    return ExitCode::fine;
  }

  std::string text(const Shrunk& shrunk, const std::string& out) const {
    const Failure& failure = shrunk.failure;
    const std::string sizes = scenarios::sizes_text(shrunk.before, shrunk.after);
    std::string text = concat({console_.out_style().paint(TextStyle::Tone::bad, "FAIL"), "  seed ",
                               std::to_string(failure.scenario.seed.value_or(1)), "  ", failure.kind.property,
                               "  t=", duration_text(failure.at), "\n  ", failure.sentence, "\n  ",
                               sizes.empty() ? "not shrunk" : "shrunk: ", sizes, ", in ", grouped(shrunk.runs),
                               shrunk.runs == 1 ? " run. " : " runs. ", shrunk.stopped, "\n"});
    if (!failure.description.empty()) text += concat({"  ", failure.description, "\n"});
    if (!shrunk.nearest_change.empty()) text += concat({"  It passes ", shrunk.nearest_change, ".\n"});
    return text + failure_commands(program_, out);
  }

  static void write_sizes(json::Writer& writer, const ShrinkSizes& sizes) {
    writer.begin_object().key("replicas").unsigned_integer(sizes.replicas);
    writer.key("clients").unsigned_integer(sizes.clients).key("requests").unsigned_integer(sizes.requests);
    writer.key("faults").unsigned_integer(sizes.faults).key("fates").unsigned_integer(sizes.fates).end_object();
  }

  std::string json(const Shrunk& shrunk, const std::string& out) const {
    std::string line;
    json::Writer writer(line);
    writer.begin_object().key("schema").string("whitewater.shrink/1").key("file").string(word_);
    writer.key("fails").boolean(shrunk.fails).key("complete").boolean(shrunk.complete);
    writer.key("stopped").string(shrunk.stopped).key("runs").unsigned_integer(shrunk.runs);
    if (shrunk.fails) {
      const Failure& failure = shrunk.failure;
      writer.key("before");
      write_sizes(writer, shrunk.before);
      writer.key("after");
      write_sizes(writer, shrunk.after);
      writer.key("seed").string(std::to_string(failure.scenario.seed.value_or(1)));
      writer.key("property").string(failure.kind.property).key("shape").string(failure.kind.shape);
      writer.key("sentence").string(failure.sentence).key("description").string(failure.description);
      writer.key("signature").string(scenarios::signature(failure)).key("out").string(out);
      writer.key("passes").string(shrunk.nearest_change);
    }
    return (writer.end_object(), line + "\n");
  }

  const Program& program_;
  Console& console_;
  const ShrinkArguments& arguments_;
  std::string word_;
  SignalWatch interrupt_{SIGINT, SIGTERM};
  Clock::time_point start_ = Clock::now();
  Duration shown_;
};

}  // namespace

const VerbTable shrink_table{
    "shrink",
    "make a failure as small as it can be, while the same property still fails",
    R"(Make a failure as small as it can be while the same property still fails in the same way: fewer faults,
requests, clients and replicas, plain configuration, round times. The result is again a file of a failure.

Usage: {program} shrink FILE [options]

FILE is what 'run --out' wrote (docs/failures.md), a scenario whose run fails, or '-' for standard input.
)",
    shrink_options,
    R"(Exit codes: 0 it does not fail (any more), and nothing is written; 1 it fails, and the result is written;
2 bad input or usage; 3 inconclusive; 4 two runs differ; 130 interrupted: the best so far is written.

Examples:
  {program} run {example} --out found.json
  {program} shrink found.json
  {program} shrink {example} --seed 42 --out small.json
)",
    WordKind::scenario,
    {},
    true,
};

ExitCode shrink_verb(const Program& program, const Arguments& words) {
  const Result<ShrinkArguments> parsed = parse_shrink_arguments(words, program.shorthands.options);
  if (!parsed) return usage_error(program, "shrink", parsed.error().text());
  return ShrinkRun(program, parsed.value()).run();
}

}  // namespace whitewater::tools
