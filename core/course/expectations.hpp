// Expectations: what chance and the course's own rules cost a perfect system, so that a run is not blamed
// for it. Pure functions of the rules, in integers.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/random.hpp"
#include "core/course/rules.hpp"

namespace whitewater::course {

// The unanswered requests that no replica can prevent: one for every kill_leader at whose very time a request
// is due. The request fires first and dies with the leader that it was sent to.
std::uint32_t unanswered_par(const Rules& rules);

// The chance that failed_to_generate_get alone fails a run of a perfect system: every put is acknowledged before
// the next request is due. Nothing when the load is too large to work it out (the chance is then negligible
// for any usual limit).
std::optional<Probability> get_generation_failure_chance(const Rules& rules);

}  // namespace whitewater::course
