// What the replicas themselves used is what ended children of this process used: nothing else is started meanwhile.
#include "tools/bench/processes_bench.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <thread>

#include "core/wire/json_writer.hpp"
#include "scenarios/experiment/runner.hpp"

namespace whitewater::tools::bench {

namespace {

std::int64_t nanoseconds_of(const timeval& time) {
  return time.tv_sec * 1'000'000'000 + time.tv_usec * 1'000;
}

std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

rusage children() {
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  return used;
}

// Runs the seeds from `first` on, and ends all processes.
void run_seeds(const ProcessesBenchOptions& options, std::uint64_t first, ProcessesBench* noted) {
  scenarios::Runner runner;
  for (unsigned i = 0; i < options.runs; ++i) {
    const scenarios::RunReport report = runner.run(options.scenario, first + i);
    if (noted == nullptr) continue;
    noted->simulated_ns += report.virtual_time.ns;
    noted->passed += report.outcome == scenarios::RunReport::Outcome::pass ? 1 : 0;
    if (report.outcome == scenarios::RunReport::Outcome::unknown) noted->refusal = report.reason;
    options.progress(i + 1, 2 * options.runs);
  }
}

std::int64_t mean(std::int64_t sum, unsigned count) {
  return sum / std::max(1u, count);
}

void line(std::string& text, const char* label, double value, const char* unit, int decimals) {
  std::array<char, 160> buffer;
  std::snprintf(buffer.data(), buffer.size(), "  %-56s %10.*f %s\n", label, decimals, value, unit);
  text += buffer.data();
}

double as_seconds(std::int64_t ns) {
  return static_cast<double>(ns) / 1e9;
}

}  // namespace

double ProcessesBench::times_real() const {
  return static_cast<double>(simulated_ns) / static_cast<double>(std::max<std::int64_t>(1, wall_ns));
}

ProcessesBench run_processes_bench(const ProcessesBenchOptions& options) {
  ProcessesBench bench;
  bench.program = options.program;
  bench.runs = options.runs;
  const rusage before = children();
  const std::int64_t begin = now_ns();
  run_seeds(options, 1, &bench);
  const std::int64_t one = now_ns() - begin;
  const rusage after = children();
  bench.wall_ns = mean(one, options.runs);
  bench.simulated_ns = mean(bench.simulated_ns, options.runs);
  bench.own_ns = mean(nanoseconds_of(after.ru_utime) - nanoseconds_of(before.ru_utime), options.runs);
  bench.kernel_ns = mean(nanoseconds_of(after.ru_stime) - nanoseconds_of(before.ru_stime), options.runs);
  bench.stops = static_cast<double>(after.ru_nvcsw - before.ru_nvcsw) / std::max(1u, options.runs);
  const std::int64_t second_begin = now_ns();
  std::thread beside([&] { run_seeds(options, 1'000, nullptr); });
  run_seeds(options, 1, nullptr);
  beside.join();
  bench.two_at_once =
      2 * static_cast<double>(one) / static_cast<double>(std::max<std::int64_t>(1, now_ns() - second_begin));
  options.progress(2 * options.runs, 2 * options.runs);
  return bench;
}

std::string processes_bench_text(const ProcessesBench& bench) {
  std::string text = "Programs in virtual time: " + bench.program + ", 5 replicas, 500 requests, seeds 1 to " +
                     std::to_string(bench.runs) + "\n\n";
  line(text, "simulated time / wall time", bench.times_real(), "", 1);
  line(text, "the replicas' own CPU time, of the wall time",
       100 * static_cast<double>(bench.own_ns) / static_cast<double>(std::max<std::int64_t>(1, bench.wall_ns)), "%", 1);
  line(text, "runs a second, two at once / one", bench.two_at_once, "", 2);
  text += "\n";
  line(text, "simulated time a run", as_seconds(bench.simulated_ns), "s", 1);
  line(text, "wall time a run", as_seconds(bench.wall_ns), "s", 3);
  line(text, "the replicas' own CPU time a run", as_seconds(bench.own_ns), "s", 3);
  line(text, "the kernel's for them a run", as_seconds(bench.kernel_ns), "s", 3);
  line(text, "stops of a replica a run", bench.stops, "", 0);
  line(text, "runs that pass", bench.passed, ("of " + std::to_string(bench.runs)).c_str(), 0);
  return text;
}

std::string processes_bench_json(const ProcessesBench& bench) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  writer.key("schema").string("whitewater.bench-processes/1");
  writer.key("program").string(bench.program);
  writer.key("runs").unsigned_integer(bench.runs);
  writer.key("passed").unsigned_integer(bench.passed);
  writer.key("times_real").decimal(static_cast<std::int64_t>(bench.times_real() * 1'000), 3);
  writer.key("two_at_once").decimal(static_cast<std::int64_t>(bench.two_at_once * 1'000), 3);
  writer.key("simulated_s").decimal(bench.simulated_ns, 9);
  writer.key("wall_s").decimal(bench.wall_ns, 9);
  writer.key("own_cpu_s").decimal(bench.own_ns, 9);
  writer.key("kernel_cpu_s").decimal(bench.kernel_ns, 9);
  writer.key("stops").unsigned_integer(static_cast<std::uint64_t>(bench.stops));
  writer.end_object();
  return text + "\n";
}

}  // namespace whitewater::tools::bench
