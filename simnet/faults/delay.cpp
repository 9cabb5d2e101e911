// A delay is a modifier of the links' models.
#include "simnet/faults/delay.hpp"

#include "simnet/faults/machines.hpp"

namespace whitewater::simnet::faults {

namespace {

constexpr Parameter parameters[] = {
    {.key = "delay", .type = Parameter::Type::delay, .meaning = "of a message, or of a durable write"}};

Undo begin_delay(Machines& machines, const Struck& struck, const FaultSpec& spec) {
  LinkModifier modifier;
  modifier.delay = spec.value<DelayModel>();
  return modify_links(machines, struck, modifier);
}

bool changed_by_delay(SendOutcome, unsigned copies) {
  return copies > 0;
}

}  // namespace

const FaultKind delay_kind{.name = "delay",
                           .meaning = "messages from the `from` replicas to the `to` replicas take this time",
                           .links = true,
                           .replaces = FaultKind::Replaces::its_links,
                           .parameters = parameters,
                           .begin = begin_delay,
                           .end = unmodify_links,
                           .changes = changed_by_delay};

}  // namespace whitewater::simnet::faults
