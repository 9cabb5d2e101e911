// A modifier of links.
#include "simnet/faults/delay.hpp"

#include "simnet/world.hpp"

namespace whitewater::simnet::faults {

namespace {

Undo begin_delay(World& world, const Struck& struck, const FaultSpec& spec) {
  LinkModifier modifier;
  modifier.delay = spec.delay;
  Undo undo;
  undo.links = LinkSet::from_to(struck.first, struck.second);
  undo.modifier = world.links().modify(undo.links, modifier);
  return undo;
}

void end_delay(World& world, const Undo& undo, NodeSet) {
  world.links().unmodify(undo.modifier);
}

bool changed_by_delay(SendOutcome, unsigned copies) {
  return copies > 0;
}

}  // namespace

const FaultKind delay_kind{"delay", true, begin_delay, end_delay, changed_by_delay, "messages take so long"};

}  // namespace whitewater::simnet::faults
