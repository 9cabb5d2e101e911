// Look-ups that insert if the row is absent: the first writer of every row wins.
#include "core/check/properties/ghost_tables.hpp"

#include <algorithm>

namespace whitewater::checks {

// Two terms at one index are rare, and three are rarer still: the chain is short.
const AppendedTable::Row* AppendedTable::find_more(const Row& row, std::uint64_t term) const {
  if (!row.node.valid()) return nullptr;
  for (const Row* at = &row;; at = &more_[at->next - 1]) {
    if (at->term == term) return at;
    if (at->next == 0) return nullptr;
  }
}

const AppendedTable::Row& AppendedTable::first(std::uint64_t index, std::uint64_t term, std::uint64_t hash,
                                               NodeId node) {
  if (const Row* known = find(index, term)) return *known;
  const Row added{term, hash, 0, node};
  if (index > last_) by_index_.resize(last_ = index);
  Row* row = &by_index_[index - 1];
  if (!row->node.valid()) return *row = added;
  while (row->next != 0) row = &more_[row->next - 1];
  row->next = static_cast<std::uint32_t>(more_.size() + 1);
  more_.push_back(added);
  return more_.back();
}

std::uint64_t CommittedTable::last_before_term(std::uint64_t term) const {
  // The terms of commitment do not decrease with the index as long as leader completeness holds. If it does not hold,
  // another check has already reported that.
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

bool LeaderTable::led(std::uint64_t term, NodeId node) const {
  return std::any_of(rows_.rbegin(), rows_.rend(),
                     [&](const Row& row) { return row.term == term && row.node == node; });
}

NodeId VoteTable::first(std::uint64_t term, NodeId voter, NodeId candidate) {
  auto at = rows_.end();
  while (at != rows_.begin() && (at - 1)->term > term) --at;  // votes arrive nearly in order
  const auto behind = at;
  Row* of_candidate = nullptr;
  for (; at != rows_.begin() && (at - 1)->term == term; --at) {
    Row& row = *(at - 1);
    if (row.voters.contains(voter)) return row.candidate;
    if (row.candidate == candidate) of_candidate = &row;
  }
  if (of_candidate != nullptr)
    of_candidate->voters.insert(voter);
  else
    rows_.insert(behind, Row{term, candidate, NodeSet::of(voter)});
  return candidate;
}

NodeSet VoteTable::voters(std::uint64_t term, NodeId candidate) const {
  for (auto row = rows_.rbegin(); row != rows_.rend() && row->term >= term; ++row)
    if (row->term == term && row->candidate == candidate) return row->voters;
  return {};
}

}  // namespace whitewater::checks
