// A modifier of links.
#include "simnet/faults/duplication.hpp"

#include "simnet/world.hpp"

namespace whitewater::simnet::faults {

namespace {

Undo begin_duplication(World& world, const Struck& struck, const FaultSpec& spec) {
  LinkModifier modifier;
  modifier.duplication = spec.probability;
  Undo undo;
  undo.links = LinkSet::from_to(struck.first, struck.second);
  undo.modifier = world.links().modify(undo.links, modifier);
  return undo;
}

void end_duplication(World& world, const Undo& undo, NodeSet) {
  world.links().unmodify(undo.modifier);
}

bool changed_by_duplication(SendOutcome, unsigned copies) {
  return copies > 1;
}

}  // namespace

const FaultKind duplication_kind{"duplication",          true,
                                 begin_duplication,      end_duplication,
                                 changed_by_duplication, "messages arrive twice with this probability"};

}  // namespace whitewater::simnet::faults
