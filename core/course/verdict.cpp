// Fractions are compared by cross-multiplying in 128 bits: there is no rounding, so rounding decides no verdict.
#include "core/course/verdict.hpp"

#include "core/base/check.hpp"

namespace whitewater::course {

namespace {

// Products of counts and millionths may need more than 64 bits.
__extension__ using Wide = unsigned __int128;

bool at_most(std::uint64_t part, Probability fraction, std::uint64_t whole) {
  return static_cast<Wide>(part) * Probability::ppm_max <= static_cast<Wide>(whole) * fraction.ppm;
}

// requests · replicas · (1 − mix) · fraction, in millionths of millionths.
Wide floor_scaled(const Rules& rules) {
  return static_cast<Wide>(rules.planned()) * rules.replicas * (Probability::ppm_max - rules.mix.ppm) *
         rules.appends_batched_max.ppm;
}

constexpr Wide floor_scale = static_cast<Wide>(Probability::ppm_max) * Probability::ppm_max;

bool holds(CorrectnessCheck check, const Rules& rules, const Statistics& statistics) {
  switch (check) {
    case CorrectnessCheck::incorrect:
      return statistics.incorrect == 0;
    case CorrectnessCheck::died:
      return statistics.died == 0;
    case CorrectnessCheck::keys:
      // A run without load has nothing to store. (The course's simulator cannot make such a run.)
      return statistics.keys > 0 || rules.planned() == 0;
    case CorrectnessCheck::unanswered_get:
      return at_most(statistics.unanswered_get, rules.get_fail_max, statistics.generated_get);
    case CorrectnessCheck::unanswered_put:
      return at_most(statistics.unanswered_put, rules.put_fail_max, statistics.generated_put);
    case CorrectnessCheck::failed_to_generate_get:
      return at_most(statistics.failed_to_generate_get, rules.get_generation_fail_max, statistics.generated_get);
    case CorrectnessCheck::total_msgs_floor:
      return static_cast<Wide>(statistics.total_msgs) * floor_scale >= floor_scaled(rules);
  }
  fail_check("every correctness check is judged");
}

constexpr CorrectnessCheck all_checks[] = {
    CorrectnessCheck::incorrect,       CorrectnessCheck::died,           CorrectnessCheck::keys,
    CorrectnessCheck::unanswered_get,  CorrectnessCheck::unanswered_put, CorrectnessCheck::failed_to_generate_get,
    CorrectnessCheck::total_msgs_floor};

std::string number(std::uint64_t value) {
  return std::to_string(value);
}

// "50 %", "12.5 %", "0.0001 %".
std::string percent(Probability fraction) {
  std::string text = number(fraction.ppm / 10'000);
  std::string rest = number(10'000 + fraction.ppm % 10'000).substr(1);
  rest.erase(rest.find_last_not_of('0') + 1);
  return text + (rest.empty() ? "" : "." + rest) + " %";
}

std::string of_generated(std::uint64_t part, std::uint64_t whole, const char* operation, const char* fate,
                         Probability max) {
  return number(part) + " of " + number(whole) + " generated " + operation + " " + fate + ", more than the " +
         percent(max) + " allowed";
}

}  // namespace

std::string_view check_name(CorrectnessCheck check) {
  switch (check) {
    case CorrectnessCheck::incorrect:
      return "incorrect";
    case CorrectnessCheck::died:
      return "died";
    case CorrectnessCheck::keys:
      return "keys";
    case CorrectnessCheck::unanswered_get:
      return "unanswered_get";
    case CorrectnessCheck::unanswered_put:
      return "unanswered_put";
    case CorrectnessCheck::failed_to_generate_get:
      return "failed_to_generate_get";
    case CorrectnessCheck::total_msgs_floor:
      return "total_msgs_floor";
  }
  fail_check("every correctness check has a name");
}

std::vector<CorrectnessCheck> failed_checks(const Rules& rules, const Statistics& statistics) {
  std::vector<CorrectnessCheck> failed;
  for (const CorrectnessCheck check : all_checks)
    if (!holds(check, rules, statistics)) failed.push_back(check);
  return failed;
}

std::string sentence(CorrectnessCheck check, const Rules& rules, const Statistics& statistics) {
  switch (check) {
    case CorrectnessCheck::incorrect:
      return number(statistics.incorrect) +
             (statistics.incorrect == 1 ? " message or answer was" : " messages or answers were") +
             " incorrect; none may be";
    case CorrectnessCheck::died:
      return number(statistics.died) + " of " + number(rules.replicas) + " replicas died by themselves";
    case CorrectnessCheck::keys:
      return "no put was acknowledged, so no key is stored, after " + number(statistics.requests) + " requests";
    case CorrectnessCheck::unanswered_get:
      return of_generated(statistics.unanswered_get, statistics.generated_get, "gets", "were never answered",
                          rules.get_fail_max);
    case CorrectnessCheck::unanswered_put:
      return of_generated(statistics.unanswered_put, statistics.generated_put, "puts", "were never answered",
                          rules.put_fail_max) +
             (statistics.unanswered_put <= statistics.generated_put
                  ? ""
                  : "; " + number(statistics.failed_to_generate_get) + " more puts were made, for gets without a key");
    case CorrectnessCheck::failed_to_generate_get:
      return of_generated(statistics.failed_to_generate_get, statistics.generated_get, "gets",
                          "could not be made because no key had been acknowledged", rules.get_generation_fail_max);
    case CorrectnessCheck::total_msgs_floor: {
      const Wide least = (floor_scaled(rules) + floor_scale - 1) / floor_scale;
      return "the replicas sent each other " + number(statistics.total_msgs) +
             " messages; replicating the puts takes at least " + number(static_cast<std::uint64_t>(least));
    }
  }
  fail_check("every correctness check has a sentence");
}

std::string_view tier_name(Tier tier) {
  switch (tier) {
    case Tier::bonus:
      return "bonus";
    case Tier::full:
      return "full";
    case Tier::partial:
      return "partial";
    case Tier::none:
      return "none";
  }
  fail_check("every tier has a name");
}

Tier tier_of(std::int64_t millionths, const Tiers& tiers) {
  if (millionths < tiers[0]) return Tier::bonus;
  if (millionths < tiers[1]) return Tier::full;
  return millionths < tiers[2] ? Tier::partial : Tier::none;
}

TierVerdict tiers(const Benchmarks& benchmarks, const Statistics& statistics) {
  const auto count = [](std::uint64_t value) { return static_cast<std::int64_t>(value) * 1'000'000; };
  // Compares whole microseconds: for an integer t, ns / 1000 < t exactly if ⌊ns / 1000⌋ < t.
  return {tier_of(count(statistics.total_msgs), benchmarks.total_msgs),
          tier_of(count(statistics.failures), benchmarks.failures),
          tier_of(count(statistics.duplicates), benchmarks.duplicates),
          tier_of(statistics.median_latency.ns / 1'000, benchmarks.median_latency)};
}

}  // namespace whitewater::course
