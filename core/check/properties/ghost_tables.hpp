// Ghost tables: what has ever happened in a cluster, kept beside it for the checks, as no replica could. In each the
// first writer wins, and whoever comes later must agree. Rows are by index, so that a look-up is one step;
// memory is kept across clear().
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/ids.hpp"

namespace whitewater::checks {

// (index, term) → chain hash of whatever has been appended there.
class AppendedTable {
 public:
  struct Row {
    std::uint64_t term = 0;
    std::uint64_t hash = 0;
    std::uint32_t next = 0;  // 1 + position in more_ of a further term of this index; 0: none
    NodeId node;             // who appended it first
  };

  void clear() {
    by_index_.clear();
    more_.clear();
    last_ = 0;
  }
  // Null: nobody has appended anything of that term there. Valid until the next call of first().
  const Row* find(std::uint64_t index, std::uint64_t term) const {
    if (index > last_) return nullptr;
    const Row& row = by_index_[index - 1];
    if (row.term == term && row.node.valid()) [[likely]]
      return &row;
    return find_more(row, term);
  }
  // The first row of (index, term), which is the one given here when there was none. Valid until the next call.
  const Row& first(std::uint64_t index, std::uint64_t term, std::uint64_t hash, NodeId node);

 private:
  const Row* find_more(const Row& row, std::uint64_t term) const;

  std::vector<Row> by_index_;
  std::vector<Row> more_;
  std::uint64_t last_ = 0;  // of by_index_
};

// index → chain hash of what has been committed there, and the term of the leader that committed it.
class CommittedTable {
 public:
  struct Row {
    std::uint64_t hash = 0;
    std::uint64_t in_term = 0;
    NodeId node;  // who committed it first
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
  // The last index that was committed in a term smaller than this; 0: none.
  std::uint64_t last_before_term(std::uint64_t term) const;

 private:
  std::vector<Row> rows_;
  std::uint64_t last_ = 0;
};

// term → who led it.
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
  // The first leader of that term, which is the node given here when there was none.
  NodeId first(std::uint64_t term, NodeId node);
  bool led(std::uint64_t term, NodeId node) const;
  // Of the largest term led so far; term 0, no_node when there is none.
  const Row& newest() const { return newest_; }

 private:
  std::vector<Row> rows_;  // by term
  Row newest_;
};

// (term, voter) → the candidate that the voter's disk has named.
class VoteTable {
 public:
  void clear() { rows_.clear(); }
  // The first candidate of that voter in that term, which is the one given here when there was none.
  NodeId first(std::uint64_t term, NodeId voter, NodeId candidate);
  // Who has voted for candidate in term.
  NodeSet voters(std::uint64_t term, NodeId candidate) const;

 private:
  struct Row {
    std::uint64_t term = 0;
    NodeId candidate;
    NodeSet voters;
  };

  std::vector<Row> rows_;  // by term; a row a candidate
};

// applied index → hash of the state machine.
class StateTable {
 public:
  struct Row {
    std::uint64_t hash = 0;
    NodeId node;  // no_node: nobody has stopped here yet
  };

  void clear() { rows_.clear(); }
  // Null: nobody has stopped there. Valid until the next call of first().
  const Row* find(std::uint64_t index) const {
    return index < rows_.size() && rows_[index].node.valid() ? &rows_[index] : nullptr;
  }
  // Valid until the next call.
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
