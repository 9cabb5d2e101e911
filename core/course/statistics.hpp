// Statistics: what the course simulator counts during one run, and a few counts of our own.
#pragma once

#include <cstdint>

#include "core/base/time.hpp"
#include "core/client/silence.hpp"

namespace whitewater::course {

struct LatencySummary {
  Duration p50, p90, p99, max;
  friend bool operator==(const LatencySummary&, const LatencySummary&) = default;
};

struct Statistics {
  std::uint64_t total_msgs = 0;   // from replica to replica, as the course counts them
  std::uint64_t total_drops = 0;  // messages lost by loss or at a partition; a message to a dead replica is not a drop
  std::uint64_t requests = 0;     // sent by clients; retries count too
  std::uint64_t begun = 0;        // requests of the plan that were sent, each once
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
  std::uint64_t leaders = 0;  // how often a message named another leader than the last one
  std::uint64_t keys = 0;     // keys with an acknowledged put
  Duration median_latency;    // of all answers; redirect and fail answers count too
  Duration mean_latency;
  LatencySummary ok_latency;             // of ok answers only
  LatencySummary ok_latency_from_first;  // of the same answers, from the first attempt of their request
  client::Silence silence;               // the longest time without an ok

  friend bool operator==(const Statistics&, const Statistics&) = default;
};

}  // namespace whitewater::course
