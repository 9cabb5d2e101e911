// What several kinds have in common: nodes and their lives, modifiers of links, cuts, disks.
#include "simnet/faults/kind.hpp"

#include "simnet/faults/machines.hpp"

namespace whitewater::simnet::faults {

NodeSet same_lives(const Machines& machines, const Undo& undo) {
  NodeSet same;
  for (const NodeId node : undo.nodes)
    if (machines.incarnation(node) == undo.lives[node.value]) same.insert(node);
  return same;
}

Undo stop_nodes(Machines& machines, const Struck& struck, void (Machines::*stop)(NodeId)) {
  Undo undo;
  undo.nodes = struck.first & (machines.alive() | struck.held);
  for (const NodeId node : undo.nodes) {
    (machines.*stop)(node);
    undo.lives[node.value] = machines.incarnation(node);
  }
  return undo;
}

void start_nodes(Machines& machines, const Undo& undo, NodeSet held, void (Machines::*start)(NodeId)) {
  for (const NodeId node : same_lives(machines, undo) - held) (machines.*start)(node);
}

Undo modify_links(Machines& machines, const Struck& struck, const LinkModifier& modifier) {
  Undo undo;
  undo.links = LinkSet::from_to(struck.first, struck.second);
  undo.modifier = machines.links().modify(undo.links, modifier);
  return undo;
}

void unmodify_links(Machines& machines, const Undo& undo, NodeSet) {
  machines.links().unmodify(undo.modifier, undo.links);
}

Undo cut_links(Machines& machines, const LinkSet& links) {
  Undo undo;
  undo.links = links;
  machines.links().cut(links);
  return undo;
}

void uncut_links(Machines& machines, const Undo& undo, NodeSet) {
  machines.links().uncut(undo.links);
}

bool changed_by_cut(SendOutcome outcome, unsigned) {
  return outcome == SendOutcome::cut;
}

Undo harm_disks(Machines& machines, const Struck& struck, const DiskFault& fault) {
  Undo undo;
  undo.nodes = struck.first;
  undo.modifier = machines.harm_disks(struck.first, fault);
  return undo;
}

void mend_disks(Machines& machines, const Undo& undo, NodeSet) {
  machines.mend_disks(undo.modifier);
}

}  // namespace whitewater::simnet::faults
