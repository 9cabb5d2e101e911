// How the links of a run are at its start, as a scenario's network says: for runs in virtual and in real time.
#pragma once

#include "scenarios/format/scenario.hpp"
#include "simnet/links.hpp"

namespace whitewater::scenarios {

simnet::LinkModel message_link(const Network& network);  // between replicas
simnet::LinkModel client_link(const Network& network);   // first in, first out

// The links that differ from the others.
void apply_overrides(const Network& network, simnet::Links& links);

}  // namespace whitewater::scenarios
