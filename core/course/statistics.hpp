// Statistics: what the course simulator counts, and a little more, of one run.
#pragma once

#include <cstdint>

#include "core/base/time.hpp"

namespace whitewater::course {

struct LatencySummary {
  Duration p50, p90, p99, max;
  friend bool operator==(const LatencySummary&, const LatencySummary&) = default;
};

struct Statistics {
  std::uint64_t total_msgs = 0;   // replica to replica, as the course counts them
  std::uint64_t total_drops = 0;  // by drops or a partition; to a dead replica: not a drop
  std::uint64_t requests = 0;     // sent by clients, retries included
  std::uint64_t generated_get = 0;
  std::uint64_t generated_put = 0;
  std::uint64_t failures = 0;  // fail answers + unanswered gets and puts
  std::uint64_t duplicates = 0;
  std::uint64_t redirects = 0;  // redirect and fail answers
  std::uint64_t incorrect = 0;
  std::uint64_t unanswered_get = 0;
  std::uint64_t unanswered_put = 0;
  std::uint64_t failed_to_generate_get = 0;
  std::uint64_t died = 0;
  std::uint64_t killed = 0;
  std::uint64_t leaders = 0;  // changes of the current leader to a replica
  std::uint64_t keys = 0;     // acknowledged
  Duration median_latency;    // of all answers, redirect and fail included
  Duration mean_latency;
  LatencySummary ok_latency;  // of ok answers alone

  friend bool operator==(const Statistics&, const Statistics&) = default;
};

}  // namespace whitewater::course
