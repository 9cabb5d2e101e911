// LeaderReads: reads wait at a leader until a quorum has confirmed that it still led when they arrived (ReadIndex,
// thesis §6.4). A first-in first-out queue that keeps its memory, and the state of the confirmation round. A lease
// answers at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/time.hpp"
#include "core/raft/node_state.hpp"
#include "core/raft/replication/replication.hpp"
#include "core/raft/timing.hpp"
#include "core/raft/types.hpp"

namespace whitewater::raft {

struct PendingRead {
  std::uint64_t token = 0;
  Index index;  // to answer: committed by the leader, applied by the state machine
  Time round;   // this round or a later one confirms it: no message of it left before the read arrived
};

class ReadQueue {
 public:
  bool empty() const { return reads_.empty(); }  // pop() of the last read clears reads_
  std::size_t size() const { return reads_.size() - head_; }
  const PendingRead& front() const { return reads_[head_]; }
  const PendingRead& back() const { return reads_.back(); }
  void push(const PendingRead& read) {
    // Move the rest down when half of the queue is used up, so that it does not grow for ever.
    if (head_ > 16 && head_ * 2 >= reads_.size()) {
      reads_.erase(reads_.begin(), reads_.begin() + static_cast<std::ptrdiff_t>(head_));
      head_ = 0;
    }
    reads_.push_back(read);
  }
  void pop() {
    if (++head_ == reads_.size()) clear();
  }
  void clear() {
    reads_.clear();
    head_ = 0;
  }

 private:
  std::vector<PendingRead> reads_;
  std::size_t head_ = 0;
};

struct LeaderReads {
  ReadQueue queue;
  Time round = time_long_ago;      // the current one
  Time ask_again_at = time_never;  // when the round is repeated, to all followers that have not confirmed
  Duration ask_again_after;
  Time refreshed_at = time_long_ago;  // when the lease was last renewed in the background
  std::uint32_t rotation = 0;         // who is asked first in the next round

  // first_index: the index of the first entry of the leader's own term.
  void read(const NodeState& node, Replication& replication, std::uint64_t token, Index first_index, Output& out);
  // Call it after an answer, or after the commit index changed: releases the reads that are confirmed now.
  void release(const NodeState& node, Replication& replication, Output& out) {
    if (!queue.empty()) release_waiting(node, replication, out);
  }
  void repeat_round(const NodeState& node, Replication& replication, Output& out);

 private:
  bool lease_holds(const NodeState& node, const Replication& replication) const;
  void start_round(const NodeState& node, Replication& replication, Output& out);
  void refresh_lease(const NodeState& node, Replication& replication, Output& out);
  void release_waiting(const NodeState& node, Replication& replication, Output& out);
};

}  // namespace whitewater::raft
