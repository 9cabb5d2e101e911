// The course's section as text for people: one function for each block.
#include <algorithm>
#include <array>

#include "core/course/expectations.hpp"
#include "scenarios/report/text_lines.hpp"
#include "scenarios/workloads/course_report.hpp"

namespace whitewater::scenarios {

namespace {

using course::CorrectnessCheck;
using course::Tier;
using Tone = TextStyle::Tone;

constexpr std::array all_checks{
    CorrectnessCheck::incorrect,       CorrectnessCheck::died,           CorrectnessCheck::keys,
    CorrectnessCheck::unanswered_get,  CorrectnessCheck::unanswered_put, CorrectnessCheck::failed_to_generate_get,
    CorrectnessCheck::total_msgs_floor};

std::string limit_text(Probability most) {
  return millionths_text(std::int64_t{most.ppm} * 100) + " %";
}

// The least number of messages that an honest replica needs: requests * replicas * (1 - mix) * fraction.
std::uint64_t messages_floor(const course::Rules& rules) {
  __extension__ using Wide = unsigned __int128;
  const Wide unit = Wide{Probability::ppm_max} * Probability::ppm_max;
  const Wide product =
      Wide{rules.planned()} * rules.replicas * (Probability::ppm_max - rules.mix.ppm) * rules.appends_batched_max.ppm;
  return static_cast<std::uint64_t>((product + unit - 1) / unit);
}

// The sentence for a check that holds, with the figures and the limit.
std::string holding_text(CorrectnessCheck check, const course::Rules& rules, const course::Statistics& s) {
  switch (check) {
    case CorrectnessCheck::incorrect:
      return count_of(s.incorrect, "answer or message was incorrect", "answers or messages were incorrect");
    case CorrectnessCheck::died:
      return grouped(s.died) + " of " + grouped(rules.replicas) + " replicas died by themselves";
    case CorrectnessCheck::keys:
      return count_of(s.keys, "key was", "keys were") + " stored (at least 1)";
    case CorrectnessCheck::unanswered_get:
      return grouped(s.unanswered_get) + " of " + count_of(s.generated_get, "get", "gets") + " unanswered (at most " +
             limit_text(rules.get_fail_max) + ")";
    case CorrectnessCheck::unanswered_put:
      return grouped(s.unanswered_put) + " of " + count_of(s.generated_put, "put", "puts") + " unanswered (at most " +
             limit_text(rules.put_fail_max) + ")";
    case CorrectnessCheck::failed_to_generate_get:
      return grouped(s.failed_to_generate_get) + " of " + count_of(s.generated_get, "get", "gets") +
             " had no key to ask for (at most " + limit_text(rules.get_generation_fail_max) + ")";
    case CorrectnessCheck::total_msgs_floor:
      break;
  }
  return count_of(s.total_msgs, "message", "messages") + " between replicas (at least " +
         grouped(messages_floor(rules)) + ")";
}

void add_figures(std::string& text, const course::Statistics& s, const TextStyle& style) {
  heading(text, "Statistics", style);
  line(text, "changes of the leader's name", grouped(s.leaders), "in messages: the course's \"leaders\"");
  line(text, "replicas died / killed", grouped(s.died) + " / " + grouped(s.killed));
  line(text, "messages between replicas", grouped(s.total_msgs));
  line(text, "messages dropped", grouped(s.total_drops));
  line(text, "client requests, retries included", grouped(s.requests));
  line(text, "gets / puts planned", grouped(s.generated_get) + " / " + grouped(s.generated_put));
  line(text, "gets without a key to ask for", grouped(s.failed_to_generate_get));
  line(text, "keys acknowledged", grouped(s.keys));
  line(text, "duplicate answers", grouped(s.duplicates));
  line(text, "unanswered gets / puts", grouped(s.unanswered_get) + " / " + grouped(s.unanswered_put));
  line(text, "redirects (and fail answers)", grouped(s.redirects));
  line(text, "failures (fail or unanswered)", grouped(s.failures));
  line(text, "incorrect answers", grouped(s.incorrect));
  line(text, "mean latency", seconds_value(s.mean_latency));
  line(text, "median latency", seconds_value(s.median_latency));

  span_line(text, "longest time without an ok", s.silence.began, s.silence.length);

  // The course measures each attempt from its own start.
  const auto from_first = [](Duration d) { return pad_left(seconds_value(d), value_width - 2); };
  heading(text, "Latency of ok answers       from their attempt  from the first", style);
  line(text, "median (p50)", seconds_value(s.ok_latency.p50), from_first(s.ok_latency_from_first.p50));
  line(text, "p90", seconds_value(s.ok_latency.p90), from_first(s.ok_latency_from_first.p90));
  line(text, "p99", seconds_value(s.ok_latency.p99), from_first(s.ok_latency_from_first.p99));
  line(text, "max", seconds_value(s.ok_latency.max), from_first(s.ok_latency_from_first.max));
}

void add_messages(std::string& text, const std::vector<MessageCount>& messages, const TextStyle& style) {
  if (messages.empty()) return;
  heading(text, "Messages by type", style);
  for (const MessageCount& count : messages) line(text, count.type, grouped(count.count));
}

Tone tier_tone(Tier tier) {
  switch (tier) {
    case Tier::bonus:
      return Tone::good;
    case Tier::full:
      return Tone::good;
    case Tier::partial:
      return Tone::caution;
    case Tier::none:
      break;
  }
  return Tone::bad;
}

// "below 2,000" for bonus; "below 4,000; bonus: below 2,000" for the rest.
std::string tier_limits(Tier tier, const course::Tiers& limits, std::string_view unit) {
  const auto below = [&](std::size_t i) { return "below " + millionths_text(limits[i]) + std::string(unit); };
  switch (tier) {
    case Tier::bonus:
      return below(0);
    case Tier::full:
      return limits[0] == 0 ? below(1) : below(1) + "; bonus: " + below(0);
    case Tier::partial:
      return below(2) + "; full: " + below(1);
    case Tier::none:
      break;
  }
  return "not " + below(2);
}

}  // namespace

void CourseReport::add_statistics(std::string& text, const TextStyle& style) const {
  add_figures(text, statistics, style);
  add_messages(text, messages_by_type, style);
}

void CourseReport::add_checks(std::string& text, const TextStyle& style) const {
  for (const CorrectnessCheck check : all_checks) {
    const bool failed = std::find(failed_checks.begin(), failed_checks.end(), check) != failed_checks.end();
    text.append("  ") += failed ? style.paint(Tone::bad, "FAILED") : style.paint(Tone::good, "ok    ");
    text.append("  ") += failed ? course::sentence(check, rules, statistics) : holding_text(check, rules, statistics);
    text += '\n';
  }
}

void CourseReport::add_grades(std::string& text, bool passed, const TextStyle& style) const {
  if (!tiers || !rules.benchmarks) return;
  const course::Statistics& s = statistics;
  const course::Benchmarks& limits = *rules.benchmarks;
  heading(text, passed ? "Performance" : "Performance (counts only in a run that is correct)", style);
  const auto row = [&](std::string_view name, const std::string& value, Tier tier, const course::Tiers& bounds,
                       std::string_view unit) {
    const std::string subject = std::string(name) + " " + value + ":";
    text.append("  ") += pad_right(subject, 28) + style.paint(tier_tone(tier), pad_right(course::tier_name(tier), 8)) +
                         "(" + tier_limits(tier, bounds, unit) + ")\n";
  };
  row("total messages", grouped(s.total_msgs), tiers->total_msgs, limits.total_msgs, "");
  row("failures", grouped(s.failures), tiers->failures, limits.failures, "");
  row("duplicates", grouped(s.duplicates), tiers->duplicates, limits.duplicates, "");
  row("median latency", seconds_value(s.median_latency), tiers->median_latency, limits.median_latency, " s");
  const std::uint32_t par = course::unanswered_par(rules);
  if (par > 0 && s.failures > 0) {
    text += "  " + count_of(par, "failure", "failures") +
            " that no replica can prevent: a request is due at the very moment of a kill\n";
  }
}

}  // namespace whitewater::scenarios
