// RaftStates: how the replicas of a Raft cluster stood when a run failed, as a table and as JSON.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/ids.hpp"
#include "core/raft/node.hpp"
#include "scenarios/report/report.hpp"

namespace whitewater::scenarios {

// The state of a replica when a run stopped.
struct RaftState {
  NodeId node;
  bool alive = true;
  std::string role;  // "leader"; of a dead one: that it died in
  std::uint64_t term = 0;
  NodeId vote;  // who the replica voted for in that term; no_node: nobody
  std::uint64_t commit_index = 0;
  std::uint64_t applied = 0;
  std::uint64_t last_index = 0;
  std::uint64_t last_term = 0;      // the term of the entry at last_index
  std::uint64_t durable_index = 0;  // the replica's log is on its disk up to here
};

// "leader".
std::string_view raft_role_name(raft::Node::RoleKind role);

class RaftStates final : public NodeStates {
 public:
  explicit RaftStates(std::vector<RaftState> replicas) : replicas_(std::move(replicas)) {}
  void add_text(std::string& text, unsigned replicas) const override;
  void write_json(json::Writer& writer) const override;
  const std::vector<RaftState>& replicas() const { return replicas_; }

 private:
  std::vector<RaftState> replicas_;
};

// Of a violation in a run of Raft.
const std::vector<RaftState>& raft_states(const Violation& violation);

}  // namespace whitewater::scenarios
