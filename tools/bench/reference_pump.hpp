// ReferencePump: the minimum that a replicated key-value store can cost in this kind of simulation. A fixed leader
// appends, four followers acknowledge, every replica applies, and the client's history and a digest are recorded.
// There are no elections, faults, sessions, invariants or configuration. The code is written for one workload only
// (S37, docs/performance.md), and is as fast as plain code gets: the full engine's speed is stated as a fraction of the
// pump's, measured in the same process and minute.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/random.hpp"
#include "core/base/time.hpp"
#include "simnet/event_queue.hpp"

namespace whitewater::tools::bench {

// 37 s; 500 puts, one every 60 ms from 5 s on; heartbeats every 150 ms; every hop uniform in 1 … 10 ms.
struct S37 {
  static constexpr unsigned replicas = 5;
  static constexpr unsigned clients = 8;
  static constexpr std::uint32_t requests_default = 500;
  static constexpr Duration start_wait = seconds(5);
  static constexpr Duration lifetime = seconds(30);
  static constexpr Duration end = seconds(37);
  static constexpr Duration heartbeat = milliseconds(150);
  static constexpr Duration delay_low = milliseconds(1);
  static constexpr Duration delay_high = milliseconds(10);
};

class ReferencePump {
 public:
  struct Outcome {
    std::uint64_t events = 0;
    std::uint64_t messages = 0;  // between replicas, delivered
    std::uint64_t answered = 0;
    std::uint64_t digest = 0;
  };

  // The requests are spread evenly over the 30 s. Keeps its memory from run to run.
  Outcome run(std::uint64_t seed, std::uint32_t requests = S37::requests_default);

 private:
  using Text = std::array<char, 32>;  // keys and values of the course are 32 characters

  struct Command {
    Text key;
    Text value;
    std::uint64_t key_hash = 0;
    std::uint64_t value_hash = 0;
    std::uint32_t request = 0;
    std::uint16_t client = 0;
  };
  enum class Kind : std::uint8_t { request_due, heartbeat_due, request, append, ack, reply };
  struct Event {
    Kind kind = Kind::request;
    std::uint8_t from = 0;
    std::uint8_t to = 0;
    std::uint32_t first = 0;   // append: index of the first entry; request, reply: the request
    std::uint32_t count = 0;   // append: entries; ack: match index
    std::uint32_t commit = 0;  // append
  };
  struct Cell {
    std::uint32_t hash = 0;     // 0: a free cell
    std::uint32_t command = 0;  // the put that wrote the value
  };
  struct Replica {
    std::vector<std::uint32_t> log;  // numbers of commands
    std::vector<Cell> cells;         // open addressing; the size is a power of two
    std::uint32_t cells_used = 0;
    std::uint32_t applied = 0;
    std::uint64_t state = 0;
  };
  struct HistoryRecord {
    Time called;
    Time returned;
    std::uint32_t request = 0;
    std::uint16_t client = 0;
  };

  void reset(std::uint64_t seed, std::uint32_t requests);
  // Returns an event to fill in in place: copying an event that was made elsewhere stalls the processor on half-written
  // words.
  Event& push(Time at, Kind kind);
  Event& send(std::uint8_t from, std::uint8_t to, Kind kind);
  void handle(const Event& event);
  void on_request_due(std::uint32_t request);
  void on_heartbeat_due();
  void on_append(const Event& event);
  void on_ack(const Event& event);
  void apply_until(Replica& replica, std::uint32_t index);
  void apply(Replica& replica, std::uint32_t number);
  void grow(Replica& replica);
  static Text text(std::uint64_t word);

  static constexpr std::uint8_t leader = 0;

  simnet::EventQueue queue_;
  std::vector<Event> slots_;
  std::vector<std::uint32_t> free_slots_;
  std::uint64_t sequence_ = 0;
  std::uint64_t seed_ = 0;
  std::uint64_t draws_ = 0;
  std::uint32_t requests_ = 0;
  Time now_;
  std::array<Replica, S37::replicas> replicas_;
  std::array<std::uint32_t, S37::replicas> match_{};
  std::uint32_t commit_ = 0;
  std::vector<Command> commands_;
  std::vector<HistoryRecord> history_;
  Outcome outcome_;
  Digest digest_;
};

}  // namespace whitewater::tools::bench
