// The four roles of a Raft node. Each role owns the state that only it needs, so this state ends with the role and
// cannot be used by mistake later (votes of an older election, reads of an older term). Raft §5.1, figure 4;
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
  Index first_index;     // the index of the no-op, the first entry of this leader's own term
  Index answered_up_to;  // an earlier leader may have answered clients up to here
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
