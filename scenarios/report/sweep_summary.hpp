// SweepSummary: what many runs of one scenario come to: pass rate, the spread of each figure, the
// distribution over the tiers, and the seeds that failed. Depends on the reports and the order in which
// they were added, never on the time they took or the thread they ran on.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/course/rules.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/report/report.hpp"

namespace whitewater::scenarios {

// The figures whose spread is shown, in the order of the table.
enum class Figure : std::uint8_t {
  total_msgs,
  total_drops,
  requests,
  failures,
  duplicates,
  redirects,
  incorrect,
  unanswered_get,
  unanswered_put,
  failed_to_generate_get,
  leaders,
  died,
  killed,
  median_latency,
  mean_latency,
  ok_p50,
  ok_p99,
  ok_max,
};
inline constexpr std::size_t figures_count = 18;

// Smallest, lower median, the nearest-rank 95th percentile, largest.
struct Spread {
  std::uint64_t min = 0, median = 0, p95 = 0, max = 0;
};

class SweepSummary {
 public:
  using Reproduce = std::function<std::string(std::uint64_t seed)>;

  SweepSummary(std::string scenario, const course::Rules& rules);

  void add(const RunReport& report);

  const std::string& scenario() const { return scenario_; }
  std::uint64_t runs() const { return passed_ + failed_ + by_chance_ + unknown_; }
  std::uint64_t passed() const { return passed_; }
  std::uint64_t failed() const { return failed_; }  // not by chance
  std::uint64_t by_chance() const { return by_chance_; }
  std::uint64_t unknown() const { return unknown_; }
  Spread spread(Figure figure) const;

  // The tables of this scenario. reproduce gives the command line that runs one seed of it again.
  std::string text(const TextStyle& style, const Reproduce& reproduce) const;

  // Only the seeds that failed, with scenario and reason; empty when none did.
  std::string failures_text(const TextStyle& style, const Reproduce& reproduce) const;

 private:
  struct Failure {
    std::uint64_t seed;
    bool by_chance;
    std::string verdict;
    std::string words;
  };

  std::string verdicts_text(const TextStyle& style) const;
  std::string figures_text(const TextStyle& style) const;
  std::string tiers_text(const TextStyle& style) const;

  std::string scenario_;
  bool has_tiers_;
  std::uint64_t passed_ = 0;
  std::uint64_t failed_ = 0;
  std::uint64_t by_chance_ = 0;
  std::uint64_t unknown_ = 0;
  std::array<std::vector<std::uint64_t>, figures_count> values_;
  std::array<std::array<std::uint64_t, 4>, 4> tiers_{};  // metric, tier
  std::vector<Failure> failures_;
};

// One row for each scenario, to be read after a sweep over several.
std::string overview_text(const std::vector<SweepSummary>& summaries, const TextStyle& style);

}  // namespace whitewater::scenarios
