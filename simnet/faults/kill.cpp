// Strikes nodes that live; a node that another episode of this kind holds is held by both.
#include "simnet/faults/kill.hpp"

#include "simnet/world.hpp"

namespace whitewater::simnet::faults {

namespace {

Undo begin_kill(World& world, const Struck& struck, const FaultSpec&) {
  const NodeSet met = struck.first & (world.alive() | struck.held);
  for (const NodeId node : met) world.kill(node);
  return of_lives(world, met);
}

void end_kill(World& world, const Undo& undo, NodeSet held) {
  for (const NodeId node : same_lives(world, undo) - held) world.restart(node);
}

bool changed_by_kill(SendOutcome outcome, unsigned) {
  return outcome == SendOutcome::receiver_dead;
}

}  // namespace

const FaultKind kill_kind{"kill",   false,           begin_kill,
                          end_kill, changed_by_kill, "nodes crash, and start again at the end"};

}  // namespace whitewater::simnet::faults
