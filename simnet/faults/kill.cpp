// Strikes living nodes. If another episode of this kind holds a node already, both episodes hold it.
#include "simnet/faults/kill.hpp"

#include "simnet/faults/machines.hpp"

namespace whitewater::simnet::faults {

namespace {

Undo begin_kill(Machines& machines, const Struck& struck, const FaultSpec&) {
  return stop_nodes(machines, struck, &Machines::kill);
}

void end_kill(Machines& machines, const Undo& undo, NodeSet held) {
  start_nodes(machines, undo, held, &Machines::restart);
}

void restart(Machines& machines, NodeSet nodes, NodeSet) {
  for (const NodeId node : nodes) machines.restart(node);
}

bool changed_by_kill(SendOutcome outcome, unsigned) {
  return outcome == SendOutcome::receiver_dead;
}

}  // namespace

const FaultKind kill_kind{.name = "kill",
                          .meaning =
                              "the replicas crash: they lose timers, memory and writes that were not durable. At "
                              "the end they start again with what was durable",
                          .ending = "restart",
                          .changes_nodes = true,
                          .begin = begin_kill,
                          .end = end_kill,
                          .mend = restart,
                          .changes = changed_by_kill};

}  // namespace whitewater::simnet::faults
