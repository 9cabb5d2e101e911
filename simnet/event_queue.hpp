// EventQueue: the order in which things happen, by (time, sequence number). A four-ary heap of 16-byte keys, so the
// four children of a key share a cache line. What is to happen is stored elsewhere, in the slot that the key names.
// Promises: times never go back, and the order is total, because sequence numbers are unique. Knows nothing of messages
// or timers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/check.hpp"
#include "core/base/time.hpp"

namespace whitewater::simnet {

// (time, sequence, slot) as one number. The slot never decides the order, because no two sequence numbers are equal.
class EventKey {
 public:
  static constexpr std::uint64_t sequence_end = std::uint64_t{1} << 40;
  static constexpr std::uint32_t slot_end = std::uint32_t{1} << 24;

  constexpr EventKey() = default;
  constexpr EventKey(Time time, std::uint64_t sequence, std::uint32_t slot)
      : bits_((static_cast<Bits>(static_cast<std::uint64_t>(time.ns)) << 64) | (sequence << 24) | slot) {}

  constexpr Time time() const { return Time{static_cast<std::int64_t>(static_cast<std::uint64_t>(bits_ >> 64))}; }
  constexpr std::uint64_t sequence() const { return static_cast<std::uint64_t>(bits_) >> 24; }
  constexpr std::uint32_t slot() const { return static_cast<std::uint32_t>(bits_) & (slot_end - 1); }

  friend constexpr bool operator==(EventKey a, EventKey b) { return a.bits_ == b.bits_; }
  friend constexpr bool operator<(EventKey a, EventKey b) { return a.bits_ < b.bits_; }

 private:
  __extension__ using Bits = unsigned __int128;
  Bits bits_ = 0;
};
static_assert(sizeof(EventKey) == 16);

class EventQueue {
 public:
  using Key = EventKey;
  static constexpr std::uint64_t sequence_end = EventKey::sequence_end;
  static constexpr std::uint32_t slot_end = EventKey::slot_end;

  // Later than every key that can be pushed; top() of an empty queue returns it.
  static constexpr Key never{time_never, sequence_end - 1, slot_end - 1};

  EventQueue() : keys_(64, never) {}

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  Key top() const { return keys_[0]; }

  // Inline wherever it is called: out of line it costs a run a fiftieth of its time.
  [[gnu::always_inline]] void push(Time time, std::uint64_t sequence, std::uint32_t slot) {
    check(time >= floor_ && time < time_never, "time never goes back");
    check(sequence < sequence_end && slot < slot_end, "a run stays below 2^40 events and 2^24 at the same time");
    if (size_ == room_) [[unlikely]]
      grow();
    const Key key{time, sequence, slot};
    std::size_t hole = size_++;
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / fan_out;
      if (!(key < keys_[parent])) break;
      keys_[hole] = keys_[parent];
      hole = parent;
    }
    keys_[hole] = key;
  }

  void pop() {
    check(size_ > 0, "only a queue that holds something is popped");
    floor_ = keys_[0].time();
    const Key last = keys_[--size_];
    keys_[size_] = never;
    if (size_ == 0) return;
    std::size_t hole = 0;
    for (std::size_t child = 1; child < size_; child = hole * fan_out + 1) {
      // The places after the last key hold `never`, so four children can be compared without counting them.
      const std::size_t left = child + (keys_[child + 1] < keys_[child] ? 1u : 0u);
      const std::size_t right = child + 2 + (keys_[child + 3] < keys_[child + 2] ? 1u : 0u);
      const std::size_t least = keys_[right] < keys_[left] ? right : left;
      if (!(keys_[least] < last)) break;
      keys_[hole] = keys_[least];
      hole = least;
    }
    keys_[hole] = last;
  }

  // As new, but for the memory.
  void clear() {
    std::fill_n(keys_.begin(), size_, never);
    size_ = 0;
    floor_ = Time{};
  }

 private:
  static constexpr std::size_t fan_out = 4;

  void grow() {
    keys_.resize(keys_.size() * 2, never);
    room_ = keys_.size() - fan_out;
  }

  std::vector<Key> keys_;  // size_ keys, then at least fan_out times `never`
  std::size_t size_ = 0;
  std::size_t room_ = keys_.size() - fan_out;
  Time floor_;  // the key that was popped last
};

}  // namespace whitewater::simnet
