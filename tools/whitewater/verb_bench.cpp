// whitewater bench: how fast the simulator and the checker are on this machine, and programs in virtual time. The
// ratios are what to quote: they compare with a reference that runs in the same process, before and after every chunk
// of runs.
#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

#include "core/wire/json_writer.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "tools/bench/check_bench.hpp"
#include "tools/bench/engine_bench.hpp"
#include "tools/bench/processes_bench.hpp"
#include "tools/bench/users_bench.hpp"
#include "tools/real/process/program_hint.hpp"
#include "tools/runs/scenario_input.hpp"
#include "tools/terminal/argument_parser.hpp"
#include "tools/virtual/host/program.hpp"
#include "tools/whitewater/own_verbs.hpp"

namespace whitewater::tools {

namespace {

constexpr std::array bench_options{
    OptionRow{"--ratios", "N", "engine: chunks to take the median of (default: 75)", WordKind::text},
    OptionRow{"--part", "NAME", "engine: run one part alone and print its events: pump, full or unchecked",
              WordKind::choice, "pump full unchecked"},
    OptionRow{"--users", "", "engine: runs a second of whole scenarios instead, and where the time of a run goes"},
    OptionRow{"--runs", "N", "how often, with --part (default: 20), --users (default: 300), processes (default: 5)",
              WordKind::text},
    OptionRow{"--replica", "PROGRAM", "processes: the program that is measured", WordKind::program},
    OptionRow{"--replica-arg", "WORD", "processes: put a word before the course's arguments; may be repeated",
              WordKind::text},
    OptionRow{"--large", "", "check: histories of 10^7 operations with unique values, too (takes minutes, and 2 GB)"},
    OptionRow{"--json", "", "one JSON object"},
};

}  // namespace

const VerbTable bench_table{
    "bench",
    "measure the speed of simulator and checker on this machine",
    R"(How fast the simulator and the checker are on this machine, in CPU time of one core.

Usage: {program} bench engine [options]
       {program} bench check [options]
       {program} bench processes --replica PROGRAM [options]

engine: the full stack (Raft, store, sessions, clients, judge, digest, all checks) runs workload S37: 37 simulated
seconds, 5 replicas, 500 puts, heartbeats every 150 ms, hops of 1 to 10 ms. Its speed is stated as a
fraction of the reference pump's, a minimal program for the same workload, measured in the same
process before and after every chunk of 20 runs.

check: the linearizability checker decides generated histories of 10^4 to 10^6 operations, with unique and with
few values, good ones and such with one stale read. Its speed is stated as a multiple of the time that
std::sort takes for the same history, measured in the same process.

processes: somebody's replica program runs in virtual time: 37 simulated seconds, 5 replicas, 500 requests. Its speed
is stated as a multiple of real time; beside it, what part of the time is the program's own, and how many runs a second
two threads make, as a multiple of one.
)",
    bench_options,
    R"(Examples:
  {program} bench engine
  {program} bench engine --json --ratios 15
  {program} bench engine --users
  {program} bench check
  {program} bench processes --replica ./3700kvstore
  valgrind --tool=callgrind {program} bench engine --part full --runs 5
)",
    WordKind::none,
    "engine check processes",
};

