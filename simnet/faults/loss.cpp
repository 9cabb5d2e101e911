// A loss is a modifier of the links' models.
#include "simnet/faults/loss.hpp"

#include "simnet/faults/machines.hpp"

namespace whitewater::simnet::faults {

namespace {

constexpr Parameter parameters[] = {
    {.key = "probability", .type = Parameter::Type::probability, .meaning = "the fraction of messages"}};

Undo begin_loss(Machines& machines, const Struck& struck, const FaultSpec& spec) {
  LinkModifier modifier;
  modifier.loss = spec.value<Probability>();
  return modify_links(machines, struck, modifier);
}

bool changed_by_loss(SendOutcome outcome, unsigned) {
  return outcome == SendOutcome::lost;
}

}  // namespace

const FaultKind loss_kind{
    .name = "loss",
    .meaning = "this fraction of the messages from the `from` replicas to the `to` replicas is lost",
    .links = true,
    .replaces = FaultKind::Replaces::its_links,
    .parameters = parameters,
    .begin = begin_loss,
    .end = unmodify_links,
    .changes = changed_by_loss};

}  // namespace whitewater::simnet::faults
