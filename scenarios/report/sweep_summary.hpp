// SweepSummary: what many runs of one scenario come to: pass rate, the spread of each figure, the
// distribution over the tiers, and the seeds that failed. Depends on the reports and the order in which
// they were added, never on the time they took or the thread they ran on.
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
  std::uint64_t failed() const { return failed_; }  // not by chance
  std::uint64_t by_chance() const { return by_chance_; }
  std::uint64_t unknown() const { return unknown_; }
  // Of the figure of that key; nothing but zeros when there is none.
  Spread spread(std::string_view key) const;
  // Of the first run: what is known of each figure, but for its value.
  const std::vector<Figure>& figures() const { return figures_; }

  // The tables of this scenario. reproduce gives the command line that runs one seed of it again.
  std::string text(const TextStyle& style, const Reproduce& reproduce) const;

  // Only the seeds that failed, with scenario and reason; empty when none did.
  std::string failures_text(const TextStyle& style, const Reproduce& reproduce) const;

 private:
  struct Failure {
    std::uint64_t seed;
    bool doubtful;  // by chance, or without a verdict
    std::string verdict;
    std::string words;
  };

  struct GradeCounts {
    Grade grade;
    std::vector<std::uint64_t> counts;  // by rank
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
  std::vector<std::vector<std::uint64_t>> values_;  // by figure
  std::vector<GradeCounts> grades_;
  std::vector<Failure> failures_;
};

// One row for each scenario, to be read after a sweep over several.
std::string overview_text(const std::vector<SweepSummary>& summaries, const TextStyle& style);

}  // namespace whitewater::scenarios
