// Links count their clogs, as they count cuts: what waits goes on when the last one ends.
#include "simnet/faults/clog.hpp"

#include "simnet/faults/machines.hpp"

namespace whitewater::simnet::faults {

namespace {

Undo begin_clog(Machines& machines, const Struck& struck, const FaultSpec&) {
  Undo undo;
  undo.links = LinkSet::from_to(struck.first, struck.second);
  machines.clog(undo.links);
  return undo;
}

void end_clog(Machines& machines, const Undo& undo, NodeSet) {
  machines.unclog(undo.links);
}

bool changed_by_clog(SendOutcome, unsigned copies) {
  return copies > 0;
}

}  // namespace

const FaultKind clog_kind{.name = "clog",
                          .meaning =
                              "messages from the `from` replicas to the `to` replicas wait. At the end all that were "
                              "not lost go on, and arrive after the time that their link takes",
                          .links = true,
                          .begin = begin_clog,
                          .end = end_clog,
                          .changes = changed_by_clog};

}  // namespace whitewater::simnet::faults
