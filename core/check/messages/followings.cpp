// Only what a replica sends says whom it names.
#include "core/check/messages/followings.hpp"

namespace whitewater::checks {

void Followings::reset(unsigned replicas) {
  replicas_.assign(replicas, {});
  for (Replica& replica : replicas_) {
    replica.heard.assign(replicas, time_never);
    replica.stopped.assign(replicas, 0);
  }
  claims_.clear();
  departures_.clear();
}

void Followings::heard(NodeId replica, NodeId from, Time now) {
  replicas_[replica.value].heard[from.value] = now;
  replicas_[replica.value].stopped[from.value] = 0;
}

void Followings::died(NodeId replica) {
  Replica& it = replicas_[replica.value];
  it.dead = true;
  it.paused = false;
  close(it, Claim::End::death);
}

void Followings::paused(NodeId replica) {
  replicas_[replica.value].paused = true;
  close(replicas_[replica.value], Claim::End::pause);
}

void Followings::resumed(NodeId replica, Time now) {
  replicas_[replica.value].paused = false;
  replicas_[replica.value].resumed = now;
}

void Followings::close(Replica& replica, Claim::End end) {
  if (replica.claim == none) return;
  claims_[replica.claim].end = end;
  replica.claim = none;
}

const Departure* Followings::names(NodeId replica, NodeId leader, Time now) {
  Replica& it = replicas_[replica.value];
  if (it.dead) {  // it was started again
    it.dead = false;
    it.names = no_node;
  }
  const NodeId before = it.names;
  it.names = leader;
  if (leader == replica) {
    if (it.claim == none) {
      it.claim = static_cast<std::uint32_t>(claims_.size());
      claims_.push_back({replica, now, now, Claim::End::run});
    }
    claims_[it.claim].to = now;
  } else {
    close(it, leader == no_node ? Claim::End::nobody : Claim::End::other);
  }
  const bool leaves = before != no_node && before != replica && (leader == no_node || leader == replica);
  if (!leaves) return nullptr;
  const Time heard = it.heard[before.value];
  const Replica& left = replicas_[before.value];
  const bool paused = left.paused || (heard != time_never && left.resumed > heard);
  departures_.push_back({now, replica, before, heard == time_never ? std::nullopt : std::optional(now - heard),
                         it.stopped[before.value], left.dead, paused});
  return &departures_.back();
}

void Followings::over(Time end) {
  for (const Replica& replica : replicas_)
    if (replica.claim != none) claims_[replica.claim].to = end;
}

}  // namespace whitewater::checks
