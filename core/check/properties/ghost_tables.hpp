// Ghost tables: the history of a whole cluster, which no single replica can see, kept for the checks. In each table the
// first writer of a row wins, and every later writer must agree with it. Rows are indexed, so that a look-up is one
// step; clear() keeps the memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/ids.hpp"

namespace whitewater::checks {

// (index, term) → chain hash of the entry that was appended there.
class AppendedTable {
 public:
  struct Row {
    std::uint64_t term = 0;
    std::uint64_t hash = 0;
    std::uint32_t next = 0;  // 1 + position in more_ of the row of another term at this index; 0: none
    NodeId node;             // the node that appended it first
  };

  void clear() {
    by_index_.clear();
    more_.clear();
    last_ = 0;
  }
  // Null: no node has appended an entry of that term at that index. Valid until the next call of first().
  const Row* find(std::uint64_t index, std::uint64_t term) const {
    if (index > last_) return nullptr;
    const Row& row = by_index_[index - 1];
    if (row.term == term && row.node.valid()) [[likely]]
      return &row;
    return find_more(row, term);
  }
  // The row of (index, term). If the row is absent, the given values are inserted and returned. Valid until the next
  // call.
  const Row& first(std::uint64_t index, std::uint64_t term, std::uint64_t hash, NodeId node);

 private:
  const Row* find_more(const Row& row, std::uint64_t term) const;

  std::vector<Row> by_index_;
  std::vector<Row> more_;
  std::uint64_t last_ = 0;  // the largest index in by_index_
};

// index → chain hash of the entry that was committed there, and the term of the leader that committed it.
class CommittedTable {
 public:
  struct Row {
    std::uint64_t hash = 0;
    std::uint64_t in_term = 0;
    NodeId node;  // the node that committed it first
  };

  void clear() {
    rows_.clear();
    last_ = 0;
  }
  std::uint64_t last() const { return last_; }
  const Row& at(std::uint64_t index) const { return rows_[index - 1]; }
  void append(const Row& row) {
    rows_.push_back(row);
    ++last_;
  }
  // The last index that was committed in a term smaller than `term`; 0: none.
  std::uint64_t last_before_term(std::uint64_t term) const;

 private:
  std::vector<Row> rows_;
  std::uint64_t last_ = 0;
};

// term → the node that led it.
class LeaderTable {
 public:
  struct Row {
    std::uint64_t term = 0;
    NodeId node;
  };

  void clear() {
    rows_.clear();
    newest_ = {};
  }
  // The first leader of that term. If the term had no leader, the given node becomes its first leader.
  NodeId first(std::uint64_t term, NodeId node);
  bool led(std::uint64_t term, NodeId node) const;
  // The largest term that was ever led, and its leader. Term 0 and no_node if no term was led.
  const Row& newest() const { return newest_; }

 private:
  std::vector<Row> rows_;  // sorted by term
  Row newest_;
};

// (term, voter) → the candidate that is on the voter's disk.
class VoteTable {
 public:
  void clear() { rows_.clear(); }
  // The first candidate that the voter voted for in that term. If the voter had not voted, the given candidate.
  NodeId first(std::uint64_t term, NodeId voter, NodeId candidate);
  // The nodes that voted for candidate in term.
  NodeSet voters(std::uint64_t term, NodeId candidate) const;

 private:
  struct Row {
    std::uint64_t term = 0;
    NodeId candidate;
    NodeSet voters;
  };

  std::vector<Row> rows_;  // sorted by term; one row per candidate
};

// applied index → hash of the state machine after that index.
class StateTable {
 public:
  struct Row {
    std::uint64_t hash = 0;
    NodeId node;  // no_node: no replica has been seen at this applied index
  };

  void clear() { rows_.clear(); }
  // Null: no replica has been seen at this applied index. Valid until the next call of first().
  const Row* find(std::uint64_t index) const {
    return index < rows_.size() && rows_[index].node.valid() ? &rows_[index] : nullptr;
  }
  // The row of index. If the row is absent, the given values are inserted. Valid until the next call.
  const Row& first(std::uint64_t index, std::uint64_t hash, NodeId node) {
    if (index == rows_.size()) return rows_.emplace_back(Row{hash, node});
    if (index > rows_.size()) rows_.resize(index + 1);
    Row& row = rows_[index];
    if (!row.node.valid()) row = Row{hash, node};
    return row;
  }

 private:
  std::vector<Row> rows_;
};

}  // namespace whitewater::checks
