// A healthy majority is a clique. Clusters are small, and mostly all of them or the two sides of a partition are
// cliques.
#include "core/check/messages/health.hpp"

#include <algorithm>
#include <bit>
#include <span>

namespace whitewater::checks {

namespace {

// A clique of `needed` nodes among the candidates. Empty: there is none. reaches: of each node, itself included.
NodeSet clique(NodeSet candidates, unsigned needed, std::span<const NodeSet> reaches) {
  if (candidates.size() < needed) return {};
  for (const NodeId node : candidates) {
    const NodeSet others = candidates - reaches[node.value];
    if (others.empty()) continue;
    if (const NodeSet found = clique(candidates - others, needed, reaches); !found.empty()) return found;
    candidates.erase(node);
    return clique(candidates, needed, reaches);
  }
  return candidates;
}

}  // namespace

void Health::reset(unsigned replicas, unsigned needed, unsigned lost_max) {
  needed_ = needed;
  lost_max_ = lost_max;
  for (auto& row : losses_) row.fill(0);
  replicas_ = replicas;
  troubled_ = false;
  latest_ = {};
  since_.fill(time_never);
  late_.fill(Time{});
  for (auto& row : pairs_) row.fill(Time{});
}

void Health::down(NodeId replica, Time now) {
  since_[replica.value] = time_never;
  latest_ = now;
}

void Health::cut(NodeId from, NodeId to, bool is_cut, Time now) {
  Time& since = pair(from, to);
  if ((since == time_never) == is_cut) return;
  since = is_cut ? time_never : now;
  latest_ = now;
}

void Health::sent(NodeId from, NodeId to, bool lost, Time now) {
  std::uint32_t& latest = losses_[from.value][to.value];
  latest = (latest << 1 | (lost ? 1u : 0u)) & ((1u << messages_counted) - 1);
  if (lost && static_cast<unsigned>(std::popcount(latest)) > lost_max_) missed(from, to, now);
}

void Health::missed(NodeId from, NodeId to, Time now) {
  Time& since = pair(from, to);
  if (since != time_never) since = now;
  latest_ = now;
}

void Health::late(NodeId from, NodeId to, Time now) {
  missed(from, to, now);
  late_[to.value] = now;
}

void Health::trouble(bool is_troubled, Time now) {
  if (troubled_ == is_troubled) return;
  troubled_ = is_troubled;
  latest_ = now;
  for (auto& row : pairs_)
    for (Time& since : row)
      if (since != time_never) since = std::max(since, now);
}

NodeSet Health::majority(Time since, NodeSet without) const {
  if (troubled_) return {};
  NodeSet candidates;
  std::array<NodeSet, NodeSet::nodes_max> reaches{};
  for (const NodeId node : NodeSet::first(replicas_) - without)
    if (since_[node.value] <= since && late_[node.value] <= since) candidates.insert(node);
  for (const NodeId node : candidates)
    for (const NodeId other : candidates)
      if (pairs_[node.value][other.value] <= since && pairs_[other.value][node.value] <= since)
        reaches[node.value].insert(other);
  return clique(candidates, needed_, reaches);
}

}  // namespace whitewater::checks
