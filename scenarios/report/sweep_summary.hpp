// SweepSummary: the results of many runs of one scenario: pass rate, the spread of each figure, the
// distribution over the tiers, and the seeds that failed. Depends on the reports and their order, never on
// times or threads.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/number_text.hpp"
#include "scenarios/report/report.hpp"

namespace whitewater::scenarios {

// Smallest, lower median, the nearest-rank 95th percentile, largest.
struct Spread {
  std::uint64_t min = 0, median = 0, p95 = 0, max = 0;
};

class SweepSummary {
 public:
  using Reproduce = std::function<std::string(std::uint64_t seed)>;

  explicit SweepSummary(std::string scenario);

  void add(const RunReport& report);

  const std::string& scenario() const { return scenario_; }
  std::uint64_t runs() const { return passed_ + failed_ + by_chance_ + unknown_; }
  std::uint64_t passed() const { return passed_; }
  std::uint64_t failed() const { return failed_; }  // runs that failed by chance do not count
  std::uint64_t by_chance() const { return by_chance_; }
  std::uint64_t unknown() const { return unknown_; }
  // The spread of the figure with that key; only zeros if there is no such figure.
  Spread spread(std::string_view key) const;
  // The figures of the first run: their names, units and columns.
  const std::vector<Figure>& figures() const { return figures_; }

  // The tables of this scenario. reproduce returns the command line that runs one seed again.
  std::string text(const TextStyle& style, const Reproduce& reproduce) const;

  // Only the seeds that did not pass, with scenario and reason; empty if all passed.
  std::string failures_text(const TextStyle& style, const Reproduce& reproduce) const;

 private:
  struct Failure {
    std::uint64_t seed;
    bool doubtful;  // failed by chance, or no verdict
    std::string verdict;
    std::string words;
  };

  struct GradeCounts {
    Grade grade;
    std::vector<std::uint64_t> counts;  // indexed by rank
  };

  std::string verdicts_text(const TextStyle& style) const;
  std::string figures_text(const TextStyle& style) const;
  std::string grades_text(const TextStyle& style) const;
  Spread spread_at(std::size_t figure) const;

  std::string scenario_;
  std::uint64_t passed_ = 0;
  std::uint64_t failed_ = 0;
  std::uint64_t by_chance_ = 0;
  std::uint64_t unknown_ = 0;
  std::vector<Figure> figures_;
  std::vector<std::vector<std::uint64_t>> values_;  // indexed by figure
  std::vector<GradeCounts> grades_;
  std::vector<Failure> failures_;
};

// One row for each scenario: the overview after a sweep over several scenarios.
std::string overview_text(const std::vector<SweepSummary>& summaries, const TextStyle& style);

}  // namespace whitewater::scenarios
