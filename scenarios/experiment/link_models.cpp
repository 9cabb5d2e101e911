// From the fields of a network to links.
#include "scenarios/experiment/link_models.hpp"

namespace whitewater::scenarios {

simnet::LinkModel message_link(const Network& network) {
  return {.delay = network.delay, .loss = network.loss, .duplication = network.duplication};
}

simnet::LinkModel client_link(const Network& network) {
  return {
      .delay = network.client_delay, .loss = {}, .duplication = network.client_duplication, .first_in_first_out = true};
}

void apply_overrides(const Network& network, simnet::Links& links) {
  for (const LinkOverride& link : network.links) {
    const NodeSet from = NodeSet::of(link.from);
    const NodeSet to = NodeSet::of(link.to);
    if (link.delay) links.set_delay(from, to, *link.delay);
    if (link.loss) links.set_loss(from, to, *link.loss);
    if (link.duplication) links.set_duplication(from, to, *link.duplication);
    if (link.cut) links.set_cut(from, to, true);
  }
}

}  // namespace whitewater::scenarios
