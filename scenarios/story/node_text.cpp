// Several nodes as one phrase.
#include "scenarios/story/node_text.hpp"

namespace whitewater::scenarios {

std::string nodes_text(NodeSet nodes, unsigned replicas) {
  std::string text;
  for (const NodeId node : nodes) {
    if (!text.empty()) text += ", ";
    course::append_id(text, node, replicas);
  }
  return text.empty() ? "nobody" : text;
}

}  // namespace whitewater::scenarios