namespace {

void line(std::string& text, const char* label, double value, const char* unit, int decimals) {
  char buffer[160];
  std::snprintf(buffer, sizeof buffer, "  %-44s %10.*f %s\n", label, decimals, value, unit);
  text += buffer;
}

std::string as_text(const bench::EngineBench& bench) {
  std::string text = "Engine, workload S37, one core, CPU time\n\n";
  line(text, "full stack / reference pump, with checks", bench.ratio_to_pump, "", 3);
  line(text, "full stack / reference pump, without checks", bench.ratio_to_pump_unchecked, "", 3);
  line(text, "checks_overhead, of the run without them", bench.checks_overhead * 100, "%", 1);
  line(text, "reference pump / bare event queue, an event", bench.pump_to_queue, "", 2);
  line(text, "50,000 requests / 500 requests, an event", bench.large_to_small, "", 2);
  line(text, "allocations an event, second run of a world", bench.allocations_per_event, "", 6);
  text += "\n";
  line(text, "bare event queue", bench.queue_ns_per_event, "ns/event", 1);
  line(text, "reference pump", bench.pump_ns_per_event, "ns/event", 1);
  line(text, "full stack without checks", bench.unchecked_ns_per_event, "ns/event", 1);
  line(text, "full stack with checks", bench.full_ns_per_event, "ns/event", 1);
  line(text, "reference pump", bench.pump_runs_per_second, "runs/s", 0);
  line(text, "full stack with checks", bench.runs_per_second, "runs/s", 0);
  text += "\nBeside it, full stack with checks / reference pump\n";
  line(text, "thrifty replication, suppressed heartbeats", bench.thrifty_ratio, "", 3);
  line(text, "10 % of the messages dropped", bench.drops_ratio, "", 3);
  line(text, "every hop through the real codecs", bench.wire_ratio, "", 3);
  text += "\nThe workloads compare\n";
  line(text, "messages delivered / the pump's", bench.messages_to_pump, "", 4);
  line(text, "requests answered in the worst run, of 500", static_cast<double>(bench.answered), "", 0);
  return text;
}

void field(std::string& text, const char* name, double value) {
  char buffer[96];
  std::snprintf(buffer, sizeof buffer, ",\"%s\":%.6g", name, value);
  text += buffer;
}

std::string as_json(const bench::EngineBench& bench) {
  std::string text = "{\"schema\":\"whitewater.bench-engine/1\"";
  field(text, "ratio_to_pump", bench.ratio_to_pump);
  field(text, "ratio_to_pump_unchecked", bench.ratio_to_pump_unchecked);
  field(text, "checks_overhead", bench.checks_overhead);
  field(text, "pump_to_queue", bench.pump_to_queue);
  field(text, "allocations_per_event", bench.allocations_per_event);
  field(text, "runs_per_second", bench.runs_per_second);
  field(text, "pump_runs_per_second", bench.pump_runs_per_second);
  field(text, "queue_ns_per_event", bench.queue_ns_per_event);
  field(text, "pump_ns_per_event", bench.pump_ns_per_event);
  field(text, "full_ns_per_event", bench.full_ns_per_event);
  field(text, "unchecked_ns_per_event", bench.unchecked_ns_per_event);
  field(text, "messages_to_pump", bench.messages_to_pump);
  field(text, "answered_of_500", static_cast<double>(bench.answered));
  field(text, "large_to_small", bench.large_to_small);
  field(text, "thrifty_ratio", bench.thrifty_ratio);
  field(text, "drops_ratio", bench.drops_ratio);
  field(text, "wire_ratio", bench.wire_ratio);
  return text + "}\n";
}

ExitCode bench_check(Console& console, bool json, bool large) {
  bench::CheckBenchOptions options;
  options.large = large;
  options.progress = [&](std::size_t done, std::size_t all) {
    console.progress("measuring: " + std::to_string(done) + "/" + std::to_string(all));
  };
  const bench::CheckBench rows = bench::run_check_bench(options);
  console.end_progress();
  console.print(json ? bench::check_bench_json(rows) : bench::check_bench_text(rows));
  return ExitCode::fine;
}

// Three scenarios of the catalogue, from easy to hard, and the scenarios that the benchmark adds.
ExitCode bench_users(const Program& program, bool json, unsigned runs) {
  Console& console = program.console;
  bench::UsersBenchOptions options;
  options.runs = runs;
  for (const char* name : {"simple-1", "crash-3", "unreliable-3"}) {
    std::optional<ScenarioInput> input = read_scenario_input(program, name, {});
    if (!input) return ExitCode::bad_input;
    options.scenarios.push_back(std::move(input->scenario));
  }
  options.progress = [&](std::size_t done, std::size_t all) {
    console.progress("measuring: " + std::to_string(done) + "/" + std::to_string(all));
  };
  const std::vector<bench::UsersRow> rows = bench::run_users_bench(options);
  console.end_progress();
  console.print(json ? bench::users_bench_json(rows) : bench::users_bench_text(rows));
  return ExitCode::fine;
}

ExitCode bench_processes(const Program& program, bool as_json_object, unsigned runs,
                         const std::vector<std::string>& replica, const std::vector<std::string>& words) {
  const Result<std::string> file = real::find_program(replica.front());
  if (!file) {
    program.console.error("--replica " + replica.front() + ": " + file.error().message);
    return ExitCode::bad_input;
  }
  std::string text = R"({"system": "program", "lifetime": 30, "replicas": 5, "requests": 500, "mix": 0.8, )";
  text += R"("program": {"path": )";
  json::append_string(text, file.value());
  const auto read = scenarios::read_scenario(text + "}}", "bench processes", program.toolbox);
  if (!read) {
    program.console.error(read.error().text());
    return ExitCode::bad_input;
  }
  bench::ProcessesBenchOptions options{read.value().scenario, replica.front(), runs, {}};
  options.scenario.system_options.get<virtual_time::Program>().arguments = words;
  options.progress = [&](unsigned done, unsigned all) {
    program.console.progress("measuring: " + std::to_string(done) + "/" + std::to_string(all));
  };
  const bench::ProcessesBench bench = bench::run_processes_bench(options);
  program.console.end_progress();
  if (!bench.refusal.empty()) {
    program.console.error(bench.refusal);
    return ExitCode::inconclusive;
  }
  program.console.print(as_json_object ? bench::processes_bench_json(bench) : bench::processes_bench_text(bench));
  return ExitCode::fine;
}

}  // namespace

