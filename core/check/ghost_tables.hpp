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
  }
  // The first row of (index, term), which is the one given here when there was none. Valid until the next call.
  const Row& first(std::uint64_t index, std::uint64_t term, std::uint64_t hash, NodeId node) {
    // Nearly always somebody else has appended the same there.
    if (index <= by_index_.size() && by_index_[index - 1].term == term && by_index_[index - 1].node.valid()) [[likely]]
      return by_index_[index - 1];
    return find_or_add(index, Row{term, hash, 0, node});
  }

 private:
  const Row& find_or_add(std::uint64_t index, const Row& added);

  std::vector<Row> by_index_;
  std::vector<Row> more_;
};

// index → chain hash of what has been committed there, and the term of the leader that committed it.
class CommittedTable {
 public:
  struct Row {
    std::uint64_t hash = 0;
    std::uint64_t in_term = 0;
    NodeId node;  // who committed it first
  };

  void clear() { rows_.clear(); }
  std::uint64_t last() const { return rows_.size(); }
  const Row& at(std::uint64_t index) const { return rows_[index - 1]; }
  void append(const Row& row) { rows_.push_back(row); }
  // The last index that was committed in a term smaller than this; 0: none.
  std::uint64_t last_before_term(std::uint64_t term) const;

 private:
  std::vector<Row> rows_;
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
  // Of the largest term led so far; term 0, no_node when there is none.
  const Row& newest() const { return newest_; }

 private:
  std::vector<Row> rows_;  // by term
  Row newest_;
};

// applied index → hash of the state machine.
class StateTable {
 public:
  struct Row {
    std::uint64_t hash = 0;
    NodeId node;  // no_node: nobody has stopped here yet
  };

  void clear() { rows_.clear(); }
  // Valid until the next call.
  const Row& first(std::uint64_t index, std::uint64_t hash, NodeId node) {
    if (index >= rows_.size()) [[unlikely]]
      rows_.resize(index + 1);
    Row& row = rows_[index];
    if (!row.node.valid()) row = Row{hash, node};
    return row;
  }

 private:
  std::vector<Row> rows_;
};

}  // namespace whitewater::checks
