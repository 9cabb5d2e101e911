// One row for each replica.
#include "scenarios/systems/raft_states.hpp"

#include <array>

#include "core/base/check.hpp"
#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/report/json_members.hpp"

namespace whitewater::scenarios {

namespace {

void write_node(json::Writer& writer, NodeId node) {
  if (node.valid())
    writer.unsigned_integer(node.value);
  else
    writer.null();
}

}  // namespace

std::string_view raft_role_name(raft::Node::RoleKind role) {
  switch (role) {
    case raft::Node::RoleKind::follower:
      return "follower";
    case raft::Node::RoleKind::pre_candidate:
      return "pre-candidate";
    case raft::Node::RoleKind::candidate:
      return "candidate";
    case raft::Node::RoleKind::leader:
      break;
  }
  return "leader";
}

void RaftStates::add_text(std::string& text, unsigned replicas) const {
  const auto row = [&](const std::array<std::string, 8>& cells) {
    constexpr std::array<std::size_t, 8> widths{6, 16, 7, 6, 9, 9, 13, 9};
    std::string line = "          ";
    for (std::size_t i = 0; i < cells.size(); ++i)
      line += i < 2 ? pad_right(cells.at(i), widths.at(i)) : pad_left(cells.at(i), widths.at(i));
    text += line + "\n";
  };
  row({"node", "role", "term", "vote", "commit", "applied", "last (term)", "durable"});
  for (const RaftState& replica : replicas_) {
    row({node_text(replica.node, replicas), replica.alive ? replica.role : "dead " + replica.role,
         std::to_string(replica.term), replica.vote.valid() ? node_text(replica.vote, replicas) : "-",
         std::to_string(replica.commit_index), std::to_string(replica.applied),
         std::to_string(replica.last_index) + " (" + std::to_string(replica.last_term) + ")",
         std::to_string(replica.durable_index)});
  }
}

void RaftStates::write_json(json::Writer& writer) const {
  for (const RaftState& replica : replicas_) {
    Members members(writer);
    write_node(members.key("node"), replica.node);
    members.boolean("alive", replica.alive);
    members.string("role", replica.role);
    members.count("term", replica.term);
    write_node(members.key("vote"), replica.vote);
    members.count("commit_index", replica.commit_index);
    members.count("applied", replica.applied);
    members.count("last_index", replica.last_index);
    members.count("last_term", replica.last_term);
    members.count("durable_index", replica.durable_index);
  }
}

const std::vector<RaftState>& raft_states(const Violation& violation) {
  const auto* const states = dynamic_cast<const RaftStates*>(violation.states.get());
  check(states != nullptr, "the violation is one of Raft, and its replicas are known");
  return states->replicas();
}

}  // namespace whitewater::scenarios
