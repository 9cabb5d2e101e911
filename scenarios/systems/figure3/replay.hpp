// Replay: goes through a record group by group, and keeps what each node had written and what its disk held. Written to
// be read, not to be fast: whole logs are copied. A log keeps the entries that its node has compacted; where a node
// takes a snapshot for entries that it never held, they are those that were committed.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "scenarios/systems/figure3/record.hpp"

namespace whitewater::scenarios::figure3 {

// What a node has written, or what is on its disk.
struct Contents {
  std::uint64_t term = 0;
  NodeId vote = no_node;
  Log log;

  std::uint64_t last_index() const { return log.size(); }
  std::uint64_t last_term() const { return log.empty() ? 0 : log.back().term; }
};

class Replay {
 public:
  explicit Replay(const Record& record) : record_(record), nodes_(record.replicas) {}

  // Applies the next group. False: there is none.
  bool next();

  std::span<const Fact> group() const { return group_; }
  NodeId node() const { return group_.front().node; }  // whose group it is
  // All that any node has committed so far, by what nodes say.
  const Log& committed() const { return committed_; }
  // After the group.
  const Contents& written(NodeId node) const { return nodes_[node.value].written; }
  const Contents& disk(NodeId node) const { return nodes_[node.value].disk; }
  // Of the node of the group, before the group.
  const Contents& written_before() const { return before_.written; }
  // Of the node of the group: what the disk holds when all writes up to this one are durable, those of the group
  // included, and none behind it.
  Contents disk_after(std::uint64_t number) const;

 private:
  struct Node {
    Contents written;
    Contents disk;
    std::vector<const Fact*> under_way;  // writes that are not durable
  };
  void apply(Contents& contents, const Fact& write) const;
  void note_commit(const Node& node, std::uint64_t index);
  void apply_to(Node& node, const Fact& fact);

  const Record& record_;
  std::vector<Node> nodes_;
  Log committed_;  // as whoever committed an entry first held it
  Node before_;
  std::span<const Fact> group_;
  std::size_t at_ = 0;
};

}  // namespace whitewater::scenarios::figure3
