// The table of `bench check`, and the sentence below it: the requirements and the measured values.
#include <algorithm>
#include <cstdio>

#include "core/wire/json_writer.hpp"
#include "tools/bench/check_bench.hpp"

namespace whitewater::tools::bench {

namespace {

constexpr double asked_ratio = 3;
constexpr double asked_bytes = 64;

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

// True if the answer is right or unknown. With many clients that write few values to one key, no read is certainly
// stale.
bool right(const CheckBenchRow& row) {
  if (row.answer == checks::Answer::unknown) return true;
  const bool good = row.answer == checks::Answer::linearizable;
  return good != row.what.stale_read || (good && row.what.values != 0 && row.what.keys == 1 && row.what.clients > 50);
}

std::string fed_text(const FedBenchRow& row) {
  char line[160];
  std::snprintf(line, sizeof line, "%4u %7u  unique %28llu %11.2f %17.1f  %s\n", row.keys, row.clients,
                static_cast<unsigned long long>(row.operations),
                static_cast<double>(row.operations) / row.seconds / 1e6, row.bytes_an_operation,
                answer_word(row.answer));
  return line;
}

// States what is required of the checker, and what the rows show.
std::string summary_text(const CheckBench& bench) {
  double ratio = 0, bytes = 0, slowest = 0;
  std::size_t undecided = 0, wrong = 0;
  for (const CheckBenchRow& row : bench.rows) {
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
  return line;
}

}  // namespace

std::string check_bench_text(const CheckBench& bench) {
  std::string text =
      "Linearizability of generated histories, one core, CPU time\n\n"
      "keys clients  values   pending stale operations  million/s   / sort  bytes/op  answer   by\n";
  for (const CheckBenchRow& row : bench.rows) text += row_text(row);
  text += "\nFed event by event:\n";
  for (const FedBenchRow& row : bench.fed) text += fed_text(row);
  return text + summary_text(bench);
}

std::string check_bench_json(const CheckBench& bench) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  writer.key("schema").string("whitewater.bench-check/1");
  writer.key("rows").begin_array();
  for (const CheckBenchRow& row : bench.rows) {
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
  writer.key("fed").begin_array();
  for (const FedBenchRow& row : bench.fed) {
    writer.begin_object();
    writer.key("keys").unsigned_integer(row.keys);
    writer.key("clients").unsigned_integer(row.clients);
    writer.key("operations").unsigned_integer(row.operations);
    writer.key("seconds").decimal(static_cast<std::int64_t>(row.seconds * 1e9), 9);
    writer.key("bytes_an_operation").decimal(static_cast<std::int64_t>(row.bytes_an_operation * 10), 1);
    writer.key("answer").string(answer_word(row.answer));
    writer.end_object();
  }
  writer.end_array();
  writer.end_object();
  return text + "\n";
}

}  // namespace whitewater::tools::bench
