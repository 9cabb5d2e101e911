// Only refusals are looked at: whoever sends anything else follows us, or leads itself.
#include "core/kv/told_leader.hpp"

#include <optional>

namespace whitewater::kv {

void ToldLeader::hear(const raft::PeerMessage& message, raft::Term heard, Time now) {
  if (!message.leader.valid()) return;
  const std::optional<raft::Term> refused_in = raft::term_of_refusal(message.message);
  if (refused_in && *refused_in > heard && *refused_in >= term) *this = {message.leader, *refused_in, now};
}

}  // namespace whitewater::kv
