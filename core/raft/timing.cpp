// The checks that a combination of durations is safe (lease) and makes progress (heartbeats, timeouts).
#include "core/raft/timing.hpp"

namespace whitewater::raft {

namespace {

constexpr Duration longest = seconds(3600);  // every sum and product stays far below an overflow
constexpr std::uint32_t drift_limit_ppm = 500'000;

}  // namespace

Duration Timing::lease() const {
  const std::int64_t million = 1'000'000;
  return {election_timeout_min.ns * (million - 2 * std::int64_t{clock_drift_ppm}) / million};
}

std::optional<Error> Timing::invalid() const {
  struct Field {
    const char* name;
    Duration value;
    bool zero_is_fine;
  };
  for (const Field& field :
       {Field{"heartbeat_interval", heartbeat_interval, false},
        Field{"election_timeout_min", election_timeout_min, false},
        Field{"election_timeout_max", election_timeout_max, false}, Field{"retransmit_after", retransmit_after, false},
        Field{"hedge_after", hedge_after, false}, Field{"commit_notice_after", commit_notice_after, true}}) {
    if (field.value < Duration{} || (field.value == Duration{} && !field.zero_is_fine))
      return Error{field.name, field.zero_is_fine ? "expected no less than zero" : "expected more than zero"};
    if (field.value > longest) return Error{field.name, "expected an hour at most"};
  }
  if (heartbeat_interval >= election_timeout_min)
    return Error{"heartbeat_interval", "expected less than election_timeout_min"};
  if (election_timeout_max < election_timeout_min)
    return Error{"election_timeout_max", "expected no less than election_timeout_min"};
  if (retransmit_after > election_timeout_min)
    return Error{"retransmit_after", "expected no more than election_timeout_min"};
  if (hedge_after > election_timeout_min) return Error{"hedge_after", "expected no more than election_timeout_min"};
  if (commit_notice_after > election_timeout_min)
    return Error{"commit_notice_after", "expected no more than election_timeout_min"};
  if (first_election_delay > longest) return Error{"first_election_delay", "expected an hour at most"};
  if (first_election_delay < Duration{} - election_timeout_min)
    return Error{"first_election_delay", "expected no less than -election_timeout_min"};
  if (clock_drift_ppm >= drift_limit_ppm) return Error{"clock_drift_ppm", "expected less than 500000"};
  return std::nullopt;
}

}  // namespace whitewater::raft
