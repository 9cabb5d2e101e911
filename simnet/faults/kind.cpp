// What several kinds have in common: nodes and their lives, modifiers of links, cuts.
#include "simnet/faults/kind.hpp"

#include "simnet/world.hpp"

namespace whitewater::simnet::faults {

NodeSet same_lives(const World& world, const Undo& undo) {
  NodeSet same;
  for (const NodeId node : undo.nodes)
    if (world.incarnation(node) == undo.lives[node.value]) same.insert(node);
  return same;
}

Undo stop_nodes(World& world, const Struck& struck, void (World::*stop)(NodeId)) {
  Undo undo;
  undo.nodes = struck.first & (world.alive() | struck.held);
  for (const NodeId node : undo.nodes) {
    (world.*stop)(node);
    undo.lives[node.value] = world.incarnation(node);
  }
  return undo;
}

void start_nodes(World& world, const Undo& undo, NodeSet held, void (World::*start)(NodeId)) {
  for (const NodeId node : same_lives(world, undo) - held) (world.*start)(node);
}

Undo modify_links(World& world, const Struck& struck, const LinkModifier& modifier) {
  Undo undo;
  undo.links = LinkSet::from_to(struck.first, struck.second);
  undo.modifier = world.links().modify(undo.links, modifier);
  return undo;
}

void unmodify_links(World& world, const Undo& undo, NodeSet) {
  world.links().unmodify(undo.modifier, undo.links);
}

Undo cut_links(World& world, const LinkSet& links) {
  Undo undo;
  undo.links = links;
  world.links().cut(links);
  return undo;
}

void uncut_links(World& world, const Undo& undo, NodeSet) {
  world.links().uncut(undo.links);
}

bool changed_by_cut(SendOutcome outcome, unsigned) {
  return outcome == SendOutcome::cut;
}

}  // namespace whitewater::simnet::faults
