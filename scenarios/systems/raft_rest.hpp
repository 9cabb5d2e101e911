// RaftRest: whether replicas of Raft are at rest: one leader, whom all follow, equal logs, all applied; and no term, no
// entry and no message with entries more than when the rest began.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/base/ids.hpp"

namespace whitewater::scenarios {

// How one replica stands, seen from outside.
struct RaftStanding {
  bool leading = false;
  NodeId leader;
  std::uint64_t term = 0;
  std::uint64_t last_index = 0;
  std::uint64_t applied = 0;
};

// What was sent so far.
struct RaftTraffic {
  std::uint64_t entries = 0;   // messages that carry entries of a log
  std::uint64_t requests = 0;  // of clients, however often
};

class RaftRest {
 public:
  // A time begins in which nothing may move. replicas: all, by number.
  void begin(std::span<const RaftStanding> replicas, const RaftTraffic& traffic);
  // It is over. Nothing: all is well.
  std::optional<std::string> end(std::span<const RaftStanding> replicas, const RaftTraffic& traffic) const;

 private:
  bool begun_ = false;
  std::uint64_t first_term_ = 0;  // when the first such time of a run began
  std::uint64_t last_index_ = 0;
  RaftTraffic traffic_;
};

}  // namespace whitewater::scenarios
