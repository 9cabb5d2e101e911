// A modifier of links.
#include "simnet/faults/loss.hpp"

#include "simnet/world.hpp"

namespace whitewater::simnet::faults {

namespace {

Undo begin_loss(World& world, const Struck& struck, const FaultSpec& spec) {
  LinkModifier modifier;
  modifier.loss = spec.probability;
  Undo undo;
  undo.links = LinkSet::from_to(struck.first, struck.second);
  undo.modifier = world.links().modify(undo.links, modifier);
  return undo;
}

void end_loss(World& world, const Undo& undo, NodeSet) {
  world.links().unmodify(undo.modifier);
}

bool changed_by_loss(SendOutcome outcome, unsigned) {
  return outcome == SendOutcome::lost;
}

}  // namespace

const FaultKind loss_kind{
    "loss", true, begin_loss, end_loss, changed_by_loss, "messages are lost with this probability"};

}  // namespace whitewater::simnet::faults
