// How a durable write changes a log and its slots, and the queue of writes that are not durable yet.
#include "simnet/disk.hpp"

#include <algorithm>
#include <utility>

#include "core/base/check.hpp"

namespace whitewater::simnet {

void Disk::reset() {
  log_.clear();
  log_first_ = 1;
  damaged_ = 0;
  slots_.clear();
  crash();
}

Time Disk::issue(Effects::Write&& write, Time done) {
  under_way_.push_back(std::move(write));
  last_done_ = std::max(last_done_, done);
  return last_done_;
}

void Disk::complete() {
  check(first_under_way_ < under_way_.size(), "a write that becomes durable was issued");
  apply(under_way_[first_under_way_]);
  under_way_[first_under_way_].payload.reset();
  ++first_under_way_;
  // Close the gap when it is the larger part, so that a disk that is never idle does not grow for ever.
  if (first_under_way_ * 2 < under_way_.size()) return;
  const auto gap_end = under_way_.begin() + static_cast<std::ptrdiff_t>(first_under_way_);
  under_way_.erase(under_way_.begin(), gap_end);
  first_under_way_ = 0;
}

void Disk::crash() {
  slots_.forget_unfinished();
  under_way_.clear();
  first_under_way_ = 0;
  last_done_ = Time{};
}

void Disk::rot(std::uint64_t index) {
  check(index >= log_first_ && index < next_index(), "a record that rots is in the log");
  PayloadRef& payload = log_[static_cast<std::size_t>(index - log_first_)].payload;
  if (payload) ++damaged_;
  payload.reset();
}

void Disk::trim(std::uint64_t index) {
  check(index >= log_first_, "a log is trimmed up to an index that it has not passed");
  const auto gone = static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(index - log_first_, log_.size()));
  for (auto record = log_.begin(); record != log_.begin() + gone; ++record)
    if (!record->payload) --damaged_;
  log_.erase(log_.begin(), log_.begin() + gone);
  log_first_ = index;
}

void Disk::apply(const Effects::Write& write) {
  switch (write.kind) {
    case Effects::Write::Kind::append:
      check(write.index == next_index(), "a record is appended right behind the last one");
      for (std::uint32_t ordinal = 0; ordinal < write.count; ++ordinal) log_.push_back({write.payload, ordinal});
      return;
    case Effects::Write::Kind::truncate:
      check(write.index >= log_first_ && write.index <= next_index(), "a log is truncated at an index that it has");
      while (next_index() > write.index) {
        if (!log_.back().payload) --damaged_;
        log_.pop_back();
      }
      return;
    case Effects::Write::Kind::trim:
      trim(write.index);
      return;
    case Effects::Write::Kind::replace:
    case Effects::Write::Kind::append_chunk:
    case Effects::Write::Kind::commit_slot:
      check(write.slot.value < slots_max, "a slot is one of the four that a node has");
      check(slots_.apply(write), "a slot's chunks are appended in order, and committed all together");
      return;
  }
}

}  // namespace whitewater::simnet
