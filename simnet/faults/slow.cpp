// The machine is slow, not the life of a node: dead nodes are struck too, and are slow when they start again.
#include "simnet/faults/slow.hpp"

#include "simnet/faults/machines.hpp"

namespace whitewater::simnet::faults {

namespace {

constexpr Parameter parameters[] = {{.key = "busy",
                                     .type = Parameter::Type::duration,
                                     .low = microseconds(1).ns,
                                     .high = seconds(10).ns,
                                     .meaning = "how long each event takes"}};

Undo begin_slow(Machines& machines, const Struck& struck, const FaultSpec& spec) {
  Undo undo;
  undo.nodes = struck.first;
  undo.modifier = machines.begin_slow(struck.first, spec.value<Duration>());
  return undo;
}

void end_slow(Machines& machines, const Undo& undo, NodeSet) {
  machines.end_slow(undo.modifier);
}

}  // namespace

const FaultKind slow_kind{.name = "slow",
                          .meaning =
                              "after each event the replicas handle nothing for `busy`, and their messages leave at "
                              "the end of it",
                          .changes_nodes = true,
                          .parameters = parameters,
                          .begin = begin_slow,
                          .end = end_slow};

}  // namespace whitewater::simnet::faults
