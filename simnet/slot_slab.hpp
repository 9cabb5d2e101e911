// SlotSlab: the content of events to come, in slots of 16 bytes that the keys of an EventQueue name. Free
// slots are reused, last in first out, so that a running simulation stays within a few cache lines.
// Invariant: every payload in a slot in use is counted once by that slot.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/check.hpp"
#include "core/base/ids.hpp"
#include "core/base/payload.hpp"
#include "simnet/event_queue.hpp"

namespace whitewater::simnet {

struct Slot {
  // The first three as SendKind.
  enum class Kind : std::uint8_t { message, request, reply, write, start, departure, wake, free };

  PayloadHeader* payload = nullptr;  // message, request, reply: counted (PayloadRef::release)
  // message, request, reply: the sender's latest event; write, start, wake: the incarnation; departure: which; free:
  // the next free slot
  std::uint32_t word = 0;
  std::uint8_t from = 0;
  std::uint8_t to = 0;
  Kind kind = Kind::free;
};
static_assert(sizeof(Slot) == 16);

class SlotSlab {
 public:
  SlotSlab() = default;
  SlotSlab(const SlotSlab&) = delete;
  SlotSlab& operator=(const SlotSlab&) = delete;
  ~SlotSlab() { clear(); }

  // A message, request or reply. sent_after: the sender's latest event.
  std::uint32_t put(Slot::Kind kind, NodeId from, NodeId to, std::uint32_t sent_after, PayloadRef&& payload) {
    const std::uint32_t at = use();  // before the payload is let go, so that a failed check loses none
    slots_[at] = Slot{payload.release(), sent_after, static_cast<std::uint8_t>(from.value),
                      static_cast<std::uint8_t>(to.value), kind};
    return at;
  }
  // An event of a node. word: mostly the incarnation that it is for.
  std::uint32_t put(Slot::Kind kind, NodeId node, std::uint32_t word) {
    const std::uint32_t at = use();
    slots_[at] = Slot{nullptr, word, 0, static_cast<std::uint8_t>(node.value), kind};
    return at;
  }

  // Gives the slot's content, and its count of the payload, to the caller.
  Slot take(std::uint32_t at) {
    Slot& slot = slots_[at];
    // Member by member: copied as a whole it would be taken apart again with shifts.
    const Slot taken{slot.payload, slot.word, slot.from, slot.to, slot.kind};
    slot.kind = Slot::Kind::free;
    slot.word = free_;
    free_ = at;
    return taken;
  }

  // As new, but for the memory.
  void clear() {
    for (Slot& slot : slots_)
      if (slot.kind != Slot::Kind::free && slot.payload != nullptr) PayloadRef::adopt(slot.payload).reset();
    slots_.clear();
    free_ = none;
  }

 private:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  std::uint32_t use() {
    if (free_ == none) [[unlikely]]
      grow();
    const std::uint32_t at = free_;
    free_ = slots_[at].word;
    return at;
  }

  void grow() {
    check(slots_.size() < EventQueue::slot_end, "fewer than 2^24 messages are under way at the same time");
    free_ = static_cast<std::uint32_t>(slots_.size());
    slots_.push_back(Slot{nullptr, none, 0, 0, Slot::Kind::free});
  }

  std::vector<Slot> slots_;
  std::uint32_t free_ = none;
};

}  // namespace whitewater::simnet
