// Expectations: what chance and the course's own rules cost even a perfect system, so that a run is not blamed for it.
// Pure functions of the rules, in integers.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/random.hpp"
#include "core/course/rules.hpp"

namespace whitewater::course {

// The number of unanswered requests that no replica can prevent: one for every kill_leader at whose exact time a
// request is due. The request fires first, and is lost with the leader that it was sent to.
std::uint32_t unanswered_par(const Rules& rules);

// The probability that failed_to_generate_get alone fails a run of a perfect system, in which every put is acknowledged
// before the next request is due. Nothing if the load is too large to compute it (the probability is then negligible
// for any usual limit).
std::optional<Probability> get_generation_failure_chance(const Rules& rules);

}  // namespace whitewater::course
