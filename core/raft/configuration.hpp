// Configuration: who votes, and which sets of voters are a quorum. All counting of replicas is done here, so that
// another rule (learners, joint consensus) changes this file only; tests/architecture forbids it elsewhere. A quorum
// is a majority of the voters: any two of them share a voter (Raft §5.2). Knows no roles and no logs.
#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include "core/base/ids.hpp"

namespace whitewater::raft {

class Configuration {
 public:
  static constexpr unsigned voters_max = 21;

  constexpr Configuration() = default;
  constexpr explicit Configuration(NodeSet voters) : voters_(voters), quorum_(voters.size() / 2 + 1) {}

  constexpr bool valid() const { return !voters_.empty() && voters_.size() <= voters_max; }
  constexpr NodeSet voters() const { return voters_; }
  constexpr NodeSet voters_but(NodeId node) const { return voters_ - NodeSet::of(node); }

  // True if the voters among these nodes are a quorum.
  constexpr bool has_quorum(NodeSet nodes) const { return (nodes & voters_).size() >= quorum_; }
  // The same for the voters that the predicate holds for.
  template <class Predicate>
  constexpr bool quorum_of(Predicate&& holds) const {
    unsigned count = 0;
    for (NodeId voter : voters_) count += holds(voter) ? 1u : 0u;
    return count >= quorum_;
  }
  // The same for the node itself and the other voters that the predicate holds for.
  template <class Predicate>
  [[gnu::always_inline]] constexpr bool quorum_with(NodeId self, Predicate&& holds) const {
    unsigned count = 0;
    for (NodeId other : voters_but(self)) count += holds(other) ? 1u : 0u;
    return count >= others_needed(self);
  }
  // True if the node is a quorum by itself: whatever it writes is agreed on when it is durable.
  constexpr bool decides_alone(NodeId node) const { return quorum_ == 1 && voters_.contains(node); }
  // How many other voters make the smallest quorum together with the node.
  constexpr unsigned others_needed(NodeId node) const { return voters_.contains(node) ? quorum_ - 1 : quorum_; }

  // The largest value that a quorum has reached: the node itself has reached own, another voter value_of(other).
  template <class Value, class ValueOf>
  constexpr Value quorum_value(NodeId self, Value own, ValueOf&& value_of) const {
    std::array<Value, voters_max> values{};
    unsigned count = 0;
    if (voters_.contains(self)) values[count++] = own;
    // Insertion sort, the largest first: the values are few, and mostly sorted or equal.
    for (NodeId other : voters_but(self)) {
      values[count] = value_of(other);
      for (std::size_t at = count++; at > 0 && values[at - 1] < values[at]; --at) std::swap(values[at - 1], values[at]);
    }
    return values[quorum_ - 1];
  }

 private:
  NodeSet voters_;
  unsigned quorum_ = 1;
};

}  // namespace whitewater::raft
