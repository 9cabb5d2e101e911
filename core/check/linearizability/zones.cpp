// An operation comes before another exactly if it returned strictly before the other was called.
#include "core/check/linearizability/zones.hpp"

#include <algorithm>

namespace whitewater::checks {

Zones::Cluster& Zones::cluster_of(std::uint32_t value) {
  std::uint32_t& number = cluster_of_value_[value];
  if (number == none) {
    number = static_cast<std::uint32_t>(clusters_.size());
    clusters_.emplace_back().value = value;
  }
  return clusters_[number];
}

void Zones::forget_clusters() {
  for (const Cluster& cluster : clusters_) cluster_of_value_[cluster.value] = none;
  clusters_.clear();
  zones_.clear();
}

bool Zones::gather(const KeyHistory& key) {
  forget_clusters();
  if (cluster_of_value_.size() < key.history.values.size()) cluster_of_value_.resize(key.history.values.size(), none);
  bool unique = true;
  for (const std::uint32_t position : key.operations) {
    const Operation& operation = key.at(position);
    const bool put = operation.kind == Operation::Kind::put;
    if (operation.pending() && !put) continue;
    Cluster& cluster = cluster_of(operation.value);
    if (put) {
      unique = unique && cluster.write == none && operation.value != History::initial;
      cluster.write = position;
    }
    if (operation.returned < cluster.first_return) {
      cluster.first_return = operation.returned;
      cluster.first_return_of = position;
    }
    // A pending put whose value no get read may be ignored: its cluster has no return.
    if (operation.called > cluster.last_call) {
      cluster.last_call = operation.called;
      cluster.last_call_of = position;
    }
  }
  if (cluster_of_value_[History::initial] != none) {
    Cluster& initial = clusters_[cluster_of_value_[History::initial]];
    initial.first_return = std::numeric_limits<std::int64_t>::min();
    initial.first_return_of = none;
  }
  return unique;
}

std::optional<Contradiction> Zones::judge(const KeyHistory& key) {
  if (auto found = judge_clusters(key)) return found;
  return judge_zones(key);
}

std::optional<Contradiction> Zones::judge_clusters(const KeyHistory& key) {
  using Kind = Contradiction::Kind;
  for (const Cluster& cluster : clusters_) {
    if (cluster.value == History::initial) continue;
    if (cluster.write == none) return Contradiction{key.key, Kind::read_of_nothing, {cluster.first_return_of}};
    if (cluster.first_return < key.at(cluster.write).called)
      return Contradiction{key.key, Kind::read_before_write, {cluster.first_return_of, cluster.write}};
    if (cluster.first_return < cluster.last_call)
      zones_.push_back(
          {cluster.first_return, cluster.last_call, static_cast<std::uint32_t>(&cluster - clusters_.data())});
  }
  if (const std::uint32_t initial = cluster_of_value_[History::initial]; initial != none)
    zones_.push_back({clusters_[initial].first_return, clusters_[initial].last_call, initial});
  return std::nullopt;
}

// Two clusters a, b contradict each other exactly if some operation of a returned before some operation of b was
// called, and some operation of b returned before some operation of a was called.
std::optional<Contradiction> Zones::judge_zones(const KeyHistory& key) {
  const auto earlier = [](const Zone& a, const Zone& b) { return a.first_return < b.first_return; };
  if (!std::is_sorted(zones_.begin(), zones_.end(), earlier)) std::sort(zones_.begin(), zones_.end(), earlier);
  for (std::size_t i = 1; i < zones_.size(); ++i)
    if (zones_[i].first_return < zones_[i - 1].last_call)
      return crossing(key.key, clusters_[zones_[i - 1].cluster], clusters_[zones_[i].cluster]);

  // The zones are disjoint now. A cluster that may take effect at any moment of [last call, first return] contradicts a
  // zone that strictly contains that interval. Only the last zone that starts before the cluster's last call can
  // contain it.
  std::size_t hint = 0;
  for (const Cluster& cluster : clusters_) {
    if (cluster.first_return < cluster.last_call) continue;
    hint = first_from(cluster.last_call, hint);
    if (hint == 0) continue;
    const Zone& zone = zones_[hint - 1];
    if (cluster.first_return < zone.last_call) return crossing(key.key, clusters_[zone.cluster], cluster);
  }
  return std::nullopt;
}

// The first zone that starts at this time or later. Histories mostly go forward, so the last answer is a good hint.
std::size_t Zones::first_from(std::int64_t time, std::size_t hint) const {
  for (unsigned i = 0; i < 8; ++i) {
    if (hint < zones_.size() && zones_[hint].first_return < time)
      ++hint;
    else if (hint > 0 && zones_[hint - 1].first_return >= time)
      --hint;
    else
      return hint;
  }
  const auto at =
      std::partition_point(zones_.begin(), zones_.end(), [time](const Zone& zone) { return zone.first_return < time; });
  return static_cast<std::size_t>(at - zones_.begin());
}

// a's first return comes before b's last call, and b's first return comes before a's last call.
Contradiction Zones::crossing(std::uint32_t key, const Cluster& a, const Cluster& b) const {
  using Kind = Contradiction::Kind;
  if (a.value == History::initial) return {key, Kind::initial_gone, {b.first_return_of, a.last_call_of}};
  return {key, Kind::values_cross, {a.first_return_of, b.last_call_of, b.first_return_of, a.last_call_of}};
}

}  // namespace whitewater::checks
