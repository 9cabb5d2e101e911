// Host: runs one actor on a real transport, storage and clock, and keeps the contract of core/actor/actor.hpp.
// One thread runs one loop: wait; take all input (up to a bound); fire the timers that are due; make the writes of all
// this durable at once; send what waited for these writes. Input comes before timers, and `now` is read after the input
// that it is passed with: a process that was stopped in between first learns what happened meanwhile, and then counts
// the time. Knows no protocol.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/actor/actor.hpp"
#include "replica/posix/descriptor.hpp"
#include "replica/storage/storage.hpp"
#include "replica/transport/message_format.hpp"
#include "replica/transport/transport.hpp"
#include "replica/watcher.hpp"

namespace whitewater::replica {

struct HostConfig {
  NodeId self;
  // Sent first, and again until a message arrives; also while the other end seems absent. Empty: no greeting.
  std::string greeting;
  Duration greeting_interval = milliseconds(200);
  // After refusals for this long without a message in between, the other end is considered lost.
  Duration refusal_patience = milliseconds(1'500);
  // The run ends when this descriptor is readable; the host does not read it. -1: none.
  int stop_descriptor = -1;
  // How many messages one turn of the loop takes at most.
  unsigned input_max = 512;
};

struct HostCounters {
  std::uint64_t received = 0;
  std::uint64_t ignored = 0;  // inputs that are no message for this node
  std::uint64_t sent = 0;
  std::uint64_t unsent = 0;  // messages that were too long, or that found too much waiting
};

class Host {
 public:
  enum class Ending : std::uint8_t { time, stopped, peer_lost, storage_failed, effect_refused };

  // Everything that it refers to must outlive it. watcher may be null.
  Host(const HostConfig& config, Actor& actor, PayloadPool& pool, MessageFormat& format, Transport& transport,
       Storage& storage, Watcher* watcher);

  // The first call starts the actor. Runs the actor until `until`, or until something ends the run.
  Ending run(Time until);
  // Why the last run ended, if it ended with an error.
  const Error& failure() const { return failure_; }
  const HostCounters& counters() const { return counters_; }

 private:
  struct Timer {
    Time deadline = time_never;
    std::uint64_t order = 0;
  };

  void start();
  void wait(Time until);
  void take_input();
  bool take(const Received& received);
  void refused();
  void greet();
  void fire_due_timers();
  const Timer* next_timer() const;
  void hand(const Event& event);
  void perform(Time now);
  void release(Time now, const Effects::Send& send);
  void refuse_time();
  void make_durable();
  void ignore(std::string_view why);
  void end(Ending ending, Error failure);

  HostConfig config_;
  Actor& actor_;
  PayloadPool& pool_;
  MessageFormat& format_;
  Transport& transport_;
  Storage& storage_;
  Watcher* watcher_;

  Descriptor epoll_;
  bool watches_writing_ = false;
  bool started_ = false;
  bool stop_asked_ = false;
  std::optional<Ending> ending_;
  Error failure_;
  HostCounters counters_;

  Effects effects_;
  WriteNumber writes_issued_ = 0;
  WriteNumber writes_durable_ = 0;
  std::vector<Effects::Send> waiting_;  // messages that wait for their writes, in order
  std::array<Timer, timers_max> timers_;
  std::uint64_t timer_calls_ = 0;
  std::string out_;

  Time greet_at_ = time_never;
  Time refused_since_ = time_never;
};

}  // namespace whitewater::replica
