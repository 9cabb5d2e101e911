// ReorderBuffer: appends that overtook an earlier one on their way to a follower. To keep such a message for a while
// and take it up when what it follows has come is nothing but a longer delay of the network, so Raft's proofs need not
// know of it; to refuse it instead makes the leader send again what is under way already.
// Knows no log: the node says how far its log is proved to agree with the leader's.
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
  // False: it is full, or one that starts there is kept already. The leader has sent that again, so what lies before it
  // is not under way: a leader that was told of an older state of the log may have passed over it.
  bool keep(const AppendEntries& append) {
    erase_if(appends_, [&](const AppendEntries& kept) { return kept.term != append.term; });
    for (const AppendEntries& kept : appends_)
      if (kept.prev_log_index == append.prev_log_index) return false;
    if (appends_.size() == capacity) return false;
    appends_.push_back(append);
    return true;
  }
  // Takes out one that starts at or before verified + 1 and reaches beyond verified; nothing when there is none.
  // Forgets those of another term, and those that say nothing new.
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
