// Only refusals are looked at: whoever sends anything else follows us, or leads itself.
#include "core/kv/told_leader.hpp"

#include <variant>

namespace whitewater::kv {

namespace {

template <class Body>
constexpr bool is_refusal = std::is_same_v<Body, raft::PreVoteDenied> || std::is_same_v<Body, raft::VoteDenied> ||
                            std::is_same_v<Body, raft::AppendRejected> || std::is_same_v<Body, raft::SnapshotAccepted>;

}  // namespace

void ToldLeader::hear(const raft::PeerMessage& message, raft::Term heard, Time now) {
  if (!message.leader.valid()) return;
  std::visit(
      [&]<class Body>(const Body& body) {
        if constexpr (is_refusal<Body>)
          if (body.term > heard && body.term >= term) *this = {message.leader, body.term, now};
      },
      message.message);
}

}  // namespace whitewater::kv
