// Parcels wait in a heap.
#include "tools/real/run/network.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "scenarios/experiment/link_models.hpp"

namespace whitewater::tools::real {

using simnet::SendOutcome;

Network::Network(const scenarios::Network& network, std::uint64_t seed, unsigned replicas, unsigned nodes) {
  links_.reset(seed, nodes, replicas, scenarios::message_link(network), scenarios::client_link(network));
  scenarios::apply_overrides(network, links_);
}

Network::Passage Network::pass(SendKind plane, NodeId from, NodeId to, Time now) {
  simnet::Link& link = links_.link(plane, from, to);
  const std::uint64_t name = link.name(++sent_);
  Passage passage;
  passage.number = sent_;
  if (link.cut()) {
    passage.outcome = SendOutcome::cut;
  } else if (link.loses(name)) {
    passage.outcome = SendOutcome::lost;
  }
  passage.copies = passage.outcome == SendOutcome::delivered ? link.copies(name) : 0;
  for (unsigned copy = 0; copy < passage.copies; ++copy) passage.arrivals[copy] = link.arrival(now, name, copy);
  return passage;
}

bool Network::later(const Waiting& a, const Waiting& b) {
  return std::tie(a.arrival, a.number) > std::tie(b.arrival, b.number);
}

void Network::keep(Time arrival, Parcel parcel) {
  parcels_.push_back({arrival, ++kept_, std::move(parcel)});
  std::push_heap(parcels_.begin(), parcels_.end(), later);
}

std::optional<Network::Parcel> Network::take(Time now) {
  if (next() > now) return std::nullopt;
  std::pop_heap(parcels_.begin(), parcels_.end(), later);
  std::optional<Parcel> parcel = std::move(parcels_.back().parcel);
  parcels_.pop_back();
  return parcel;
}

}  // namespace whitewater::tools::real