ExitCode bench_verb(const Program& program, const Arguments& arguments) {
  Console& console = program.console;
  std::vector<std::string> words, replica, replica_words;
  std::optional<std::string> part;
  std::optional<std::uint64_t> ratios, runs;
  bool json = false, large = false, users = false;
  ArgumentParser parser(bench_table);
  parser.positionals(words);
  parser.value<std::uint64_t>("--ratios", ratios, number_between(1, 100'000));
  parser.choice("--part", part);
  parser.value<std::uint64_t>("--runs", runs, number_between(1, 100'000));
  parser.repeated("--replica", replica);
  parser.repeated("--replica-arg", replica_words);
  parser.flag("--json", json);
  parser.flag("--large", large);
  parser.flag("--users", users);
  if (const auto wrong = parser.parse(arguments)) return usage_error(program, "bench", wrong->text());
  const std::string what = words.size() == 1 ? words.front() : "";
  const bool check = what == "check", processes = what == "processes";
  if (what != "engine" && !check && !processes)
    return usage_error(program, "bench", "expected what to measure: engine, check or processes");
  if ((check || processes) && (ratios || part || users))
    return usage_error(program, "bench", "--ratios, --part and --users belong to 'bench engine'");
  if (check && runs) return usage_error(program, "bench", "--runs does not belong to 'bench check'");
  if (processes != (replica.size() == 1) || (!processes && !replica_words.empty()) || replica.size() > 1)
    return usage_error(program, "bench", "'bench processes' takes one --replica PROGRAM, and nothing else does");
  if (users && (part || ratios)) return usage_error(program, "bench", "--users goes with neither --part nor --ratios");
  if (what != "check" && large) return usage_error(program, "bench", "--large belongs to 'bench check'");
  if (check) return bench_check(console, json, large);

  if (processes) return bench_processes(program, json, static_cast<unsigned>(runs.value_or(5)), replica, replica_words);
  const auto runs_wanted = static_cast<unsigned>(runs.value_or(users ? 300 : 20));
  if (users) return bench_users(program, json, runs_wanted);
  if (part) {
    console.print(std::to_string(bench::run_engine_part(*part, runs_wanted)) + " events\n");
    return ExitCode::fine;
  }

  bench::EngineBenchOptions options;
  options.ratios = static_cast<unsigned>(ratios.value_or(75));
  options.progress = [&](unsigned done, unsigned all) {
    console.progress("measuring: " + std::to_string(done) + "/" + std::to_string(all));
  };
  const bench::EngineBench bench = bench::run_engine_bench(options);
  console.end_progress();
  console.print(json ? as_json(bench) : as_text(bench));
  return ExitCode::fine;
}

}  // namespace whitewater::tools
