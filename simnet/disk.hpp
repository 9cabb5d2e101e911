// Disk: what one node has written: a log of records and a few slots that survive a crash, and behind them
// the writes that are on their way and do not. Writes become durable in the order in which they were
// issued. Knows when nothing: the world says when the oldest write is done.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/actor/effects.hpp"
#include "core/actor/event.hpp"
#include "core/base/check.hpp"
#include "core/base/time.hpp"

namespace whitewater::simnet {

class Disk {
 public:
  // As new, but for the memory.
  void reset();

  // Makes a write durable at once. Only while nothing is on its way.
  void write(Effects::Write&& write) {
    check(under_way_.empty(), "writes become durable in the order in which they were issued");
    if (write.kind == Effects::Write::Kind::append && write.count == 1 && write.index == next_index()) [[likely]]
      log_.emplace_back(LogRecord{std::move(write.payload), 0});
    else
      apply(write);
  }

  // Puts a write behind the others; it will take until done, or until the one before it is durable.
  Time issue(Effects::Write&& write, Time done);
  // The oldest write on its way becomes durable.
  void complete();
  // Forgets what is not durable.
  void crash();

  // Bit rot: a durable record cannot be read any more.
  void rot(std::uint64_t index);

  // Valid until the next write.
  Recovered recovered() const { return Recovered{log_first_, log_, slots_, damaged_}; }

 private:
  void apply(const Effects::Write& write);
  void trim(std::uint64_t index);
  std::uint64_t next_index() const { return log_first_ + log_.size(); }

  std::uint64_t log_first_ = 1;
  std::vector<LogRecord> log_;  // log_[i] has index log_first_ + i
  std::size_t damaged_ = 0;     // how many of them have lost their payload
  std::array<PayloadRef, slots_max> slots_;
  std::vector<Effects::Write> under_way_;  // those before first_under_way_ are durable already, but never all of them
  std::size_t first_under_way_ = 0;
  Time last_done_;
};

}  // namespace whitewater::simnet
