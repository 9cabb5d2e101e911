// Links count their cuts: a link is open again when all cuts have ended.
#include "simnet/faults/cut.hpp"

#include "simnet/faults/machines.hpp"

namespace whitewater::simnet::faults {

namespace {

Undo begin_cut(Machines& machines, const Struck& struck, const FaultSpec&) {
  return cut_links(machines, LinkSet::from_to(struck.first, struck.second));
}

void heal(Machines& machines, NodeSet from, NodeSet to) {
  machines.links().set_cut(from, to, false);
}

}  // namespace

const FaultKind cut_kind{.name = "cut",
                         .meaning = "no message passes from the `from` replicas to the `to` replicas",
                         .ending = "heal_cut",
                         .links = true,
                         .begin = begin_cut,
                         .end = uncut_links,
                         .mend = heal,
                         .changes = changed_by_cut};

}  // namespace whitewater::simnet::faults
