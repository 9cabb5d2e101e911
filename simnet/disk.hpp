// Disk: what one node has written: a log of records and a few slots, which survive a crash, and the queue of writes
// that are not durable yet, which do not. Writes become durable in the order of issue. A disk knows no times: the world
// says when the oldest write is done.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/actor/effects.hpp"
#include "core/actor/event.hpp"
#include "core/actor/slot_contents.hpp"
#include "core/base/check.hpp"
#include "core/base/time.hpp"

namespace whitewater::simnet {

class Disk {
 public:
  // Resets to the initial state, keeping memory.
  void reset();

  // Makes a write durable at once. Precondition: no write is in the queue.
  void write(Effects::Write&& write) {
    check(under_way_.empty(), "writes become durable in the order in which they were issued");
    if (write.kind == Effects::Write::Kind::append && write.count == 1 && write.index == next_index()) [[likely]]
      log_.emplace_back(LogRecord{std::move(write.payload), 0});
    else
      apply(write);
  }

  // Adds a write to the queue. Returns when the write becomes durable: at `done`, but not before the previous write.
  Time issue(Effects::Write&& write, Time done);
  // The oldest write in the queue becomes durable.
  void complete();
  // Drops the writes that are not durable, and the chunks that are not committed.
  void crash();

  // Bit rot: a durable record cannot be read any more.
  void rot(std::uint64_t index);

  // Valid until the next write.
  Recovered recovered() const { return {log_first_, log_, slots_.first(), damaged_, slots_.chunks()}; }

 private:
  void apply(const Effects::Write& write);
  void trim(std::uint64_t index);
  std::uint64_t next_index() const { return log_first_ + log_.size(); }

  std::uint64_t log_first_ = 1;
  std::vector<LogRecord> log_;  // log_[i] has index log_first_ + i
  std::size_t damaged_ = 0;     // how many of them cannot be read any more
  SlotContents slots_;
  std::vector<Effects::Write> under_way_;  // the writes before first_under_way_ are durable already
  std::size_t first_under_way_ = 0;
  Time last_done_;
};

}  // namespace whitewater::simnet
