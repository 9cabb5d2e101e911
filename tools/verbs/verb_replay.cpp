// The verb replay: runs a recorded failure again, and says whether it still fails, in the same way or in another, and
// where the run leaves the recorded one.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "core/wire/json_writer.hpp"
#include "scenarios/report/report_json.hpp"
#include "scenarios/report/report_text.hpp"
#include "scenarios/search/replay.hpp"
#include "tools/runs/ci_report.hpp"
#include "tools/runs/failure_files.hpp"
#include "tools/runs/failure_input.hpp"
#include "tools/runs/fixed_check.hpp"
#include "tools/runs/provenance.hpp"
#include "tools/runs/single_run.hpp"
#include "tools/terminal/argument_parser.hpp"
#include "tools/verbs/verb.hpp"

namespace whitewater::tools {

namespace {

using scenarios::Departure;
using scenarios::Failure;
using scenarios::ReplayResult;

constexpr std::array replay_options{
    OptionRow{"--fixed", "", "how sure is a fix? run scenarios close to the failure; stop at the first that fails"},
    OptionRow{"--seeds", "N", "so many of them (default: 1000)", WordKind::text},
    OptionRow{"-j, --jobs", "N", "use N threads for them (default: one for each processor)", WordKind::text},
    OptionRow{"--out", "FILE", "of --fixed: record the one that fails there (default: beside the failure's file)",
              WordKind::file},
    OptionRow{"--trace", "FILE", "write everything that happens, one line each; '-' for standard output",
              WordKind::file},
    OptionRow{"--history", "FILE", "write what the clients saw, one line of JSON each; '-' likewise", WordKind::file},
    OptionRow{"--story", "MID", "tell what happened to one request: MID, number, 'all-unanswered' or 'all-wrong'",
              WordKind::text},
    junit_option,
    github_option,
    OptionRow{"--json", "", "print one line of JSON (docs/failures.md)"},
};

// Of this run's events behind the departure.
constexpr std::uint64_t steps_shown_min = 4, steps_shown_max = 12;

std::string event_and_time(std::uint64_t event, Time time) {
  return concat({"event ", grouped(event), ", at ", exact_seconds(time - Time{}), " s"});
}

// Where the runs part. The first line begins a sentence.
std::string departure_text(const Departure& found, std::uint64_t recorded_events, std::uint64_t events) {
  const std::string equal =
      found.equal_until == 0 ? "The runs differ from their beginning on"
                             : concat({"The runs are equal up to ", event_and_time(found.equal_until, found.equal_at)});
  if (found.recorded_ends) return concat({equal, ", where the recorded run ended; this one goes on.\n"});
  if (!found.differs_by)
    return concat({equal, "; then one of them ends: the recorded run had ", grouped(recorded_events),
                   " events, this one has ", grouped(events), ".\n"});
  if (*found.differs_by == found.equal_until + 1)
    return concat({equal, "; event ", grouped(*found.differs_by), " is the first that differs.\n"});
  return concat({equal, ", and differ by event ", grouped(*found.differs_by), ".\n"});
}

std::string result_text(ReplayResult result, const Failure& failure, const scenarios::RunReport& now) {
  const std::string digest = digest_text(now.digest), recorded = kind_text(failure.kind);
  const std::string other =
      concat({"It is another run now: digest ", digest, ", recorded ", digest_text(failure.digest), ".\n"});
  switch (result) {
    case ReplayResult::again:
      return concat({"It fails again, bit for bit: digest ", digest, ", ", grouped(now.events), " events.\n"});
    case ReplayResult::judged_otherwise:
      return concat({"It is the same run, bit for bit (digest ", digest,
                     "), but it is judged otherwise now. Recorded:\n  ", recorded, "\n"});
    case ReplayResult::same_kind:
      return concat({other, "It fails in the same way:\n  ", recorded, "\n"});
    case ReplayResult::other_kind:
      return concat({other, "It fails, but not in the way that was recorded:\n  ", recorded, "\n"});
    case ReplayResult::passes:
      return concat({other, "It does not fail any more. Recorded:\n  ", recorded, "\n"});
    case ReplayResult::undecided:
      break;
  }
  return concat({other, "It neither passes nor fails in the way that was recorded:\n  ", recorded, "\n"});
}

class ReplayedRun final : public SingleRun {
 public:
  ReplayedRun(const Program& program, const RunArguments& arguments, const ScenarioInput& input, const Failure& failure,
              CiReport& ci)
      : SingleRun(program, arguments, input, *failure.scenario.seed),
        failure_(failure),
        ci_(ci),
        trail_(runner(), std::max<std::uint64_t>(failure.trail.every, 1), failure.events) {
    watch(trail_);
  }

