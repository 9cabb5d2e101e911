// Renumbering: one replica is taken away, and those behind it move up. For whoever holds ids of replicas.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/ids.hpp"

namespace whitewater::scenarios {

struct Renumbering {
  NodeId removed;

  // Nothing: it is gone. no_node stays.
  std::optional<NodeId> of(NodeId node) const {
    if (node == removed) return std::nullopt;
    if (!node.valid() || node < removed) return node;
    return NodeId{static_cast<std::uint16_t>(node.value - 1)};
  }
  NodeSet of(NodeSet nodes) const {
    NodeSet left;
    for (const NodeId node : nodes)
      if (const std::optional<NodeId> moved = of(node)) left.insert(*moved);
    return left;
  }
};

}  // namespace whitewater::scenarios
