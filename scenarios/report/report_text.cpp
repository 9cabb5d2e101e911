// One function for each block of the page.
#include "scenarios/report/report_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/course/expectations.hpp"
#include "core/course/message_json.hpp"

namespace whitewater::scenarios {

namespace {

using course::CorrectnessCheck;
using course::Tier;
using Tone = TextStyle::Tone;

constexpr std::array all_checks{
    CorrectnessCheck::incorrect,       CorrectnessCheck::died,           CorrectnessCheck::keys,
    CorrectnessCheck::unanswered_get,  CorrectnessCheck::unanswered_put, CorrectnessCheck::failed_to_generate_get,
    CorrectnessCheck::total_msgs_floor};

constexpr std::size_t label_width = 34;
constexpr std::size_t value_width = 16;

std::string seconds_value(Duration d) {
  return microsecond_seconds(d) + " s";
}

void line(std::string& text, std::string_view label, const std::string& value) {
  text.append("  ") += pad_right(label, label_width) + pad_left(value, value_width) + "\n";
}

void heading(std::string& text, std::string_view words, const TextStyle& style) {
  text += '\n';
  text += style.paint(Tone::strong, words) + "\n";
}

std::string limit_text(Probability most) {
  return millionths_text(std::int64_t{most.ppm} * 100) + " %";
}

std::string count_of(std::uint64_t n, std::string_view one, std::string_view many) {
  return grouped(n) + " " + std::string(n == 1 ? one : many);
}

// The least number of messages that an honest replica needs: requests * replicas * (1 - mix) * fraction.
std::uint64_t messages_floor(const course::Rules& rules) {
  __extension__ using Wide = unsigned __int128;
  const Wide unit = Wide{Probability::ppm_max} * Probability::ppm_max;
  const Wide product =
      Wide{rules.requests} * rules.replicas * (Probability::ppm_max - rules.mix.ppm) * rules.appends_batched_max.ppm;
  return static_cast<std::uint64_t>((product + unit - 1) / unit);
}

// What a check that holds says, with the figures and the limit.
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

void add_statistics(std::string& text, const course::Statistics& s, const TextStyle& style) {
  heading(text, "Statistics", style);
  line(text, "leaders", grouped(s.leaders));
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

  heading(text, "Latency of ok answers", style);
  line(text, "median (p50)", seconds_value(s.ok_latency.p50));
  line(text, "p90", seconds_value(s.ok_latency.p90));
  line(text, "p99", seconds_value(s.ok_latency.p99));
  line(text, "max", seconds_value(s.ok_latency.max));
}

void add_messages(std::string& text, const RunReport& report, const TextStyle& style) {
  if (report.messages_by_type.empty()) return;
  heading(text, "Messages by type", style);
  for (const MessageCount& count : report.messages_by_type) line(text, count.type, grouped(count.count));
}

// What happened, and how the replicas stood then.
void add_violation(std::string& text, const Violation& violation, const course::Rules& rules, const TextStyle& style) {
  text.append("  ") += style.paint(Tone::bad, "FAILED") + "  " + violation.property + ": " + violation.text + "\n";
  if (!violation.handled.empty())
    text.append("          when ") += course::id_text(violation.node, rules.replicas) + " " + violation.handled + "\n";
  for (const std::string& line : violation.details) text += "          " + line + "\n";
  if (violation.replicas.empty()) return;
  const auto row = [&](const std::array<std::string, 8>& cells) {
    constexpr std::array<std::size_t, 8> widths{6, 16, 7, 6, 9, 9, 13, 9};
    std::string line = "          ";
    for (std::size_t i = 0; i < cells.size(); ++i)
      line += i < 2 ? pad_right(cells.at(i), widths.at(i)) : pad_left(cells.at(i), widths.at(i));
    text += line + "\n";
  };
  row({"node", "role", "term", "vote", "commit", "applied", "last (term)", "durable"});
  for (const ReplicaState& replica : violation.replicas) {
    row({course::id_text(replica.node, rules.replicas), replica.alive ? replica.role : "dead " + replica.role,
         std::to_string(replica.term), replica.vote.valid() ? course::id_text(replica.vote, rules.replicas) : "-",
         std::to_string(replica.commit_index), std::to_string(replica.applied),
         std::to_string(replica.last_index) + " (" + std::to_string(replica.last_term) + ")",
         std::to_string(replica.durable_index)});
  }
}

void add_linearizability(std::string& text, const LinearizabilityReport& report, const TextStyle& style) {
  if (report.answer == LinearizabilityReport::Answer::no) return;  // the violation stands there already
  const std::string what =
      count_of(report.operations, "operation", "operations") + " on " + count_of(report.keys, "key", "keys");
  text += report.answer == LinearizabilityReport::Answer::yes
              ? "  " + style.paint(Tone::good, "ok    ") + "  what clients saw is linearizable: " + what + "\n"
              : "  " + style.paint(Tone::caution, "UNKNOWN") +
                    " whether what clients saw is linearizable was not decided within the budget: " + what + "\n";
}

void add_checks(std::string& text, const RunReport& report, const course::Rules& rules, const TextStyle& style) {
  heading(text, "Correctness", style);
  if (report.violation) add_violation(text, *report.violation, rules, style);
  if (report.linearizability) add_linearizability(text, *report.linearizability, style);
  for (const CorrectnessCheck check : all_checks) {
    const bool failed =
        std::find(report.failed_checks.begin(), report.failed_checks.end(), check) != report.failed_checks.end();
    text.append("  ") += failed ? style.paint(Tone::bad, "FAILED") : style.paint(Tone::good, "ok    ");
    text.append("  ") +=
        failed ? course::sentence(check, rules, report.statistics) : holding_text(check, rules, report.statistics);
    text += '\n';
  }
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

void add_tiers(std::string& text, const RunReport& report, const course::Rules& rules, const TextStyle& style) {
  if (!report.tiers || !rules.benchmarks) return;
  const course::Statistics& s = report.statistics;
  const course::TierVerdict& tiers = *report.tiers;
  const course::Benchmarks& limits = *rules.benchmarks;
  const bool counts = report.outcome == RunReport::Outcome::pass;
  heading(text, counts ? "Performance" : "Performance (counts only in a run that is correct)", style);
  const auto row = [&](std::string_view name, const std::string& value, Tier tier, const course::Tiers& bounds,
                       std::string_view unit) {
    const std::string subject = std::string(name) + " " + value + ":";
    text.append("  ") += pad_right(subject, 28) + style.paint(tier_tone(tier), pad_right(course::tier_name(tier), 8)) +
                         "(" + tier_limits(tier, bounds, unit) + ")\n";
  };
  row("total messages", grouped(s.total_msgs), tiers.total_msgs, limits.total_msgs, "");
  row("failures", grouped(s.failures), tiers.failures, limits.failures, "");
  row("duplicates", grouped(s.duplicates), tiers.duplicates, limits.duplicates, "");
  row("median latency", seconds_value(s.median_latency), tiers.median_latency, limits.median_latency, " s");
  const std::uint32_t par = course::unanswered_par(rules);
  if (par > 0 && s.failures > 0) {
    text += "  " + count_of(par, "failure", "failures") +
            " no replica can prevent: a request is due at the very moment of a kill\n";
  }
}

void add_run(std::string& text, const RunReport& report, const TextStyle& style) {
  heading(text, "Run", style);
  line(text, "seed", std::to_string(report.seed));
  line(text, "digest", digest_text(report.digest));
  line(text, "virtual time", seconds_value(report.virtual_time));
  line(text, "wall time", seconds_value(Duration{report.wall_ns}));
  line(text, "events", grouped(report.events));
  if (report.wall_ns > 0) {
    __extension__ using Wide = unsigned __int128;
    const Wide per_second = Wide{report.events} * 1'000'000'000 / static_cast<std::uint64_t>(report.wall_ns);
    line(text, "events per second", grouped(static_cast<std::uint64_t>(per_second)));
  }
}

std::string explanation(const RunReport& report) {
  if (report.failed_by_chance())
    return "  Too few keys were acknowledged when the first gets were drawn; no replica can prevent that.\n";
  return report.reason.empty() ? "" : "  " + report.reason + "\n";
}

}  // namespace

std::string verdict_text(const RunReport& report) {
  switch (report.outcome) {
    case RunReport::Outcome::pass:
      return "PASS";
    case RunReport::Outcome::fail:
      return report.failed_by_chance() ? "FAIL, by chance" : "FAIL";
    case RunReport::Outcome::unknown:
      break;
  }
  return "UNKNOWN";
}

std::string failure_text(const RunReport& report) {
  std::string text;
  if (report.violation) {
    text = report.violation->property + "  t=" + microsecond_seconds(Duration{report.violation->time.ns}) +
           "s  event " + std::to_string(report.violation->event);
  }
  for (const CorrectnessCheck check : report.failed_checks) {
    if (!text.empty()) text += ", ";
    text += course::check_name(check);
  }
  return text;
}

std::string statistics_text(const RunReport& report, const TextStyle& style) {
  std::string text;
  add_statistics(text, report.statistics, style);
  add_messages(text, report, style);
  return text;
}

std::string judgement_text(const RunReport& report, const course::Rules& rules, const TextStyle& style) {
  std::string text;
  add_checks(text, report, rules, style);
  add_tiers(text, report, rules, style);
  return text;
}

std::string closing_text(const RunReport& report, const TextStyle& style) {
  const bool good = report.outcome == RunReport::Outcome::pass;
  const std::string failure = failure_text(report);
  const std::string verdict = style.paint(good                        ? Tone::good
                                          : report.failed_by_chance() ? Tone::caution
                                                                      : Tone::bad,
                                          verdict_text(report));
  return explanation(report) + verdict + "  " + report.scenario + "  seed " + std::to_string(report.seed) +
         (failure.empty() ? "" : "  " + failure) + "\n";
}

std::string report_text(const RunReport& report, const course::Rules& rules, const TextStyle& style) {
  std::string text = style.paint(Tone::strong, report.scenario) + "  seed " + std::to_string(report.seed) + "\n";
  text += statistics_text(report, style);
  add_run(text, report, style);
  text += judgement_text(report, rules, style);
  return text + "\n" + closing_text(report, style);
}

}  // namespace whitewater::scenarios