 private:
  void print_report(const JudgedRun& run) override {
    if (arguments_.json) return;  // end() prints one object
    const TextStyle style = console_.out_style();
    wrong_get_ = wrong_get_text(run.report);
    console_.print(concat({style.paint(TextStyle::Tone::strong, run.report.scenario), "  seed ",
                           std::to_string(run.report.seed), "\n", scenarios::judgement_text(run.report, style), "\n",
                           scenarios::closing_text(run.report, style), wrong_get_}));
  }

  ExitCode end(const JudgedRun& run) override {
    ci_.add(input_.scenario.name, input_.file(), run.report, failure_commands(program_, input_.word));
    if (run.report.nondeterminism) {
      console_.print(arguments_.json ? json(run.report, nullptr) : nondeterminism_lines(run.report));
      return run.exit_code();
    }
    const std::optional<Departure> parting = scenarios::departure(failure_, trail_, run.report);
    console_.print(arguments_.json ? json(run.report, parting ? &*parting : nullptr)
                                   : text(run.report, parting ? &*parting : nullptr));
    return run.exit_code();
  }

  // This run's steps behind the last event that both have.
  std::vector<scenarios::StepInWords> steps_of(const Departure& parting) const {
    if (!parting.differs_by) return {};
    scenarios::Runner again;
    return scenarios::steps_behind(
        failure_, again, parting.equal_until,
        std::clamp(*parting.differs_by - parting.equal_until, steps_shown_min, steps_shown_max));
  }

  std::string text(const scenarios::RunReport& now, const Departure* parting) const {
    std::string text =
        concat({wrong_get_.empty() ? "\n" : "", result_text(scenarios::replay_result(failure_, now), failure_, now)});
    const std::string program = program_text(program_), build = build_text();
    if (program != failure_.program || build != failure_.build)
      text += concat({"It was recorded by ", failure_.program, ", built with ", failure_.build, "; this is ", program,
                      ", built with ", build, ".\n"});
    text += changes_text(changes_since(program_, failure_));
    if (parting == nullptr) return text;
    text += departure_text(*parting, failure_.events, now.events);
    if (!parting->differs_by) return text;
    text += "In this run there follows:\n";
    for (const scenarios::StepInWords& step : steps_of(*parting))
      text += concat({"  ", exact_seconds(step.time - Time{}), "  ",
                      step.node.empty() ? std::string() : concat({"event ", grouped(step.event), ": "}),
                      step.sentence(), "\n"});
    return text;
  }

  std::string json(const scenarios::RunReport& now, const Departure* parting) const {
    std::string line;
    json::Writer writer(line);
    writer.begin_object().key("schema").string("whitewater.replay/1").key("file").string(input_.word);
    writer.key("result").string(now.nondeterminism ? "nondeterminism"
                                                   : replay_result_name(scenarios::replay_result(failure_, now)));
    writer.key("recorded").begin_object().key("property").string(failure_.kind.property);
    writer.key("shape").string(failure_.kind.shape).key("digest").string(digest_text(failure_.digest));
    writer.key("events").unsigned_integer(failure_.events).key("program").string(failure_.program);
    writer.key("build").string(failure_.build).end_object();
    writer.key("program").string(program_text(program_)).key("build").string(build_text());
    writer.key("changed").begin_array();
    for (const Change& change : changes_since(program_, failure_)) {
      writer.begin_object().key("on").string(change.on);
      writer.key("was").string(change.was).key("is").string(change.is).end_object();
    }
    writer.end_array().key("departure");
    if (parting == nullptr)
      writer.null();
    else
      write_departure(writer, *parting);
    writer.key("run").raw(scenarios::report_json(now)).end_object();
    return line + "\n";
  }

  void write_departure(json::Writer& writer, const Departure& parting) const {
    writer.begin_object().key("equal_until").unsigned_integer(parting.equal_until);
    writer.key("equal_at").decimal(parting.equal_at.ns, 9).key("differs_by");
    if (parting.differs_by)
      writer.unsigned_integer(*parting.differs_by);
    else
      writer.null();
    writer.key("steps").begin_array();
    for (const scenarios::StepInWords& step : steps_of(parting))
      writer.string(concat({exact_seconds(step.time - Time{}), " ", step.sentence()}));
    writer.end_array().end_object();
  }

