// Rounds: what tells a leader's messages apart in time. An append carries its round, the answer returns it. A round is
// the leader's clock at sending, except behind a read: no message that leaves after the read has the round of one that
// left before it, even while the clock stands still. So a round may run ahead of the clock, by a nanosecond for each
// read that arrives at the same time as another one.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/base/time.hpp"
#include "core/raft/timing.hpp"

namespace whitewater::raft {

class Rounds {
 public:
  // The round of a message that leaves now.
  std::uint64_t send(Time now) {
    latest_ = next(now);
    ahead_ = std::max(ahead_, latest_ - now);
    return static_cast<std::uint64_t>(latest_.ns);
  }
  // The round that the next message will have.
  Time next(Time now) const { return std::max(least_, now); }
  // A read arrives: no message has left yet with the round that is returned or a later one, and all that leave from now
  // on do.
  Time begin(Time now) {
    least_ = std::max(latest_ + nanoseconds(1), now);
    return least_;
  }
  // The round that an answer returns: none later than the latest was sent, whatever the answer says.
  Time answered(std::uint64_t round) const { return std::min(Time{static_cast<std::int64_t>(round)}, latest_); }
  // A time of the leader's clock at which every message of this round had not left yet, or left just then. A lease runs
  // from it, so it may be too early but not too late: the widest lead of this leadership is taken off every round.
  Time left_at(Time round) const { return round - ahead_; }

 private:
  Time latest_ = time_long_ago;  // the round of the latest message
  Time least_ = time_long_ago;   // the least round that the next message may have
  Duration ahead_;               // the largest difference between a round and the clock when it was sent
};

}  // namespace whitewater::raft
