// IncomingSnapshot: the chunks of a snapshot that a follower has received so far. It takes them in order, and only of
// one snapshot of one term at a time: a chunk of another snapshot begins anew, or is left. Knows no log and no disk:
// the whole snapshot is installed at once, when its last chunk is here.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/lane.hpp"
#include "core/raft/snapshots/snapshot.hpp"

namespace whitewater::raft {

class IncomingSnapshot {
 public:
  // Takes the chunk if it is the next one. Returns how many bytes of the chunk's snapshot are here: its next chunk
  // begins there.
  std::uint64_t take(Term term, const PayloadRef& payload) {
    const auto* chunk = payload.get_if<SnapshotChunk>();
    check(chunk != nullptr, "a snapshot comes in chunks");
    if (term != term_ || chunk->head.id != head_.id) {
      // Of one term the later snapshot counts: an earlier one was delayed on its way.
      if (term == term_ && chunk->head.last.index < head_.last.index) return 0;
      clear();
      term_ = term;
      head_ = chunk->head;
    }
    if (chunk->offset == bytes_ && !complete()) {
      chunks_.push_back(payload);
      bytes_ = chunk->end();
    }
    return bytes_;
  }
  bool complete() const { return !chunks_.empty() && bytes_ == head_.bytes; }
  const SnapshotHead& head() const { return head_; }
  std::span<const PayloadRef> chunks() const { return {chunks_.begin(), chunks_.size()}; }
  // Forgets what has come, keeping memory.
  void clear() {
    chunks_.clear();
    term_ = {};
    head_ = {};
    bytes_ = 0;
  }

 private:
  Term term_;
  SnapshotHead head_;
  std::uint64_t bytes_ = 0;
  Lane<PayloadRef> chunks_;
};

}  // namespace whitewater::raft
