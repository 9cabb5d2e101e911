// A broadcast counts once for each receiver, as the course counts it.
#include "tools/real/report/activity_watch.hpp"

#include <algorithm>

namespace whitewater::tools::real {

void ActivityWatch::said(NodeId replica, Time now) {
  ReplicaActivity& activity = replicas_[replica.value];
  ++activity.sent;
  activity.last_sent = now;
  activity.received_since = 0;
}

void ActivityWatch::heard(NodeId replica, Time now) {
  ReplicaActivity& activity = replicas_[replica.value];
  ++activity.received;
  ++activity.received_since;
  activity.last_received = now;
}

void ActivityWatch::on_message(const MessageSeen& seen) {
  said(seen.from, seen.time);
  if (seen.fate == Passage::delivered && seen.way.at_once) heard(seen.to, seen.time);
  first_message_ = std::min(first_message_, seen.time);
}

void ActivityWatch::on_request(const RequestSeen& seen) {
  if (seen.fate == Passage::delivered && seen.way.at_once) heard(seen.to, seen.time);
}

void ActivityWatch::on_reachable(Time time, NodeId replica) {
  Time& reachable = replicas_[replica.value].reachable;
  reachable = std::min(reachable, time);
}

std::optional<Duration> ActivityWatch::hello_margin() const {
  if (first_message_ == time_never) return std::nullopt;
  Time last = Time{};
  for (const ReplicaActivity& replica : replicas_) last = std::max(last, replica.reachable);
  if (last == time_never) return std::nullopt;
  return first_message_ - last;
}

}  // namespace whitewater::tools::real
