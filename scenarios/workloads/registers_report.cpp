// The numbers are rows of one table, from which text, JSON and figures are printed.
#include "scenarios/workloads/registers_report.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "core/base/check.hpp"
#include "scenarios/report/json_members.hpp"
#include "scenarios/report/text_lines.hpp"

namespace whitewater::scenarios {

namespace {

struct CountRow {
  std::string_view key;
  std::string_view label;
  std::uint64_t (*value)(const RegistersReport& report);
  std::string_view overview{};  // see Figure
};

constexpr std::array count_rows{
    CountRow{"operations", "operations begun", [](const RegistersReport& r) { return r.counts.operations; }},
    CountRow{"gets", "of them gets", [](const RegistersReport& r) { return r.counts.gets; }},
    CountRow{"puts", "of them puts", [](const RegistersReport& r) { return r.counts.puts; }},
    CountRow{"ok_gets", "gets answered", [](const RegistersReport& r) { return r.counts.ok_gets; }},
    CountRow{"ok_puts", "puts answered", [](const RegistersReport& r) { return r.counts.ok_puts; }},
    CountRow{"unanswered", "operations unanswered", [](const RegistersReport& r) { return r.counts.unanswered(); },
             "unanswered"},
    CountRow{"given_up", "operations given up", [](const RegistersReport& r) { return r.counts.given_up; }},
    CountRow{"left_out", "operations left out: too many open",
             [](const RegistersReport& r) { return r.counts.left_out; }},
    CountRow{"requests", "requests, each attempt once", [](const RegistersReport& r) { return r.counts.requests; }},
    CountRow{"sent", "requests sent, with repetitions", [](const RegistersReport& r) { return r.counts.sent; }},
    CountRow{"redirects", "redirects", [](const RegistersReport& r) { return r.counts.redirects; }},
    CountRow{"fails", "fail answers", [](const RegistersReport& r) { return r.counts.fails; }},
    CountRow{"duplicates", "duplicate answers", [](const RegistersReport& r) { return r.counts.duplicates; }},
    CountRow{"incorrect", "answers that fit no request", [](const RegistersReport& r) { return r.counts.incorrect; }},
    CountRow{"unaccounted", "requests that nobody planned",
             [](const RegistersReport& r) { return r.counts.unaccounted; }},
    CountRow{"leaders", "changes of the leader named last", [](const RegistersReport& r) { return r.leaders; }},
    CountRow{"messages", "messages between replicas", [](const RegistersReport& r) { return r.messages; }, "messages"},
    CountRow{"drops", "messages lost or cut off", [](const RegistersReport& r) { return r.drops; }},
};

struct LatencyRow {
  std::string_view key;
  std::string_view label;
  Duration RegistersReport::Latencies::*value;
  std::string_view overview{};
};

constexpr std::array latency_rows{
    LatencyRow{"p50", "ok latency, median", &RegistersReport::Latencies::p50, "latency"},
    LatencyRow{"p90", "ok latency, p90", &RegistersReport::Latencies::p90},
    LatencyRow{"p99", "ok latency, p99", &RegistersReport::Latencies::p99},
    LatencyRow{"max", "ok latency, max", &RegistersReport::Latencies::max},
};
constexpr std::array latency_figures{std::string_view{"ok_p50"}, std::string_view{"ok_p90"}, std::string_view{"ok_p99"},
                                     std::string_view{"ok_max"}};

struct CheckRow {
  std::string_view name;
  bool (RegistersReport::*kept)() const;
  std::string (*sentence)(const RegistersReport& report);
};

constexpr std::array check_rows{
    CheckRow{"incorrect", &RegistersReport::fits,
             [](const RegistersReport& r) {
               if (r.fits()) return std::string("every answer fits a request of its client");
               return count_of(r.counts.incorrect, "answer fits", "answers fit") + " no request of the client";
             }},
    CheckRow{"unaccounted", &RegistersReport::accounted,
             [](const RegistersReport& r) {
               if (r.accounted()) return std::string("every request that left a client was planned");
               return count_of(r.counts.unaccounted, "request", "requests") + " left a client unplanned";
             }},
    CheckRow{"unanswered", &RegistersReport::answered_enough,
             [](const RegistersReport& r) {
               return grouped(r.counts.unanswered()) + " of " +
                      count_of(r.counts.operations, "operation", "operations") + " unanswered (at most " +
                      millionths_text(std::int64_t{r.options.unanswered_max.ppm} * 100) + " %)";
             }},
};

std::uint64_t nanoseconds_of(Duration d) {
  return d.ns < 0 ? 0 : static_cast<std::uint64_t>(d.ns);
}

}  // namespace

bool RegistersReport::answered_enough() const {
  __extension__ using Wide = unsigned __int128;
  return Wide{counts.unanswered()} * Probability::ppm_max <= Wide{counts.operations} * options.unanswered_max.ppm;
}

void RegistersReport::add_statistics(std::string& text, const TextStyle& style) const {
  heading(text, "Clients", style);
  for (const CountRow& row : count_rows) line(text, row.label, grouped(row.value(*this)));
  if (cluster_states) line(text, "different states of the cluster", grouped(*cluster_states));
  for (const LatencyRow& row : latency_rows) line(text, row.label, seconds_value(ok_latency.*row.value));
  span_line(text, "longest time without an ok", silence.began, silence.length);
  if (messages_by_type.empty()) return;
  heading(text, "Messages by type", style);
  for (const MessageCount& count : messages_by_type) line(text, count.type, grouped(count.count));
}

void RegistersReport::add_checks(std::string& text, const TextStyle& style) const {
  using Tone = TextStyle::Tone;
  for (const CheckRow& row : check_rows) {
    const bool kept = (this->*row.kept)();
    text.append("  ") += kept ? style.paint(Tone::good, "ok    ") : style.paint(Tone::bad, "FAILED");
    text.append("  ").append(row.sentence(*this)) += '\n';
  }
}

void RegistersReport::write_json(json::Writer& writer) const {
  Members members(writer.key("registers"));
  for (const CountRow& row : count_rows) members.count(row.key, row.value(*this));
  if (cluster_states) members.count("cluster_states", *cluster_states);
  {
    Members latency(members.key("ok_latency_s"));
    for (const LatencyRow& row : latency_rows) latency.seconds(row.key, ok_latency.*row.value);
  }
  members.seconds("longest_silence_s", silence.length);
  members.seconds("silence_from_s", silence.began - Time{});
  Members types(members.key("messages_by_type"));
  for (const MessageCount& count : messages_by_type) types.count(count.type, count.count);
}

bool RegistersReport::same_as(const ReportSection& other) const {
  const auto* const section = dynamic_cast<const RegistersReport*>(&other);
  return section != nullptr && counts == section->counts && ok_latency == section->ok_latency &&
         silence == section->silence && messages_by_type == section->messages_by_type && drops == section->drops &&
         leaders == section->leaders && cluster_states == section->cluster_states;
}

RegistersReport::Latencies latencies_of(std::vector<std::int64_t> samples) {
  if (samples.empty()) return {};
  std::sort(samples.begin(), samples.end());
  const auto percentile = [&](std::size_t percent) {
    return Duration{samples[(samples.size() * percent + 99) / 100 - 1]};
  };
  return {percentile(50), percentile(90), percentile(99), Duration{samples.back()}};
}

void set_registers_report(RunReport& report, RegistersReport section) {
  report.failed_checks.clear();
  for (const CheckRow& row : check_rows)
    if (!(section.*row.kept)()) report.failed_checks.emplace_back(row.name);
  report.figures.clear();
  for (const CountRow& row : count_rows)
    report.figures.push_back({row.key, row.label, row.value(section), false, row.overview});
  if (section.cluster_states)
    report.figures.push_back({"cluster_states", "different states of the cluster", *section.cluster_states, false, {}});
  for (std::size_t i = 0; i < latency_rows.size(); ++i)
    report.figures.push_back({latency_figures.at(i), latency_rows.at(i).label,
                              nanoseconds_of(section.ok_latency.*latency_rows.at(i).value), true,
                              latency_rows.at(i).overview});
  report.figures.push_back(
      {"longest_silence", "longest time without an ok", nanoseconds_of(section.silence.length), true, {}});
  report.sections.clear();
  report.sections.push_back(std::make_shared<const RegistersReport>(std::move(section)));
}

const RegistersReport& registers_report(const RunReport& report) {
  const auto* const section =
      report.sections.empty() ? nullptr : dynamic_cast<const RegistersReport*>(report.sections.front().get());
  check(section != nullptr, "the report is one of the workload registers");
  return *section;
}

}  // namespace whitewater::scenarios
