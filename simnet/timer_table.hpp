// TimerTable: the timers of all nodes, fired in order of (deadline, sequence number of the latest set).
// Lazy: setting a timer to a later deadline, which protocols do with every heartbeat, only writes it
// down; the queue's entry finds out when it comes up, and is queued again. Setting it earlier queues a
// second entry, and the first one is ignored when it comes up. The order is as if neither happened.
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
  // As new, but for the memory.
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

  // sequence: greater than those of all sets before. deadline: not in the past.
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

  // No timer fires before this key; EventQueue::never when none is set.
  EventQueue::Key top() const { return queue_.top(); }
  // Removes the top entry. True: it was what it seemed, the timer that it names fires now.
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
    // The entry of the queue that counts; at or before (deadline, sequence). Sequence 0: there is none.
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
