// Four hex digits.
#include "core/text/node_text.hpp"

#include <string_view>

namespace whitewater {

void append_node(std::string& out, NodeId node, unsigned replicas) {
  constexpr std::string_view hex_digits = "0123456789ABCDEF";
  unsigned id = node.value;
  if (node.valid() && id >= replicas) id += client_id_gap;
  for (int shift = 12; shift >= 0; shift -= 4) out += hex_digits[(id >> shift) & 15];
}

std::string node_text(NodeId node, unsigned replicas) {
  std::string text;
  append_node(text, node, replicas);
  return text;
}

std::string node_text(NodeId replica) {
  return node_text(replica, NodeSet::nodes_max);
}

std::string nodes_text(NodeSet nodes, unsigned replicas) {
  std::string text;
  for (const NodeId node : nodes) {
    if (!text.empty()) text += ", ";
    append_node(text, node, replicas);
  }
  return text.empty() ? "nobody" : text;
}

}  // namespace whitewater
