// Counted cuts of links.
#include "simnet/faults/cut.hpp"

#include "simnet/world.hpp"

namespace whitewater::simnet::faults {

namespace {

Undo begin_cut(World& world, const Struck& struck, const FaultSpec&) {
  Undo undo;
  undo.links = LinkSet::from_to(struck.first, struck.second);
  world.links().cut(undo.links);
  return undo;
}

void end_cut(World& world, const Undo& undo, NodeSet) {
  world.links().uncut(undo.links);
}

bool changed_by_cut(SendOutcome outcome, unsigned) {
  return outcome == SendOutcome::cut;
}

}  // namespace

const FaultKind cut_kind{"cut", true, begin_cut, end_cut, changed_by_cut, "no message passes, one way"};

}  // namespace whitewater::simnet::faults
