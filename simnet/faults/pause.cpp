// Strikes living nodes. If another episode of this kind holds a node already, both episodes hold it.
#include "simnet/faults/pause.hpp"

#include "simnet/faults/machines.hpp"

namespace whitewater::simnet::faults {

namespace {

Undo begin_pause(Machines& machines, const Struck& struck, const FaultSpec&) {
  return stop_nodes(machines, struck, &Machines::pause);
}

void end_pause(Machines& machines, const Undo& undo, NodeSet held) {
  start_nodes(machines, undo, held, &Machines::resume);
}

void resume(Machines& machines, NodeSet nodes, NodeSet) {
  for (const NodeId node : nodes) machines.resume(node);
}

}  // namespace

const FaultKind pause_kind{.name = "pause",
                           .meaning =
                               "the replicas stop, as a process does on SIGSTOP. At the end they handle what arrived "
                               "meanwhile, then the timers that are due",
                           .ending = "resume",
                           .changes_nodes = true,
                           .begin = begin_pause,
                           .end = end_pause,
                           .mend = resume};

}  // namespace whitewater::simnet::faults
