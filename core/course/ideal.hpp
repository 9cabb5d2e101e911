// Ideal: the run of an ideal system on the plan of a seed. A failure is by chance only if the ideal system fails too.
// The ideal system answers every request ok in the moment of its sending, whichever replica is asked. Only a request
// that is sent to a replica in the instant of its kill is never answered. Pure: replays the plan through a Course of
// its own, so the rules are the same.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/course/rules.hpp"
#include "core/course/statistics.hpp"
#include "core/course/verdict.hpp"

namespace whitewater::course {

// Kills and restarts that are no events of the rules, as they struck in a run.
struct Casualties {
  Time time;
  NodeSet died;
  NodeSet started;
};

// others: in the order of their times. The latencies are zero, and messages between replicas are not counted.
Statistics ideal_statistics(const Rules& rules, std::uint64_t seed, std::span<const Casualties> others = {});

// The checks that the ideal system fails. total_msgs_floor is none of them: a system may always send more messages.
std::vector<CorrectnessCheck> ideal_failed_checks(const Rules& rules, std::uint64_t seed,
                                                  std::span<const Casualties> others = {});

// True if there are failed checks, and the ideal system fails each of them too.
bool by_chance(std::span<const CorrectnessCheck> failed, const Rules& rules, std::uint64_t seed,
               std::span<const Casualties> others = {});

}  // namespace whitewater::course
