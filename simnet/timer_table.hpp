// TimerTable: the timers of all nodes, fired in the order of (deadline, sequence number of the latest set). Lazy:
// protocols move a timer to a later deadline with every heartbeat. Such a set() only stores the deadline; when the old
// queue entry reaches the top, it is queued again. A set() to an earlier deadline adds a second entry; the old one is
// ignored at the top. The firing order does not depend on this.
#pragma once

#include <cstdint>
#include <vector>

#include "core/actor/event.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "simnet/event_queue.hpp"

namespace whitewater::simnet {

class TimerTable {
 public:
  // Resets to the initial state, keeping memory.
  void reset(unsigned nodes) {
    timers_.assign(std::size_t{nodes} * timers_max, Timer{});
    queue_.clear();
  }

  static constexpr NodeId node_of(EventQueue::Key key) {
    return NodeId{static_cast<std::uint16_t>(key.slot() / timers_max)};
  }
  static constexpr TimerId timer_of(EventQueue::Key key) {
    return TimerId{static_cast<std::uint8_t>(key.slot() % timers_max)};
  }

  // Preconditions: sequence is larger than in all earlier sets; deadline is not in the past.
  void set(NodeId node, TimerId id, Time deadline, std::uint64_t sequence) {
    const std::uint32_t slot = slot_of(node, id);
    Timer& timer = timers_[slot];
    timer.deadline = deadline;
    timer.sequence = sequence;
    if (timer.queued_sequence != 0 && timer.queued_deadline <= deadline) return;
    enqueue(timer, slot);
  }
  void cancel(NodeId node, TimerId id) { timers_[slot_of(node, id)].deadline = time_never; }
  void cancel_all(NodeId node) {
    for (std::uint8_t i = 0; i < timers_max; ++i) cancel(node, TimerId{i});
  }

  // No timer fires before this key. EventQueue::never if no timer is set.
  EventQueue::Key top() const { return queue_.top(); }
  // Removes the top entry. Returns true if its timer fires now; false if the entry was out of date.
  bool pop() {
    const EventQueue::Key key = queue_.top();
    queue_.pop();
    Timer& timer = timers_[key.slot()];
    if (key.sequence() != timer.queued_sequence) return false;  // the timer was set to an earlier deadline meanwhile
    timer.queued_sequence = 0;
    if (timer.deadline == time_never) return false;
    if (timer.sequence != key.sequence()) {
      enqueue(timer, key.slot());
      return false;
    }
    timer.deadline = time_never;
    return true;
  }

 private:
  struct Timer {
    Time deadline = time_never;
    std::uint64_t sequence = 0;
    // The timer's valid queue entry, at or before (deadline, sequence). Sequence 0: the timer has no entry.
    Time queued_deadline;
    std::uint64_t queued_sequence = 0;
  };

  static std::uint32_t slot_of(NodeId node, TimerId id) {
    check(id.value < timers_max, "a timer is one of the eight that a node has");
    return node.value * std::uint32_t{timers_max} + id.value;
  }

  void enqueue(Timer& timer, std::uint32_t slot) {
    timer.queued_deadline = timer.deadline;
    timer.queued_sequence = timer.sequence;
    queue_.push(timer.deadline, timer.sequence, slot);
  }

  std::vector<Timer> timers_;  // timers_max for each node
  EventQueue queue_;
};

}  // namespace whitewater::simnet
