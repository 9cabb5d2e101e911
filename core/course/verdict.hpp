// Verdict: the course's judgement of a run, from its rules and statistics: correctness checks that must all hold, then
// four tiers. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/course/rules.hpp"
#include "core/course/statistics.hpp"

namespace whitewater::course {

enum class CorrectnessCheck : std::uint8_t {
  incorrect,
  died,
  keys,
  unanswered_get,
  unanswered_put,
  failed_to_generate_get,
  total_msgs_floor,
};
std::string_view check_name(CorrectnessCheck);
// In the order in which the course checks them. Empty: the run is correct.
std::vector<CorrectnessCheck> failed_checks(const Rules&, const Statistics&);
// Why the check failed, in one sentence with the figures: "3 of 5 replicas died by themselves".
std::string sentence(CorrectnessCheck, const Rules&, const Statistics&);

enum class Tier : std::uint8_t { bonus, full, partial, none };
std::string_view tier_name(Tier);  // "bonus", "full", "partial", "none"
struct TierVerdict {
  Tier total_msgs, failures, duplicates, median_latency;
};
Tier tier_of(std::int64_t millionths, const Tiers&);
TierVerdict tiers(const Benchmarks&, const Statistics&);

}  // namespace whitewater::course
