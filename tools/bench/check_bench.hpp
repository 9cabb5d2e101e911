// CheckBench: how fast the linearizability checker is on generated histories, as a multiple of the time that std::sort
// needs for the same history, measured in the same run; and how much memory the checker takes beyond the history.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/check/linearizability/linearizability.hpp"

namespace whitewater::tools::bench {

struct CheckBenchCase {
  std::uint32_t keys = 1;
  std::uint32_t clients = 10;
  std::uint32_t values = 0;       // number of different values; 0: every put has a unique value
  std::uint32_t pending_ppm = 0;  // the share of operations that are never answered
  bool stale_read = false;
  std::uint64_t operations = 10'000;
};

struct CheckBenchRow {
  CheckBenchCase what;
  double seconds = 0;       // CPU time of the check
  double sort_seconds = 0;  // CPU time of sorting the same operations by their return
  double bytes_an_operation = 0;
  checks::Answer answer = checks::Answer::unknown;
  std::string methods;  // the methods that decided the keys

  double operations_a_second() const { return static_cast<double>(what.operations) / seconds; }
  double ratio_to_sort() const { return seconds / sort_seconds; }
};

struct CheckBenchOptions {
  bool large = false;  // also measure 10^7 operations with unique values
  std::function<void(std::size_t done, std::size_t all)> progress;
};

// The same for the incremental checker, which receives one event after the other.
struct FedBenchRow {
  std::uint32_t keys = 1;
  std::uint32_t clients = 10;
  std::uint64_t operations = 1'000'000;
  double seconds = 0;
  double bytes_an_operation = 0;  // held at the end, not counting the history
  checks::Answer answer = checks::Answer::unknown;
};

struct CheckBench {
  std::vector<CheckBenchRow> rows;
  std::vector<FedBenchRow> fed;
};

CheckBench run_check_bench(const CheckBenchOptions& options);

std::string check_bench_text(const CheckBench& bench);
std::string check_bench_json(const CheckBench& bench);

}  // namespace whitewater::tools::bench
