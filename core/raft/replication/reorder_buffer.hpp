// ReorderBuffer: appends that overtook an earlier one on their way to a follower. The follower keeps such an append
// until the earlier one has come. To Raft that looks like a longer delay in the network, so no proof changes. A refusal
// would make the leader send again what is already on its way. Knows no log: the follower says how far its log is
// verified.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>

#include "core/base/lane.hpp"
#include "core/raft/message.hpp"

namespace whitewater::raft {

class ReorderBuffer {
 public:
  // As many as a leader has in flight at most (Inflight).
  static constexpr std::size_t capacity = 64;

  bool empty() const { return appends_.empty(); }
  // Returns false if the buffer is full, or already keeps an append that starts there. In the second case the leader
  // has sent the append again, so what lies before it may not be on its way: the leader may have passed over it because
  // it was told of an older state of the log.
  bool keep(const AppendEntries& append) {
    erase_if(appends_, [&](const AppendEntries& kept) { return kept.term != append.term; });
    for (const AppendEntries& kept : appends_)
      if (kept.prev_log_index == append.prev_log_index) return false;
    if (appends_.size() == capacity) return false;
    appends_.push_back(append);
    return true;
  }
  // Takes out an append that starts at or before verified + 1 and ends after verified; nothing if there is none. Drops
  // appends of another term, and appends that bring nothing new.
  std::optional<AppendEntries> take(Term term, Index verified) {
    erase_if(appends_, [&](const AppendEntries& append) { return append.term != term || last(append) <= verified; });
    for (AppendEntries& append : appends_) {
      if (append.prev_log_index > verified) continue;
      std::optional<AppendEntries> taken = std::move(append);
      append = std::move(appends_.back());
      appends_.shrink(appends_.size() - 1);
      return taken;
    }
    return std::nullopt;
  }
  void clear() { appends_.clear(); }

  static Index last(const AppendEntries& append) {
    const auto* batch = append.entries.get_if<EntryBatch>();
    return append.prev_log_index + (batch != nullptr ? batch->count : 0);
  }

 private:
  Lane<AppendEntries> appends_;  // in any order
};

}  // namespace whitewater::raft
