// A message that is on its way is heard when it arrives.
#include "tools/real/report/leadership_watch.hpp"

namespace whitewater::tools::real {

void LeadershipWatch::on_message(const MessageSeen& seen) {
  followings_.names(seen.from, seen.leader, seen.time);
  if (seen.fate == Passage::lost || seen.fate == Passage::cut)
    followings_.stopped(seen.to, seen.from);
  else if (seen.fate == Passage::delivered && seen.way.at_once)
    followings_.heard(seen.to, seen.from, seen.time);
}

void LeadershipWatch::on_arrival(const ArrivalSeen& seen) {
  if (seen.plane == SendKind::message) followings_.heard(seen.to, seen.from, seen.time);
}

void LeadershipWatch::on_answer(const AnswerSeen& seen) {
  const auto* const reply = seen.reply.get_if<client::Reply>();
  if (reply != nullptr)
    followings_.names(seen.from, reply->leader.value < replicas_ ? reply->leader : no_node, seen.time);
}

void LeadershipWatch::on_fault(const FaultSeen& seen) {
  if (seen.type != course::EventType::kill_leader && seen.type != course::EventType::kill_non_leader) return;
  for (const NodeId replica : seen.targets) followings_.died(replica);
}

void LeadershipWatch::on_episode(const EpisodeSeen& seen) {
  for (const NodeId replica : seen.record.died) followings_.died(replica);
  for (const NodeId replica : seen.record.paused) followings_.paused(replica);
  for (const NodeId replica : seen.record.resumed) followings_.resumed(replica, seen.record.time);
}

void LeadershipWatch::on_over(Time end) {
  end_ = end;
  followings_.over(end);
}

scenarios::LeadershipReport::Span LeadershipWatch::longest_gap(Time from) const {
  std::vector<scenarios::LeadershipReport::Reign> reigns;
  for (const Claim& claim : claims()) reigns.push_back({claim.replica, 0, claim.from, claim.to});
  return scenarios::longest_leaderless(reigns, from, end_);
}

}  // namespace whitewater::tools::real
