// The four roles of a Raft node, each owning what only it needs: what a role forgets, nobody else can
// use by mistake (the votes of an older election, the reads of an older term). Raft §5.1, figure 4;
// PreCandidate: thesis §9.6.
#pragma once

#include <variant>

#include "core/raft/election/campaign.hpp"
#include "core/raft/reads/reads.hpp"
#include "core/raft/replication/follower.hpp"
#include "core/raft/replication/heartbeats.hpp"
#include "core/raft/replication/replication.hpp"

namespace whitewater::raft {

struct Leader {
  Index first_index;     // of the no-op: entries of the own term begin here
  Index answered_up_to;  // the predecessor may have answered clients up to here
  Replication replication;
  Heartbeats heartbeats;
  LeaderReads reads;

  void tick(const NodeState& node, Output& out);
  [[gnu::always_inline]] inline Time deadline(const NodeState& node) {
    const Time earliest = std::min(heartbeats.deadline(), replication.earliest_deadline(node));
    return std::min(earliest, reads.ask_again_at);
  }
};

using Role = std::variant<Follower, PreCandidate, Candidate, Leader>;

}  // namespace whitewater::raft
