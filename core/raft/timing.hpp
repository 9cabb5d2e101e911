// Timing: every duration of a replica in one validated struct, so that no inconsistent combination
// can be written down (a heartbeat slower than the election timeout, a lease longer than the promise).
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/error.hpp"
#include "core/base/time.hpp"

namespace whitewater::raft {

// Earlier than everything that happens, with room to add and subtract durations.
inline constexpr Time time_long_ago{INT64_MIN / 4};

struct Timing {
  Duration heartbeat_interval = milliseconds(150);
  // A follower that has heard nothing from a leader for a time drawn from [min, max] campaigns.
  // Voters refuse to vote within election_timeout_min of a leader's contact.
  Duration election_timeout_min = milliseconds(600);
  Duration election_timeout_max = milliseconds(1200);
  // An append that was not answered for so long is sent again.
  Duration retransmit_after = milliseconds(40);
  // thrifty: an append that was not committed for so long goes to the other followers too.
  Duration hedge_after = milliseconds(10);
  // After the commit index advanced, a follower that holds the entry is told by a CommitNotice when nothing
  // else has told one for so long: then a successor knows what was answered. Twice as long while entries are committed
  // less than 5/4 of it apart: the next append will tell. 0: never.
  Duration commit_notice_after = {};
  // The clocks of two nodes differ in rate by at most this much (thesis §6.4.1).
  std::uint32_t clock_drift_ppm = 1'000;
  // Added to the first election timeout after a start, so that every peer is up before anyone campaigns; or
  // negative, where that is soon and clients do not wait. No promise hangs on it: see Node::start.
  Duration first_election_delay = {};

  // A lease runs this long from the send time of the round that confirmed it:
  // election_timeout_min shortened by twice the drift bound.
  Duration lease() const;

  // What is wrong, naming the field; nothing when all is well.
  std::optional<Error> invalid() const;

  friend bool operator==(const Timing&, const Timing&) = default;
};

}  // namespace whitewater::raft
