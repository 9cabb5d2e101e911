// Rules: one scenario of the networks course as plain data: its load, faults, limits and tiers.
// The values of the course simulator's own files, with its defaults; see docs/course.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/random.hpp"
#include "core/base/time.hpp"

namespace whitewater::course {

inline constexpr unsigned clients = 8;

enum class EventType : std::uint8_t { kill_leader, kill_non_leader, part_easy, part_hard, part_end };
inline constexpr std::array<std::string_view, 5> event_type_names{"kill_leader", "kill_non_leader", "part_easy",
                                                                  "part_hard", "part_end"};

struct TimedEvent {
  EventType type = EventType::kill_leader;
  Duration time;  // from the end of start_wait
  friend bool operator==(const TimedEvent&, const TimedEvent&) = default;
};

// value < tiers[0] is bonus, < tiers[1] full, < tiers[2] partial credit, else none. In millionths of the
// unit (messages, failures, duplicates; seconds for the latency), so that comparing needs no floating point.
using Tiers = std::array<std::int64_t, 3>;

struct Benchmarks {
  Tiers total_msgs{};
  Tiers failures{};
  Tiers duplicates{};
  Tiers median_latency{};
  friend bool operator==(const Benchmarks&, const Benchmarks&) = default;
};

struct Rules {
  unsigned replicas = 5;  // 3 … 21
  Duration lifetime = seconds(30);
  Duration start_wait = seconds(5);
  Duration end_wait = seconds(2);
  std::uint32_t requests = 500;
  Probability mix{800'000};  // of a request to be a get
  Probability drops;         // of a replica-to-replica message to be dropped
  std::uint64_t max_packets = 20'000;
  std::vector<TimedEvent> events;
  std::optional<Benchmarks> benchmarks;          // the oldest files have none
  Probability get_fail_max{500'000};             // maximum_get_fail_fraction
  Probability put_fail_max{500'000};             // maximum_put_fail_fraction
  Probability get_generation_fail_max{100'000};  // maximum_get_generation_fail_fraction
  Probability appends_batched_max{500'000};      // maximum_appends_batched_fraction

  // The course's seqpacket simulators take start_wait and end_wait out of lifetime; the others add them to it.
  bool waits_inside_lifetime = false;

  // The course's loop sleeps for at most so long (100 ms) while nothing of a replica is to be read, and requests that
  // are due meanwhile leave together when it wakes. Zero: each leaves when it is due.
  Duration loop_wait;

  // Beyond the course, for linearizability to have something to bite on. The clients share so many keys, and every put
  // writes a value of its own; answers are not judged one by one then. Zero: as the course, each client has its keys.
  // A request that was refused patience_max times is given up: clients that never do can keep an overloaded cluster
  // overloaded for ever.
  std::uint32_t shared_keys = 0;
  static constexpr std::uint32_t patience_max = 6;
  // Of a request to go to any living replica, whoever its client believes to lead.
  Probability stray;
  // A request that has no answer is sent again, under the same MID, to any living replica, so far apart, patience_max
  // times. Zero: never.
  Duration ask_again;

  // Request i (from 0) is due at start_wait + i * spacing; the run is over at end().
  Duration load_time() const { return waits_inside_lifetime ? lifetime - start_wait - end_wait : lifetime; }
  Duration spacing() const { return requests == 0 ? Duration{} : load_time() / requests; }
  Duration end() const { return start_wait + load_time() + end_wait; }

  friend bool operator==(const Rules&, const Rules&) = default;
};

}  // namespace whitewater::course
