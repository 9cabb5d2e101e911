// The figures are rows of a table: adding one is a row, not a function.
#include "scenarios/report/sweep_summary.hpp"

#include <algorithm>
#include <utility>

#include "scenarios/report/report_text.hpp"

namespace whitewater::scenarios {

namespace {

using Tone = TextStyle::Tone;

constexpr std::size_t failures_shown_max = 50;
constexpr std::size_t label_width = 28;
constexpr std::size_t column_width = 13;

struct FigureRow {
  Figure figure;
  std::string_view label;
  bool seconds;
};

constexpr std::array<FigureRow, figures_count> figure_rows{{
    {Figure::total_msgs, "messages between replicas", false},
    {Figure::total_drops, "messages dropped", false},
    {Figure::requests, "client requests", false},
    {Figure::failures, "failures", false},
    {Figure::duplicates, "duplicate answers", false},
    {Figure::redirects, "redirects (and fails)", false},
    {Figure::incorrect, "incorrect answers", false},
    {Figure::unanswered_get, "unanswered gets", false},
    {Figure::unanswered_put, "unanswered puts", false},
    {Figure::failed_to_generate_get, "gets without a key", false},
    {Figure::leaders, "leaders", false},
    {Figure::died, "replicas died", false},
    {Figure::killed, "replicas killed", false},
    {Figure::median_latency, "median latency", true},
    {Figure::mean_latency, "mean latency", true},
    {Figure::ok_p50, "ok latency, median", true},
    {Figure::ok_p99, "ok latency, p99", true},
    {Figure::ok_max, "ok latency, max", true},
}};

std::uint64_t nanoseconds_of(Duration d) {
  return d.ns < 0 ? 0 : static_cast<std::uint64_t>(d.ns);
}

std::array<std::uint64_t, figures_count> figures_of(const course::Statistics& s) {
  return {s.total_msgs,
          s.total_drops,
          s.requests,
          s.failures,
          s.duplicates,
          s.redirects,
          s.incorrect,
          s.unanswered_get,
          s.unanswered_put,
          s.failed_to_generate_get,
          s.leaders,
          s.died,
          s.killed,
          nanoseconds_of(s.median_latency),
          nanoseconds_of(s.mean_latency),
          nanoseconds_of(s.ok_latency.p50),
          nanoseconds_of(s.ok_latency.p99),
          nanoseconds_of(s.ok_latency.max)};
}

std::string value_text(const FigureRow& row, std::uint64_t value) {
  return row.seconds ? microsecond_seconds(Duration{static_cast<std::int64_t>(value)}) + " s" : grouped(value);
}

}  // namespace

SweepSummary::SweepSummary(std::string scenario, const course::Rules& rules)
    : scenario_(std::move(scenario)), has_tiers_(rules.benchmarks.has_value()) {}

void SweepSummary::add(const RunReport& report) {
  switch (report.outcome) {
    case RunReport::Outcome::pass:
      ++passed_;
      break;
    case RunReport::Outcome::fail:
      ++(report.failed_by_chance() ? by_chance_ : failed_);
      break;
    case RunReport::Outcome::unknown:
      ++unknown_;
      break;
  }
  if (report.outcome != RunReport::Outcome::pass)
    failures_.push_back({report.seed, report.failed_by_chance(), verdict_text(report), failure_text(report)});
  const auto figures = figures_of(report.statistics);
  for (std::size_t i = 0; i < figures_count; ++i) values_[i].push_back(figures[i]);
  if (!report.tiers) return;
  const std::array<course::Tier, 4> tiers{report.tiers->total_msgs, report.tiers->failures, report.tiers->duplicates,
                                          report.tiers->median_latency};
  for (std::size_t metric = 0; metric < tiers.size(); ++metric)
    ++tiers_[metric][static_cast<std::size_t>(tiers[metric])];
}

Spread SweepSummary::spread(Figure figure) const {
  std::vector<std::uint64_t> sorted = values_[static_cast<std::size_t>(figure)];
  if (sorted.empty()) return {};
  std::sort(sorted.begin(), sorted.end());
  const std::size_t n = sorted.size();
  return {sorted.front(), sorted[(n - 1) / 2], sorted[(n * 95 + 99) / 100 - 1], sorted.back()};
}

std::string SweepSummary::verdicts_text(const TextStyle& style) const {
  std::string text;
  const auto row = [&](std::string_view label, std::uint64_t count, Tone tone) {
    const std::string words =
        std::string("  ") + pad_right(label, label_width) + pad_left(grouped(count), column_width);
    text += (count > 0 ? style.paint(tone, words) : words) + pad_left(percent_text(count, runs()), column_width) + "\n";
  };
  row("passed", passed_, Tone::good);
  row("failed", failed_, Tone::bad);
  row("failed by chance", by_chance_, Tone::caution);
  if (unknown_ > 0) row("unknown", unknown_, Tone::caution);
  return text;
}

std::string SweepSummary::figures_text(const TextStyle& style) const {
  std::string header = std::string("  ") + std::string(label_width, ' ');
  for (const std::string_view column : {"min", "median", "p95", "max"}) header += pad_left(column, column_width);
  std::string text = style.paint(Tone::faint, header) + "\n";
  for (const FigureRow& row : figure_rows) {
    const Spread spread_of_row = spread(row.figure);
    text.append("  ") += pad_right(row.label, label_width);
    for (const std::uint64_t value : {spread_of_row.min, spread_of_row.median, spread_of_row.p95, spread_of_row.max})
      text += pad_left(value_text(row, value), column_width);
    text += "\n";
  }
  return text;
}

std::string SweepSummary::tiers_text(const TextStyle& style) const {
  static constexpr std::array<std::string_view, 4> metrics{"total messages", "failures", "duplicates",
                                                           "median latency"};
  std::string header = std::string("  ") + pad_right("tiers", label_width);
  for (std::size_t tier = 0; tier < 4; ++tier)
    header += pad_left(course::tier_name(static_cast<course::Tier>(tier)), column_width);
  std::string text = style.paint(Tone::faint, header) + "\n";
  for (std::size_t metric = 0; metric < metrics.size(); ++metric) {
    text.append("  ") += pad_right(metrics[metric], label_width);
    for (const std::uint64_t count : tiers_[metric]) text += pad_left(grouped(count), column_width);
    text += "\n";
  }
  return text;
}

std::string SweepSummary::text(const TextStyle& style, const Reproduce& reproduce) const {
  std::string text =
      style.paint(Tone::strong, scenario_) + "  " + grouped(runs()) + (runs() == 1 ? " run" : " runs") + "\n";
  if (runs() == 0) return text;
  text += verdicts_text(style).append("\n").append(figures_text(style));
  if (has_tiers_) text.append("\n") += tiers_text(style);
  if (!failures_.empty()) text.append("\n") += failures_text(style, reproduce);
  return text;
}

std::string SweepSummary::failures_text(const TextStyle& style, const Reproduce& reproduce) const {
  std::string text;
  for (std::size_t i = 0; i < failures_.size() && i < failures_shown_max; ++i) {
    text.append("  ") += style.paint(failures_[i].by_chance ? Tone::caution : Tone::bad, failures_[i].verdict);
    text += "  " + scenario_ + "  seed " + std::to_string(failures_[i].seed) + "  " + failures_[i].words + "\n";
    text += "    Reproduce: " + reproduce(failures_[i].seed) + "\n";
  }
  if (failures_.size() > failures_shown_max)
    text += "  and " + grouped(failures_.size() - failures_shown_max) + " more; --json lists every run\n";
  return text;
}

std::string overview_text(const std::vector<SweepSummary>& summaries, const TextStyle& style) {
  std::size_t name_width = 8;
  for (const SweepSummary& summary : summaries) name_width = std::max(name_width, summary.scenario().size());
  std::string header = pad_right("scenario", name_width);
  for (const std::string_view column : {"runs", "passed", "failed", "by chance", "messages", "failures", "duplicates"})
    header += pad_left(column, 11);
  header += pad_left("latency", 14);
  std::string text = style.paint(Tone::strong, header) + "\n";
  std::uint64_t runs = 0, passed = 0, failed = 0, by_chance = 0;
  for (const SweepSummary& summary : summaries) {
    text += pad_right(summary.scenario(), name_width) + pad_left(grouped(summary.runs()), 11) +
            pad_left(grouped(summary.passed()), 11);
    const std::string failed_text = pad_left(grouped(summary.failed()), 11);
    text += summary.failed() > 0 ? style.paint(Tone::bad, failed_text) : failed_text;
    text += pad_left(grouped(summary.by_chance()), 11);
    for (const Figure figure : {Figure::total_msgs, Figure::failures, Figure::duplicates})
      text += pad_left(grouped(summary.spread(figure).median), 11);
    const Duration latency{static_cast<std::int64_t>(summary.spread(Figure::median_latency).median)};
    text += pad_left(microsecond_seconds(latency) + " s", 14) + "\n";
    runs += summary.runs();
    passed += summary.passed();
    failed += summary.failed();
    by_chance += summary.by_chance();
  }
  text += pad_right("all", name_width) + pad_left(grouped(runs), 11) + pad_left(grouped(passed), 11) +
          pad_left(grouped(failed), 11) + pad_left(grouped(by_chance), 11) + "\n";
  return text + style.paint(Tone::faint, "messages, failures, duplicates and latency: the median over the runs") + "\n";
}

}  // namespace whitewater::scenarios
