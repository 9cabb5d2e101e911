// The fastest of several repeats of both: noise only ever adds.
#include "tools/bench/check_bench.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "core/wire/json_writer.hpp"
#include "tools/allocation_counter.hpp"
#include "tools/bench/cpu_time.hpp"
#include "tools/history/history_generator.hpp"

namespace whitewater::bench {

namespace {

constexpr double asked_ratio = 3;
constexpr double asked_bytes = 64;

std::vector<CheckBenchCase> cases(bool large) {
  constexpr std::array<std::array<std::uint32_t, 2>, 4> shapes{{{1, 10}, {10, 50}, {100, 200}, {1, 200}}};
  std::vector<std::uint64_t> sizes{10'000, 100'000, 1'000'000};
  if (large) sizes.push_back(10'000'000);
  std::vector<CheckBenchCase> list;
  for (const std::uint64_t operations : sizes)
    for (const std::uint32_t values : {0u, 16u})
      for (const auto& [keys, clients] : shapes)
        for (const std::uint32_t pending : {0u, 2'000u})
          for (const bool stale : {false, true}) list.push_back({keys, clients, values, pending, stale, operations});
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

// So many operations may stay undecided; a table is to take no longer for them than for the rest.
constexpr std::uint64_t steps_max_large = 5'000'000;

CheckBenchRow measure(const CheckBenchCase& what) {
  const checks::History history = generate(what);
  CheckBenchRow row;
  row.what = what;
  row.seconds = row.sort_seconds = 1e9;
  double spent = 0;
  checks::LinearizabilityOptions options;
  if (what.operations >= 1'000'000) options.steps_max = steps_max_large * (what.operations / 1'000'000);
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
  // A search takes what its budget allows; asked about is what the zones take.
  if (what.values != 0) return row;
  tools::watch_bytes(true);
  (void)checks::check_linearizability(history);
  row.bytes_an_operation = static_cast<double>(tools::most_bytes_held()) / static_cast<double>(what.operations);
  tools::watch_bytes(false);
  return row;
}

const char* answer_word(checks::Answer answer) {
  return answer == checks::Answer::linearizable ? "yes" : answer == checks::Answer::unknown ? "unknown" : "no";
}

std::string row_text(const CheckBenchRow& row) {
  char bytes[16] = "       ";
  if (row.what.values == 0) std::snprintf(bytes, sizeof bytes, "%7.1f", row.bytes_an_operation);
  char line[200];
  std::snprintf(line, sizeof line, "%4u %7u %7s %7.1f %% %5s %10llu %11.2f %9.2f %s  %-8s %s\n", row.what.keys,
                row.what.clients, row.what.values == 0 ? "unique" : std::to_string(row.what.values).c_str(),
                row.what.pending_ppm / 1e4, row.what.stale_read ? "yes" : "no",
                static_cast<unsigned long long>(row.what.operations), row.operations_a_second() / 1e6,
                row.ratio_to_sort(), bytes, answer_word(row.answer), row.methods.c_str());
  return line;
}

// The right answer, or none. Of many clients that write few values to one key no single read is certainly stale.
bool right(const CheckBenchRow& row) {
  if (row.answer == checks::Answer::unknown) return true;
  const bool good = row.answer == checks::Answer::linearizable;
  return good != row.what.stale_read || (good && row.what.values != 0 && row.what.keys == 1 && row.what.clients > 50);
}

}  // namespace

std::vector<CheckBenchRow> run_check_bench(const CheckBenchOptions& options) {
  pin_to_current_core();
  const std::vector<CheckBenchCase> list = cases(options.large);
  std::vector<CheckBenchRow> rows;
  for (const CheckBenchCase& what : list) {
    rows.push_back(measure(what));
    if (options.progress) options.progress(rows.size(), list.size());
  }
  return rows;
}

std::string check_bench_text(const std::vector<CheckBenchRow>& rows) {
  std::string text =
      "Linearizability of generated histories, one core, CPU time\n\n"
      "keys clients  values   pending stale operations  million/s   / sort  bytes/op  answer   by\n";
  double ratio = 0, bytes = 0, slowest = 0;
  std::size_t undecided = 0, wrong = 0;
  for (const CheckBenchRow& row : rows) {
    text += row_text(row);
    if (!right(row)) ++wrong;
    if (row.what.values == 0) {
      ratio = std::max(ratio, row.ratio_to_sort());
      bytes = std::max(bytes, row.bytes_an_operation);
    } else if (row.what.operations <= 100'000 && !(row.what.keys == 1 && row.what.clients > 50)) {
      slowest = std::max(slowest, row.seconds);
      if (row.answer == checks::Answer::unknown) ++undecided;
    }
  }
  char line[400];
  std::snprintf(
      line, sizeof line,
      "\nUnique values: at most %.2f times as long as std::sort (asked: %.0f), at most %.1f bytes an operation\n"
      "beyond the history (asked: %.0f). 16 values, up to 100,000 operations: at most %.2f s (asked: 2), %zu\n"
      "undecided (asked: 0; one key with more than 50 clients is left out). Wrong answers: %zu.\n",
      ratio, asked_ratio, bytes, asked_bytes, slowest, undecided, wrong);
  return text + line;
}

std::string check_bench_json(const std::vector<CheckBenchRow>& rows) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  writer.key("schema").string("whitewater.bench-check/1");
  writer.key("rows").begin_array();
  for (const CheckBenchRow& row : rows) {
    writer.begin_object();
    writer.key("keys").unsigned_integer(row.what.keys);
    writer.key("clients").unsigned_integer(row.what.clients);
    writer.key("values").unsigned_integer(row.what.values);
    writer.key("pending").decimal(row.what.pending_ppm, 6);
    writer.key("stale_read").boolean(row.what.stale_read);
    writer.key("operations").unsigned_integer(row.what.operations);
    writer.key("seconds").decimal(static_cast<std::int64_t>(row.seconds * 1e9), 9);
    writer.key("ratio_to_sort").decimal(static_cast<std::int64_t>(row.ratio_to_sort() * 1e3), 3);
    if (row.what.values == 0)
      writer.key("bytes_an_operation").decimal(static_cast<std::int64_t>(row.bytes_an_operation * 10), 1);
    writer.key("answer").string(answer_word(row.answer));
    writer.key("methods").string(row.methods);
    writer.end_object();
  }
  writer.end_array();
  writer.end_object();
  return text + "\n";
}

}  // namespace whitewater::bench
