// Reports the fastest of several repeats of both measurements: noise only ever adds time.
#include "tools/bench/check_bench.hpp"

#include <algorithm>
#include <array>

#include "core/check/linearizability/incremental.hpp"
#include "tools/allocation_counter.hpp"
#include "tools/bench/cpu_time.hpp"
#include "tools/history/history_generator.hpp"

namespace whitewater::tools::bench {

namespace {

constexpr std::array<std::array<std::uint32_t, 2>, 4> shapes{{{1, 10}, {10, 50}, {100, 200}, {1, 200}}};

std::vector<CheckBenchCase> cases(bool large) {
  std::vector<std::uint64_t> sizes{10'000, 100'000, 1'000'000};
  if (large) sizes.push_back(10'000'000);
  std::vector<CheckBenchCase> list;
  for (const std::uint64_t operations : sizes)
    for (const std::uint32_t values : {0u, 16u}) {
      if (values != 0 && operations > 1'000'000) continue;
      for (const auto& [keys, clients] : shapes)
        for (const std::uint32_t pending : {0u, 2'000u})
          for (const bool stale : {false, true}) list.push_back({keys, clients, values, pending, stale, operations});
    }
  return list;
}

checks::History generate(const CheckBenchCase& what) {
  checks::GeneratedHistory wanted;
  wanted.keys = what.keys;
  wanted.clients = what.clients;
  wanted.operations = what.operations;
  wanted.values = what.values;
  wanted.pending = {what.pending_ppm};
  wanted.stale_read = what.stale_read;
  return checks::generate_history(wanted);
}

double sort_seconds(const checks::History& history) {
  std::vector<checks::Operation> operations = history.operations;
  const std::int64_t before = cpu_time_ns();
  std::sort(operations.begin(), operations.end(),
            [](const checks::Operation& a, const checks::Operation& b) { return a.returned < b.returned; });
  return static_cast<double>(cpu_time_ns() - before) / 1e9;
}

std::string methods_of(const checks::LinearizabilityResult& result) {
  std::string methods;
  for (const checks::KeyVerdict& key : result.keys) {
    const std::string name = checks::method_name(key.method);
    if (methods.find(name) == std::string::npos) methods += (methods.empty() ? "" : ", ") + name;
  }
  return methods;
}

// The step budget of large cases: their operations may stay undecided, but must not take longer than the other rows.
constexpr std::uint64_t steps_max_large = 5'000'000;

CheckBenchRow measure(const CheckBenchCase& what) {
  const checks::History history = generate(what);
  CheckBenchRow row;
  row.what = what;
  row.seconds = row.sort_seconds = 1e9;
  double spent = 0;
  checks::LinearizabilityOptions options;
  if (what.operations >= 1'000'000) options.steps_max = steps_max_large;
  for (unsigned repeat = 0; repeat < 5 && spent < 0.3; ++repeat) {
    row.sort_seconds = std::min(row.sort_seconds, sort_seconds(history));
    const std::int64_t before = cpu_time_ns();
    const checks::LinearizabilityResult result = checks::check_linearizability(history, options);
    const double seconds = static_cast<double>(cpu_time_ns() - before) / 1e9;
    row.seconds = std::min(row.seconds, seconds);
    row.answer = result.answer;
    if (repeat == 0) row.methods = methods_of(result);
    spent += seconds;
  }
  // A search takes the memory that its budget allows. So only the memory of the zones is measured.
  if (what.values != 0) return row;
  tools::watch_bytes(true);
  (void)checks::check_linearizability(history);
  row.bytes_an_operation = static_cast<double>(tools::most_bytes_held()) / static_cast<double>(what.operations);
  tools::watch_bytes(false);
  return row;
}

// Calls come before completions of the same time, as the checker requires.
struct Moment {
  std::int64_t time;
  std::uint32_t operation;
  bool is_return;
};

std::vector<Moment> moments_of(const checks::History& history) {
  std::vector<Moment> moments;
  for (std::uint32_t i = 0; i < history.operations.size(); ++i) {
    moments.push_back({history.operations[i].called, i, false});
    if (!history.operations[i].pending()) moments.push_back({history.operations[i].returned, i, true});
  }
  std::sort(moments.begin(), moments.end(), [](const Moment& a, const Moment& b) {
    if (a.time != b.time) return a.time < b.time;
    return a.is_return != b.is_return ? b.is_return : a.operation < b.operation;
  });
  return moments;
}

// Generated calls are in the order of time, so the checker gives each operation the same number as the history.
void feed(checks::IncrementalChecker& checker, const checks::History& history, const std::vector<Moment>& moments) {
  for (const Moment& moment : moments) {
    const checks::Operation& operation = history.operations[moment.operation];
    if (!moment.is_return)
      checker.call(operation);
    else if (operation.kind == checks::Operation::Kind::get)
      checker.complete_get(moment.operation, operation.returned, operation.value);
    else
      checker.complete(moment.operation, operation.returned);
  }
}

FedBenchRow measure_fed(std::uint32_t keys, std::uint32_t clients) {
  FedBenchRow row;
  row.keys = keys;
  row.clients = clients;
  CheckBenchCase what;
  what.keys = keys;
  what.clients = clients;
  what.operations = row.operations;
  const checks::History history = generate(what);
  const std::vector<Moment> moments = moments_of(history);
  tools::watch_bytes(true);
  {
    checks::IncrementalChecker checker;
    for (std::uint32_t key = 0; key < history.keys.size(); ++key) checker.key(history.keys.text(key));
    for (std::uint32_t value = 0; value < history.values.size(); ++value) checker.value(history.values.text(value));
    const std::int64_t before = cpu_time_ns();
    feed(checker, history, moments);
    row.answer = checker.finish();
    row.seconds = static_cast<double>(cpu_time_ns() - before) / 1e9;
    const checks::History& kept = checker.history();
    const std::size_t of_history = kept.operations.capacity() * sizeof(checks::Operation) + kept.keys.bytes() +
                                   kept.values.bytes() + kept.clients.bytes();
    row.bytes_an_operation = (static_cast<double>(tools::bytes_held()) - static_cast<double>(of_history)) /
                             static_cast<double>(row.operations);
  }
  tools::watch_bytes(false);
  return row;
}

}  // namespace

CheckBench run_check_bench(const CheckBenchOptions& options) {
  pin_to_current_core();
  const std::vector<CheckBenchCase> list = cases(options.large);
  CheckBench bench;
  for (const auto& [keys, clients] : shapes) bench.fed.push_back(measure_fed(keys, clients));
  for (const CheckBenchCase& what : list) {
    bench.rows.push_back(measure(what));
    if (options.progress) options.progress(bench.rows.size(), list.size());
  }
  return bench;
}

}  // namespace whitewater::tools::bench
