// SlotContents: what the slots of one node hold, and the chunks of a content that is not complete yet. Both hosts keep
// their slots in it, so that a slot changes by the same rules on both.
// Promises: a slot holds the latest complete content; chunks before their commit never show. Clearing keeps memory.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/actor/effects.hpp"
#include "core/actor/event.hpp"

namespace whitewater {

// True if a write of chunks makes sense behind so many chunks of a content that is not complete yet.
inline bool chunks_fit(const Effects::Write& write, std::size_t unfinished) {
  if (write.kind == Effects::Write::Kind::append_chunk) return write.index == 0 || write.index == unfinished;
  return write.kind != Effects::Write::Kind::commit_slot || (write.count != 0 && write.count == unfinished);
}

class SlotContents {
 public:
  // Performs a replace, append_chunk or commit_slot. False: it makes no sense here, and nothing has changed.
  bool apply(const Effects::Write& write) {
    if (write.slot.value >= slots_max) return false;
    std::vector<PayloadRef>& next = next_[write.slot.value];
    if (!chunks_fit(write, next.size())) return false;
    if (write.kind == Effects::Write::Kind::append_chunk) {
      if (write.index == 0) next.clear();
      next.push_back(write.payload);
      return true;
    }
    std::vector<PayloadRef>& chunks = chunks_[write.slot.value];
    if (write.kind == Effects::Write::Kind::commit_slot) {
      std::swap(chunks, next);
      first_[write.slot.value] = chunks.front();
    } else {
      first_[write.slot.value] = write.payload;
      chunks.clear();
    }
    next.clear();
    return true;
  }

  // The node has died: nobody completes what it had begun.
  void forget_unfinished() {
    for (std::vector<PayloadRef>& next : next_) next.clear();
  }
  void clear() {
    first_.fill({});
    for (std::vector<PayloadRef>& chunks : chunks_) chunks.clear();
    forget_unfinished();
  }

  // As Recovered has them; valid until the next change.
  std::span<const PayloadRef> first() const { return first_; }
  std::span<const std::vector<PayloadRef>> chunks() const { return chunks_; }

 private:
  std::array<PayloadRef, slots_max> first_;
  std::array<std::vector<PayloadRef>, slots_max> chunks_;  // empty: the content is one payload
  std::array<std::vector<PayloadRef>, slots_max> next_;    // not committed
};

}  // namespace whitewater
