// ToldLeader: who leads, by the word of another replica. A refusal names the leader that its sender follows (every
// message between replicas names one). So a replica that hears no leader, but hears one of its followers, can still
// redirect clients: a deposed leader that only some hear learns of its successor. Of a leader that this replica heard
// itself, and hears no more, nobody's word counts: it may be dead, and others learn that later. Clients may be sent to
// whoever is told; whether to vote is never decided by it.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/raft/peer_message.hpp"
#include "core/raft/timing.hpp"
#include "core/raft/types.hpp"

namespace whitewater::kv {

struct ToldLeader {
  NodeId leader;
  raft::Term term;  // in which it leads
  Time at = raft::time_long_ago;

  // Takes up what the message says, if it is a refusal: those name the term that their sender is in. heard: the latest
  // term of which this replica has heard the leader, or has led.
  void hear(const raft::PeerMessage& message, raft::Term heard, Time now);
  // It leads in this term or a later one.
  bool holds_in(raft::Term current) const { return leader.valid() && term >= current; }
};

}  // namespace whitewater::kv
