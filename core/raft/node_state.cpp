// Term and vote are written to the disk together.
#include "core/raft/node_state.hpp"

namespace whitewater::raft {

void NodeState::write_changed_hard_state(Output& out) {
  hard_state_changed = false;
  using Kind = Output::Write::Kind;
  out.writes.emplace_back(Kind::hard_state, Index{}, make_payload<HardState>(*out.pool, current_term, voted_for));
}

}  // namespace whitewater::raft