  const Failure& failure_;
  CiReport& ci_;
  scenarios::TrailWatch trail_;
  std::string wrong_get_;  // what was told of it; ends with a blank line
};

constexpr std::uint64_t neighbours_max = 1'000'000'000;

struct ReplayArguments {
  std::vector<std::string> files;
  RunArguments run;
  bool fixed = false;
  FixedOptions fix;
};

Result<ReplayArguments> parse_replay_arguments(const Arguments& words, std::span<const OptionRow> shorthands) {
  ReplayArguments replay;
  std::optional<std::uint64_t> seeds, threads;
  ArgumentParser parser(replay_table, shorthands);
  replay.run.shorthands.bind(parser, shorthands);
  parser.positionals(replay.files);
  parser.flag("--fixed", replay.fixed);
  parser.value<std::uint64_t>("--seeds", seeds, number_between(1, neighbours_max));
  parser.value<std::uint64_t>("--jobs", threads, number_between(1, RunArguments::threads_max));
  parser.text("--out", replay.fix.out);
  parser.flag("--json", replay.run.json);
  parser.text("--junit", replay.run.ci.junit);
  parser.flag("--github", replay.run.ci.github);
  parser.text("--trace", replay.run.trace_file);
  parser.text("--history", replay.run.history_file);
  parser.text("--story", replay.run.story);
  if (const std::optional<Error> wrong = parser.parse(words)) return *wrong;
  if (replay.files.size() != 1) return Error{"", "one file of a failure is expected"};
  if (!replay.fixed && (seeds || threads || replay.fix.out))
    return Error{"", "--seeds, --jobs and --out belong to --fixed"};
  if (replay.fixed && (replay.run.trace_file || replay.run.history_file || replay.run.story || replay.run.ci.junit ||
                       replay.run.ci.github))
    return Error{"", "--trace, --history, --story, --junit and --github are for one run: leave out --fixed"};
  replay.fix.runs = seeds.value_or(replay.fix.runs);
  replay.fix.threads = static_cast<unsigned>(threads.value_or(std::max(1u, std::thread::hardware_concurrency())));
  replay.fix.json = replay.run.json;
  replay.run.scenarios = replay.files;
  if (const std::optional<Error> wrong = check_outputs(replay.run)) return *wrong;
  return replay;
}

}  // namespace

const VerbTable replay_table{
    "replay",
    "run a recorded failure again; say whether it still fails, and where the run differs",
    R"(Run a recorded failure again. Does it still fail, in the same way? If the code has changed: where does the run
leave the recorded one?

Usage: {program} replay FILE [options]

FILE is what 'run --out' wrote (docs/failures.md), or '-' for standard input.
)",
    replay_options,
    R"(Exit codes: 0 it does not fail any more, 1 it fails, 2 bad input or usage, 3 inconclusive (of --fixed: the fix is
less than 99 % sure, or nobody can say), 4 two runs differ.

Examples:
  {program} run {example} --out found.json
  {program} replay found.json
  {program} replay found.json --trace trace.txt
  {program} replay --fixed found.json --seeds 10000
)",
    WordKind::file,
    {},
    true,
};

ExitCode replay_verb(const Program& program, const Arguments& words) {
  const Result<ReplayArguments> parsed = parse_replay_arguments(words, program.shorthands.options);
  if (!parsed) return usage_error(program, "replay", parsed.error().text());
  RunArguments arguments = parsed.value().run;
  const std::optional<std::vector<std::string>> changes = read_changes(program, arguments.shorthands);
  if (!changes) return ExitCode::bad_input;
  const std::optional<Failure> failure = read_failure_input(program, parsed.value().files.front(), *changes);
  if (!failure) return ExitCode::bad_input;
  arguments.wire = failure->wire;
  const ScenarioInput input{parsed.value().files.front(), failure->scenario, {}};
  if (const std::optional<Error> wrong = unsupported(arguments, input)) {
    program.console.error(wrong->text());
    return ExitCode::bad_input;
  }
  if (parsed.value().fixed) return check_fixed(program, *failure, parsed.value().files.front(), parsed.value().fix);
  CiReport ci(program.console, arguments.ci);
  if (const std::optional<Error> wrong = ci.open()) {
    program.console.error(wrong->text());
    return ExitCode::bad_input;
  }
  return ci.close(ReplayedRun(program, arguments, input, *failure, ci).run());
}

}  // namespace whitewater::tools
