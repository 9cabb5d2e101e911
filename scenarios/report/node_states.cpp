// "node 0003: holds the token of round 9".
#include "scenarios/report/node_states.hpp"

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/report/json_members.hpp"

namespace whitewater::scenarios {

void DescribedNodes::add_text(std::string& text, unsigned replicas) const {
  for (const auto& [node, state] : lines_)
    text += concat({"          node ", node_text(node, replicas), ": ", state, "\n"});
}

void DescribedNodes::write_json(json::Writer& writer) const {
  for (const auto& [node, state] : lines_) {
    Members members(writer);
    members.count("node", node.value);
    members.string("text", state);
  }
}

}  // namespace whitewater::scenarios
