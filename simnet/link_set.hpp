// LinkSet: a set of directed links between nodes 0 … 63. A fault remembers in it which links it struck. The link of a
// node to itself is in no set, because no fault affects it.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/ids.hpp"

namespace whitewater::simnet {

class LinkSet {
 public:
  LinkSet() = default;
  // From each node of one set to each node of the other, one way.
  static LinkSet from_to(NodeSet from, NodeSet to) {
    LinkSet links;
    for (const NodeId node : from) links.rows_[node.value] = to - NodeSet::of(node);
    return links;
  }
  // Both ways between the sets.
  static LinkSet between(NodeSet side, NodeSet others) { return from_to(side, others) | from_to(others, side); }

  bool contains(NodeId from, NodeId to) const {
    return from.value < NodeSet::nodes_max && rows_[from.value].contains(to);
  }
  bool empty() const {
    for (const NodeSet row : rows_)
      if (!row.empty()) return false;
    return true;
  }
  // The nodes at either end of the links.
  NodeSet nodes() const {
    NodeSet all;
    for (std::uint16_t from = 0; from < NodeSet::nodes_max; ++from)
      if (!rows_[from].empty()) all = all | rows_[from] | NodeSet::of(NodeId{from});
    return all;
  }
  // Calls visit(from, to) for each link, in ascending order.
  template <class Visit>
  void for_each(const Visit& visit) const {
    for (std::uint16_t from = 0; from < NodeSet::nodes_max; ++from)
      for (const NodeId to : rows_[from]) visit(NodeId{from}, to);
  }

  friend bool operator==(const LinkSet&, const LinkSet&) = default;
  friend LinkSet operator|(LinkSet a, const LinkSet& b) {
    for (std::size_t i = 0; i < a.rows_.size(); ++i) a.rows_[i] = a.rows_[i] | b.rows_[i];
    return a;
  }
  friend LinkSet operator&(LinkSet a, const LinkSet& b) {
    for (std::size_t i = 0; i < a.rows_.size(); ++i) a.rows_[i] = a.rows_[i] & b.rows_[i];
    return a;
  }
  // The links of a that are not in b.
  friend LinkSet operator-(LinkSet a, const LinkSet& b) {
    for (std::size_t i = 0; i < a.rows_.size(); ++i) a.rows_[i] = a.rows_[i] - b.rows_[i];
    return a;
  }

 private:
  std::array<NodeSet, NodeSet::nodes_max> rows_{};  // indexed by sender
};

}  // namespace whitewater::simnet
