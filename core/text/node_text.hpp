// The spelling of a node for people: in reports, violations, traces, stories and messages.
#pragma once

#include <string>

#include "core/base/ids.hpp"

namespace whitewater {

// Client ids start this far after the replica ids: 0015 (hexadecimal) is the first client of five replicas.
inline constexpr unsigned client_id_gap = 16;

// "0003": four upper-case hex digits; no_node is FFFF. replicas: nodes 0 … replicas-1, the others are clients.
void append_node(std::string& out, NodeId node, unsigned replicas);
std::string node_text(NodeId node, unsigned replicas);
// The name of a replica.
std::string node_text(NodeId replica);

// "0001, 0003"; "nobody" for the empty set.
std::string nodes_text(NodeSet nodes, unsigned replicas);

}  // namespace whitewater
