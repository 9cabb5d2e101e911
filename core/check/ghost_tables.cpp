// Look-ups that insert: the first writer of every row wins.
#include "core/check/ghost_tables.hpp"

#include <algorithm>

namespace whitewater::checks {

const AppendedTable::Row& AppendedTable::find_or_add(std::uint64_t index, const Row& added) {
  if (index > by_index_.size()) {
    by_index_.resize(index);
    return by_index_.back() = added;
  }
  // Two terms at one index are rare, three a curiosity: the chain is short.
  Row* row = &by_index_[index - 1];
  if (!row->node.valid()) return *row = added;
  while (row->term != added.term) {
    if (row->next == 0) {
      row->next = static_cast<std::uint32_t>(more_.size() + 1);
      more_.push_back(added);
      return more_.back();
    }
    row = &more_[row->next - 1];
  }
  return *row;
}

std::uint64_t CommittedTable::last_before_term(std::uint64_t term) const {
  // Terms of commitment do not decrease with the index as long as leaders are complete; where they are not, another
  // check has already spoken.
  const auto behind = std::partition_point(rows_.begin(), rows_.end(), [&](const Row& r) { return r.in_term < term; });
  return static_cast<std::uint64_t>(behind - rows_.begin());
}

NodeId LeaderTable::first(std::uint64_t term, NodeId node) {
  auto at = rows_.end();
  while (at != rows_.begin() && (at - 1)->term > term) --at;  // elections arrive nearly in order
  if (at != rows_.begin() && (at - 1)->term == term) return (at - 1)->node;
  rows_.insert(at, Row{term, node});
  newest_ = rows_.back();
  return node;
}

}  // namespace whitewater::checks
