// The figures and the grades are those that the reports bring.
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

std::string value_text(const Figure& figure, std::uint64_t value) {
  return figure.seconds ? microsecond_seconds(Duration{static_cast<std::int64_t>(value)}) + " s" : grouped(value);
}

// A run without a verdict says why it has none; a failure names what was violated.
std::string why_not_passed(const RunReport& report) {
  return report.outcome == RunReport::Outcome::unknown ? report.reason : failure_text(report);
}

const SweepSummary& first_with_figures(const std::vector<SweepSummary>& summaries) {
  for (const SweepSummary& summary : summaries)
    if (!summary.figures().empty()) return summary;
  return summaries.front();
}

}  // namespace

SweepSummary::SweepSummary(std::string scenario) : scenario_(std::move(scenario)) {}

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
    failures_.push_back({report.seed, report.outcome != RunReport::Outcome::fail || report.failed_by_chance(),
                         verdict_text(report), why_not_passed(report)});
  if (figures_.empty()) figures_ = report.figures;
  values_.resize(figures_.size());
  for (std::size_t i = 0; i < figures_.size() && i < report.figures.size(); ++i)
    values_[i].push_back(report.figures[i].value);
  if (grades_.empty())
    for (const Grade& grade : report.grades) grades_.push_back({grade, std::vector<std::uint64_t>(grade.names.size())});
  for (std::size_t i = 0; i < grades_.size() && i < report.grades.size(); ++i)
    ++grades_[i].counts[report.grades[i].rank];
}

Spread SweepSummary::spread(std::string_view key) const {
  for (std::size_t i = 0; i < figures_.size(); ++i)
    if (figures_[i].key == key) return spread_at(i);
  return {};
}

Spread SweepSummary::spread_at(std::size_t figure) const {
  std::vector<std::uint64_t> sorted = values_[figure];
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
  for (std::size_t i = 0; i < figures_.size(); ++i) {
    const Figure& row = figures_[i];
    const Spread spread_of_row = spread_at(i);
    text.append("  ") += pad_right(row.label, label_width);
    for (const std::uint64_t value : {spread_of_row.min, spread_of_row.median, spread_of_row.p95, spread_of_row.max})
      text += pad_left(value_text(row, value), column_width);
    text += "\n";
  }
  return text;
}

std::string SweepSummary::grades_text(const TextStyle& style) const {
  std::string header = std::string("  ") + pad_right("tiers", label_width);
  for (const std::string_view name : grades_.front().grade.names) header += pad_left(name, column_width);
  std::string text = style.paint(Tone::faint, header) + "\n";
  for (const GradeCounts& row : grades_) {
    text.append("  ") += pad_right(row.grade.metric, label_width);
    for (const std::uint64_t count : row.counts) text += pad_left(grouped(count), column_width);
    text += "\n";
  }
  return text;
}

std::string SweepSummary::text(const TextStyle& style, const Reproduce& reproduce) const {
  std::string text =
      style.paint(Tone::strong, scenario_) + "  " + grouped(runs()) + (runs() == 1 ? " run" : " runs") + "\n";
  if (runs() == 0) return text;
  text += verdicts_text(style).append("\n").append(figures_text(style));
  if (!grades_.empty()) text.append("\n") += grades_text(style);
  if (!failures_.empty()) text.append("\n") += failures_text(style, reproduce);
  return text;
}

std::string SweepSummary::failures_text(const TextStyle& style, const Reproduce& reproduce) const {
  std::string text;
  for (std::size_t i = 0; i < failures_.size() && i < failures_shown_max; ++i) {
    text.append("  ") += style.paint(failures_[i].doubtful ? Tone::caution : Tone::bad, failures_[i].verdict);
    text += "  " + scenario_ + "  seed " + std::to_string(failures_[i].seed) + "  " + failures_[i].words + "\n";
    text += "    Reproduce: " + reproduce(failures_[i].seed) + "\n";
  }
  if (failures_.size() > failures_shown_max)
    text += "  and " + grouped(failures_.size() - failures_shown_max) + " more; --json lists every run\n";
  return text;
}

namespace {

constexpr std::size_t count_width = 11;

std::size_t width_of(const Figure& column) {
  return column.seconds ? 14 : count_width;
}

// The columns of the first scenario that has figures. A scenario that does not count a figure shows zeros.
std::vector<Figure> overview_columns(const std::vector<SweepSummary>& summaries) {
  std::vector<Figure> columns;
  for (const Figure& figure : first_with_figures(summaries).figures())
    if (!figure.overview.empty()) columns.push_back(figure);
  return columns;
}

// "messages, failures and median: the median over the runs"
std::string medians_text(const std::vector<Figure>& columns) {
  std::string text;
  for (std::size_t i = 0; i < columns.size(); ++i)
    text += (i == 0 ? "" : i + 1 == columns.size() ? " and " : ", ") + std::string(columns[i].overview);
  return text + ": the median over the runs";
}

// The number of runs per verdict. `unknown` has a column only if there are such runs.
struct VerdictCounts {
  std::uint64_t runs = 0, passed = 0, failed = 0, by_chance = 0, unknown = 0;

  void add(const SweepSummary& summary) {
    runs += summary.runs();
    passed += summary.passed();
    failed += summary.failed();
    by_chance += summary.by_chance();
    unknown += summary.unknown();
  }

  std::string cells(bool with_unknown, const TextStyle& style) const {
    const std::string failed_cell = pad_left(grouped(failed), count_width);
    return pad_left(grouped(runs), count_width) + pad_left(grouped(passed), count_width) +
           (failed > 0 ? style.paint(Tone::bad, failed_cell) : failed_cell) +
           pad_left(grouped(by_chance), count_width) + (with_unknown ? pad_left(grouped(unknown), count_width) : "");
  }
};

}  // namespace

std::string overview_text(const std::vector<SweepSummary>& summaries, const TextStyle& style) {
  const std::vector<Figure> columns = overview_columns(summaries);
  std::size_t name_width = 8;
  VerdictCounts all;
  for (const SweepSummary& summary : summaries) {
    name_width = std::max(name_width, summary.scenario().size());
    all.add(summary);
  }
  const bool with_unknown = all.unknown > 0;
  std::string header = pad_right("scenario", name_width);
  for (const std::string_view column : {"runs", "passed", "failed", "by chance"})
    header += pad_left(column, count_width);
  if (with_unknown) header += pad_left("unknown", count_width);
  for (const Figure& column : columns) header += pad_left(column.overview, width_of(column));
  std::string text = style.paint(Tone::strong, header) + "\n";
  for (const SweepSummary& summary : summaries) {
    VerdictCounts own;
    own.add(summary);
    text += pad_right(summary.scenario(), name_width) + own.cells(with_unknown, style);
    for (const Figure& column : columns)
      text += pad_left(value_text(column, summary.spread(column.key).median), width_of(column));
    text += "\n";
  }
  text += pad_right("all", name_width) + all.cells(with_unknown, {}) + "\n";
  return columns.empty() ? text : text + style.paint(Tone::faint, medians_text(columns)) + "\n";
}

}  // namespace whitewater::scenarios
