// RaftRest: whether Raft replicas are at rest: they follow one leader, have equal logs, and have applied all entries;
// and since the rest began, there were no new terms, no new entries and no messages with entries.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/base/ids.hpp"

namespace whitewater::scenarios {

// One replica, as seen from outside.
struct RaftStanding {
  bool leading = false;
  NodeId leader;
  std::uint64_t term = 0;
  std::uint64_t last_index = 0;
  std::uint64_t applied = 0;
};

// The messages so far.
struct RaftTraffic {
  std::uint64_t entries = 0;   // messages that carry entries of a log
  std::uint64_t requests = 0;  // of clients; resent requests count again
};

class RaftRest {
 public:
  // Call it when a time begins in which nothing may change. replicas: all of them, by number.
  void begin(std::span<const RaftStanding> replicas, const RaftTraffic& traffic);
  // Call it at the end of that time. Returns nothing if the cluster was at rest; otherwise the reason.
  std::optional<std::string> end(std::span<const RaftStanding> replicas, const RaftTraffic& traffic) const;

 private:
  bool begun_ = false;
  std::uint64_t first_term_ = 0;  // the largest term at the first begin() of the run
  std::uint64_t last_index_ = 0;
  RaftTraffic traffic_;
};

}  // namespace whitewater::scenarios
