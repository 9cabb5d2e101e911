// Nodes and the lives in which a fault struck them.
#include "simnet/faults/kind.hpp"

#include "simnet/world.hpp"

namespace whitewater::simnet::faults {

NodeSet same_lives(const World& world, const Undo& undo) {
  NodeSet same;
  for (const NodeId node : undo.nodes)
    if (world.incarnation(node) == undo.lives[node.value]) same.insert(node);
  return same;
}

Undo of_lives(const World& world, NodeSet nodes) {
  Undo undo;
  undo.nodes = nodes;
  for (const NodeId node : nodes) undo.lives[node.value] = world.incarnation(node);
  return undo;
}

}  // namespace whitewater::simnet::faults
