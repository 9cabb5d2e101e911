// A duplication is a modifier of the links' models.
#include "simnet/faults/duplication.hpp"

#include "simnet/faults/machines.hpp"

namespace whitewater::simnet::faults {

namespace {

constexpr Parameter parameters[] = {
    {.key = "probability", .type = Parameter::Type::probability, .meaning = "the fraction of messages"}};

Undo begin_duplication(Machines& machines, const Struck& struck, const FaultSpec& spec) {
  LinkModifier modifier;
  modifier.duplication = spec.value<Probability>();
  return modify_links(machines, struck, modifier);
}

bool changed_by_duplication(SendOutcome, unsigned copies) {
  return copies > 1;
}

}  // namespace

const FaultKind duplication_kind{
    .name = "duplication",
    .meaning = "this fraction of the messages from the `from` replicas to the `to` replicas arrives twice",
    .links = true,
    .replaces = FaultKind::Replaces::its_links,
    .parameters = parameters,
    .begin = begin_duplication,
    .end = unmodify_links,
    .changes = changed_by_duplication};

}  // namespace whitewater::simnet::faults
