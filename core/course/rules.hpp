// Exercise: one scenario of the networks course as plain data: its load, faults, limits and tiers; and Rules: an
// exercise in a cluster of so many replicas that loses so many messages.
// Names, values and defaults are those of the course simulator's own files; see docs/course.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/node_numbers.hpp"
#include "core/base/random.hpp"
#include "core/base/time.hpp"

namespace whitewater::course {

inline constexpr unsigned clients = 8;

enum class EventType : std::uint8_t { kill_leader, kill_non_leader, part_easy, part_hard, part_end };
inline constexpr std::array<std::string_view, 5> event_type_names{"kill_leader", "kill_non_leader", "part_easy",
                                                                  "part_hard", "part_end"};

struct TimedEvent {
  EventType type = EventType::kill_leader;
  Duration time;                          // counted from the end of start_wait
  std::optional<std::uint32_t> number{};  // by which its replicas are drawn; nothing: its place in the list
  friend bool operator==(const TimedEvent&, const TimedEvent&) = default;
};

inline std::uint32_t number_of(const std::vector<TimedEvent>& events, std::size_t place) {
  return events[place].number.value_or(static_cast<std::uint32_t>(place));
}

// A value below tiers[0] is bonus, below tiers[1] full, below tiers[2] partial credit, otherwise none. Tiers are in
// millionths of the unit (messages, failures, duplicates; seconds for the latency), so comparing needs no floating
// point.
using Tiers = std::array<std::int64_t, 3>;

struct Benchmarks {
  Tiers total_msgs{};
  Tiers failures{};
  Tiers duplicates{};
  Tiers median_latency{};
  friend bool operator==(const Benchmarks&, const Benchmarks&) = default;
};

// A request of a list: what is asked instead of the plan that the seed draws. What it does not say is drawn by its
// number, as for every request.
struct ListedRequest {
  enum class Kind : std::uint8_t { get, put };

  unsigned client = 0;
  std::optional<std::uint32_t> number;  // in the plan; nothing: the place in the list
  Duration time;                        // when it is due, from the start of the run
  std::optional<Kind> kind;
  std::optional<std::uint32_t> key;  // of the shared ones
  friend bool operator==(const ListedRequest&, const ListedRequest&) = default;
};

struct Exercise {
  Duration lifetime = seconds(30);
  Duration start_wait = seconds(5);
  Duration end_wait = seconds(2);
  std::uint32_t requests = 500;
  Probability mix{800'000};  // the probability that a request is a get
  std::uint64_t max_packets = 20'000;
  std::vector<TimedEvent> events;
  std::optional<Benchmarks> benchmarks;          // the oldest files have none
  Probability get_fail_max{500'000};             // maximum_get_fail_fraction
  Probability put_fail_max{500'000};             // maximum_put_fail_fraction
  Probability get_generation_fail_max{100'000};  // maximum_get_generation_fail_fraction
  Probability appends_batched_max{500'000};      // maximum_appends_batched_fraction

  // The course's seqpacket simulators subtract start_wait and end_wait from lifetime; the other simulators add them.
  bool waits_inside_lifetime = false;

  // The course's loop sleeps for at most this long (100 ms) while no bytes of a replica are ready to read; requests
  // that become due meanwhile leave together when the loop wakes. Zero: each request leaves when it is due.
  Duration loop_wait;

  // Beyond the course, so that the linearizability check has something to find. If shared_keys > 0, the clients share
  // that many keys, every put writes a unique value, and answers are not judged one by one. Zero: as in the course,
  // each client has its own keys. A client gives up a request that was refused patience_max times: clients that never
  // give up can keep an overloaded cluster overloaded for ever.
  std::uint32_t shared_keys = 0;
  static constexpr std::uint32_t patience_max = 6;
  // The probability that a request goes to any living replica instead of the leader that its client believes in.
  Probability stray;
  // A request without an answer is resent under the same MID to any living replica, at this interval, at most
  // patience_max times. Zero: never.
  Duration ask_again;
  // Just these of the requests, by time. Nothing: all of them, as the seed draws them.
  std::optional<std::vector<ListedRequest>> request_list;

  // How many requests are to be made.
  std::uint32_t planned() const { return request_list ? static_cast<std::uint32_t>(request_list->size()) : requests; }
  // Request i (from 0) is due at start_wait + i * spacing; the run is over at end().
  Duration load_time() const { return waits_inside_lifetime ? lifetime - start_wait - end_wait : lifetime; }
  Duration spacing() const { return requests == 0 ? Duration{} : load_time() / requests; }
  Duration end() const { return start_wait + load_time() + end_wait; }

  friend bool operator==(const Exercise&, const Exercise&) = default;
};

struct Rules : Exercise {
  unsigned replicas = 5;  // 3 … 21
  NodeNumbers numbers;    // of these, in draws
  Probability drops;      // the probability that a message between replicas is dropped
  friend bool operator==(const Rules&, const Rules&) = default;
};

}  // namespace whitewater::course
