// Strikes living nodes. If another episode of this kind holds a node already, both episodes hold it.
#include "simnet/faults/pause.hpp"

#include "simnet/world.hpp"

namespace whitewater::simnet::faults {

namespace {

Undo begin_pause(World& world, const Struck& struck, const FaultSpec&) {
  const NodeSet met = living_or_held(world, struck);
  for (const NodeId node : met) world.pause(node);
  return of_lives(world, met);
}

void end_pause(World& world, const Undo& undo, NodeSet held) {
  for (const NodeId node : same_lives(world, undo) - held) world.resume(node);
}

}  // namespace

const FaultKind pause_kind{.name = "pause",
                           .meaning =
                               "the replicas stop, as a process does on SIGSTOP. At the end they handle what arrived "
                               "meanwhile, then the timers that are due",
                           .changes_nodes = true,
                           .begin = begin_pause,
                           .end = end_pause};

}  // namespace whitewater::simnet::faults
