// Only what a replica sends says whom it names.
#include "tools/real/report/leadership_watch.hpp"

#include <algorithm>

namespace whitewater::tools::real {

LeadershipWatch::LeadershipWatch(unsigned replicas) : replicas_(replicas) {
  for (Replica& replica : replicas_) {
    replica.heard.assign(replicas, time_never);
    replica.stopped.assign(replicas, 0);
  }
}

void LeadershipWatch::on_message(const MessageSeen& seen) {
  named(seen.from, seen.leader, seen.time);
  if (seen.fate == Passage::lost || seen.fate == Passage::cut)
    ++replicas_[seen.to.value].stopped[seen.from.value];
  else if (seen.fate == Passage::delivered && seen.way.at_once)
    heard(seen.to, seen.from, seen.time);
}

void LeadershipWatch::on_arrival(const ArrivalSeen& seen) {
  if (seen.plane == SendKind::message) heard(seen.to, seen.from, seen.time);
}

void LeadershipWatch::heard(NodeId replica, NodeId from, Time now) {
  replicas_[replica.value].heard[from.value] = now;
  replicas_[replica.value].stopped[from.value] = 0;
}

void LeadershipWatch::on_answer(const AnswerSeen& seen) {
  const auto* const reply = seen.reply.get_if<client::Reply>();
  if (reply != nullptr) named(seen.from, reply->leader.value < replicas_.size() ? reply->leader : no_node, seen.time);
}

void LeadershipWatch::on_fault(const FaultSeen& seen) {
  if (seen.type != course::EventType::kill_leader && seen.type != course::EventType::kill_non_leader) return;
  for (const NodeId replica : seen.targets) gone(replica);
}

void LeadershipWatch::on_episode(const EpisodeSeen& seen) {
  for (const NodeId replica : seen.record.died) gone(replica);
  for (const NodeId replica : seen.record.paused) {
    replicas_[replica.value].paused = true;
    close(replicas_[replica.value], Claim::End::pause);
  }
  for (const NodeId replica : seen.record.resumed) {
    replicas_[replica.value].paused = false;
    replicas_[replica.value].resumed = seen.record.time;
  }
}

void LeadershipWatch::gone(NodeId replica) {
  Replica& it = replicas_[replica.value];
  it.dead = true;
  it.paused = false;
  close(it, Claim::End::death);
}

void LeadershipWatch::close(Replica& replica, Claim::End end) {
  if (replica.claim == none) return;
  claims_[replica.claim].end = end;
  replica.claim = none;
}

void LeadershipWatch::named(NodeId replica, NodeId leader, Time now) {
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
  if (!leaves) return;
  const Time heard = it.heard[before.value];
  const Replica& left = replicas_[before.value];
  const bool paused = left.paused || (heard != time_never && left.resumed > heard);
  departures_.push_back({now, replica, before, heard == time_never ? std::nullopt : std::optional(now - heard),
                         it.stopped[before.value], replicas_[before.value].dead, paused});
}

// What is open ends with the run.
void LeadershipWatch::on_over(Time end) {
  end_ = end;
  for (const Replica& replica : replicas_)
    if (replica.claim != none) claims_[replica.claim].to = end;
}

scenarios::LeadershipReport::Span LeadershipWatch::longest_gap(Time from) const {
  std::vector<scenarios::LeadershipReport::Reign> reigns;
  for (const Claim& claim : claims_) reigns.push_back({claim.replica, 0, claim.from, claim.to});
  return scenarios::longest_leaderless(reigns, from, end_);
}

}  // namespace whitewater::tools::real
