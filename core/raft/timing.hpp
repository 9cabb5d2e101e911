// Timing: every duration of a replica in one validated struct. An inconsistent combination (a heartbeat interval above
// the election timeout, a lease longer than the promise) is rejected.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/error.hpp"
#include "core/base/time.hpp"

namespace whitewater::raft {

// Earlier than every event. Durations can be added and subtracted without overflow.
inline constexpr Time time_long_ago{INT64_MIN / 4};

struct Timing {
  Duration heartbeat_interval = milliseconds(150);
  // A follower campaigns after it has heard nothing from a leader for a time drawn from [min, max]. A voter denies its
  // vote within election_timeout_min of a leader's contact.
  Duration election_timeout_min = milliseconds(600);
  Duration election_timeout_max = milliseconds(1200);
  // An append that is not answered within this time is sent again.
  Duration retransmit_after = milliseconds(40);
  // thrifty: an append that is not committed within this time is also sent to another follower.
  Duration hedge_after = milliseconds(10);
  // After a commit, a follower that holds the entry is told by a CommitNotice, if no other message told one within this
  // time: then the next leader knows what was answered. The time is doubled while commits are less than 5/4 of it
  // apart, because the next append will tell. 0: no notices.
  Duration commit_notice_after = {};
  // The clocks of two nodes differ in rate by at most this much (thesis §6.4.1).
  std::uint32_t clock_drift_ppm = 1'000;
  // Added to the first election timeout after a start, so that every peer is up before anyone campaigns. May be
  // negative where peers are up soon and clients do not wait. No promise depends on it: a start counts as contact.
  Duration first_election_delay = {};

  // A lease runs this long from the send time of the round that confirmed it:
  // election_timeout_min shortened by twice the drift bound.
  Duration lease() const;

  // What is wrong, with the name of the field. Nothing if all values are consistent.
  std::optional<Error> invalid() const;

  friend bool operator==(const Timing&, const Timing&) = default;
};

}  // namespace whitewater::raft
