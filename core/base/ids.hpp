// Identities of nodes: NodeId is a dense number per node of a cluster or world, NodeSet is a set of nodes as one word.
// Replicas come first (0 … replicas-1), then clients. Each protocol decides how it spells an id on the wire.
#pragma once

#include <bit>
#include <compare>
#include <cstdint>

namespace whitewater {

struct NodeId {
  std::uint16_t value = 0xFFFF;

  constexpr bool valid() const { return value != 0xFFFF; }
  friend constexpr auto operator<=>(const NodeId&, const NodeId&) = default;
};

// Means "nobody" or "not known".
inline constexpr NodeId no_node{};

// A set of nodes 0 … 63. Iterates in ascending order.
class NodeSet {
 public:
  static constexpr unsigned nodes_max = 64;

  constexpr NodeSet() = default;
  constexpr explicit NodeSet(std::uint64_t bits) : bits_(bits) {}
  // The set of this one node. Empty for no_node and for ids of nodes_max or more.
  static constexpr NodeSet of(NodeId node) {
    return NodeSet{std::uint64_t{node.value < nodes_max} << (node.value % nodes_max)};
  }
  // The set of nodes 0 … count-1.
  static constexpr NodeSet first(unsigned count) {
    return NodeSet{count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1};
  }

  constexpr std::uint64_t bits() const { return bits_; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr unsigned size() const { return static_cast<unsigned>(std::popcount(bits_)); }
  constexpr bool contains(NodeId node) const { return node.value < nodes_max && ((bits_ >> node.value) & 1) != 0; }
  constexpr void insert(NodeId node) { bits_ |= of(node).bits_; }
  constexpr void erase(NodeId node) { bits_ &= ~of(node).bits_; }

  friend constexpr bool operator==(const NodeSet&, const NodeSet&) = default;
  friend constexpr NodeSet operator|(NodeSet a, NodeSet b) { return NodeSet{a.bits_ | b.bits_}; }
  friend constexpr NodeSet operator&(NodeSet a, NodeSet b) { return NodeSet{a.bits_ & b.bits_}; }
  // The members of a that are not in b.
  friend constexpr NodeSet operator-(NodeSet a, NodeSet b) { return NodeSet{a.bits_ & ~b.bits_}; }

  class Iterator {
   public:
    constexpr explicit Iterator(std::uint64_t rest) : rest_(rest) {}
    constexpr NodeId operator*() const { return NodeId{static_cast<std::uint16_t>(std::countr_zero(rest_))}; }
    constexpr Iterator& operator++() {
      rest_ &= rest_ - 1;
      return *this;
    }
    friend constexpr bool operator==(const Iterator&, const Iterator&) = default;

   private:
    std::uint64_t rest_;
  };
  constexpr Iterator begin() const { return Iterator{bits_}; }
  constexpr Iterator end() const { return Iterator{0}; }

 private:
  std::uint64_t bits_ = 0;
};

}  // namespace whitewater
