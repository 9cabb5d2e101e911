// Each event knows what its node knew before, and what the message carried that it delivered.
#include "core/check/causality/acknowledged_puts.hpp"

#include <algorithm>

namespace whitewater::checks {

void AcknowledgedPuts::reset(unsigned replicas, unsigned needed) {
  replicas_ = replicas;
  needed_ = needed;
  now_ = 0;
  if (log_.empty()) grow();
  puts_.clear();
  deliveries_.clear();
}

void AcknowledgedPuts::grow() {
  constexpr std::size_t events_first = 1024;
  log_.resize(std::max(events_first, 2 * log_.size()));
}

void AcknowledgedPuts::put_delivered(std::uint64_t name) {
  const auto place = static_cast<std::uint32_t>(deliveries_.size());
  const auto [latest, fresh] = puts_.insert(name, place);
  deliveries_.push_back({now(), fresh ? none : *latest});
  *latest = place;
}

std::optional<AcknowledgedPuts::Early> AcknowledgedPuts::acknowledged(std::uint64_t name, NodeId by) {
  const std::uint32_t* const latest = puts_.find(name);
  if (latest == nullptr) return std::nullopt;
  const NodeSet heard = heard_of(*latest, by, needed_).heard | NodeSet::of(by);
  if (heard.size() >= needed_) return std::nullopt;
  return Early{by, heard, needed_};
}

NodeSet AcknowledgedPuts::heard(std::uint64_t name, NodeId by) {
  const std::uint32_t* const latest = puts_.find(name);
  return latest == nullptr ? NodeSet{} : heard_of(*latest, by, replicas_ + 1).heard;
}

std::optional<AcknowledgedPuts::EventNumber> AcknowledgedPuts::majority_known(std::uint64_t name, NodeId by) {
  const std::uint32_t* const latest = puts_.find(name);
  if (latest == nullptr) return std::nullopt;
  const EventNumber event = heard_of(*latest, by, needed_).enough;
  return event == 0 ? std::nullopt : std::optional(event);
}

void AcknowledgedPuts::gather_deliveries(std::uint32_t latest_delivery) {
  gathered_.clear();
  for (std::uint32_t at = latest_delivery; at != none; at = deliveries_[at].before)
    gathered_.push_back(deliveries_[at].event);
  std::reverse(gathered_.begin(), gathered_.end());
}

// Stops when so many replicas are enough.
AcknowledgedPuts::Hearing AcknowledgedPuts::heard_of(std::uint32_t latest_delivery, NodeId by, unsigned enough) {
  gather_deliveries(latest_delivery);
  const EventNumber first = gathered_.front();
  std::fill_n(knows_.begin(), replicas_, NodeSet{});
  auto brings = gathered_.begin();
  known_.clear();
  for (EventNumber event = first; event <= now_; ++event) {
    const Logged& logged = log_[event];
    if (logged.node.value >= replicas_) {
      known_.push_back({});
      continue;
    }
    NodeSet known = knows_[logged.node.value];
    if (logged.sent_after >= first) known = known | known_[logged.sent_after - first];
    const bool brings_it = brings != gathered_.end() && *brings == event;
    if (brings_it) ++brings;
    if (brings_it || !known.empty()) known.insert(logged.node);
    knows_[logged.node.value] = known;
    known_.push_back(known);
    if (logged.node == by && (known | NodeSet::of(by)).size() >= enough) return {known, event};
  }
  return {knows_[by.value]};
}

}  // namespace whitewater::checks
