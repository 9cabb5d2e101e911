// From a plan of episodes to begins and ends.
#include "simnet/faults/episodes.hpp"

#include <algorithm>
#include <tuple>

#include "core/base/check.hpp"
#include "simnet/faults/kinds.hpp"
#include "simnet/world.hpp"

namespace whitewater::simnet::faults {

void Episodes::clear() {
  plan_.clear();
  order_.clear();
  begun_ = 0;
  open_.clear();
  evidence_.clear();
  heal_ = time_never;
  resolver_ = nullptr;
}

void Episodes::set(std::span<const Episode> plan, Time heal) {
  plan_.assign(plan.begin(), plan.end());
  evidence_.assign(plan.size(), {});
  order_.clear();
  for (std::size_t place = 0; place < plan_.size(); ++place) order_.push_back(place);
  std::sort(order_.begin(), order_.end(), [this](std::size_t a, std::size_t b) {
    return std::tie(plan_[a].begin, plan_[a].number, a) < std::tie(plan_[b].begin, plan_[b].number, b);
  });
  begun_ = 0;
  open_.clear();
  open_.reserve(plan_.size());
  heal_ = heal;
}

std::size_t Episodes::next_end() const {
  std::size_t first = open_.size();
  for (std::size_t i = 0; i < open_.size(); ++i) {
    if (open_[i].end == time_never) continue;
    const auto rank = [this](const Open& open) { return std::pair(open.end, plan_[open.place].number); };
    if (first == open_.size() || rank(open_[i]) < rank(open_[first])) first = i;
  }
  return first;
}

Time Episodes::next() const {
  const std::size_t ends = next_end();
  const Time end = ends < open_.size() ? open_[ends].end : time_never;
  return std::min(end, begun_ < order_.size() ? plan_[order_[begun_]].begin : time_never);
}

Change Episodes::change(World& world) {
  const std::size_t ends = next_end();
  if (ends < open_.size() && open_[ends].end <= world.now()) return end(world, ends);
  check(begun_ < order_.size(), "an episode that begins is in the plan");
  return begin(world);
}

NodeSet Episodes::resolve(const Target& target, const Episode& episode, Time now) const {
  if (target.role == Target::no_role) return target.nodes;
  check(resolver_ != nullptr, "an episode that names a role strikes in a world with a resolver of roles");
  return resolver_->resolve(target.role, episode.number, now);
}

NodeSet Episodes::held(const World& world, KindId kind) const {
  NodeSet nodes;
  for (const Open& open : open_)
    if (plan_[open.place].what.kind == kind) nodes = nodes | same_lives(world, open.undo);
  return nodes;
}

// An episode that lasts until the heal ends with it; one that begins later has nothing that ends it.
Change Episodes::begin(World& world) {
  const std::size_t place = order_[begun_++];
  const Episode& episode = plan_[place];
  const FaultKind& kind = kind_of(episode.what);
  Struck struck;
  struck.first = resolve(episode.whom, episode, world.now());  // in this order: a resolver may draw
  if (kind.links) struck.second = resolve(episode.to, episode, world.now());
  check(((struck.first | struck.second) - NodeSet::first(world.nodes())).empty(), "a fault meets nodes of this world");
  struck.held = held(world, episode.what.kind);
  Time end = world.now() < heal_ ? heal_ : time_never;
  if (episode.lasts) end = std::min(end, episode.begin + *episode.lasts);
  Undo undo = kind.begin(world, struck, episode.what);
  evidence_[place].begun = true;
  evidence_[place].nodes = undo.nodes;
  open_.push_back({place, end, undo, struck});
  return {episode, place, true, struck.first, struck.second};
}

Change Episodes::end(World& world, std::size_t at) {
  const Open ended = open_[at];
  open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(at));
  const Episode& episode = plan_[ended.place];
  kind_of(episode.what).end(world, ended.undo, held(world, episode.what.kind));
  evidence_[ended.place].ended = true;
  return {episode, ended.place, false, ended.struck.first, ended.struck.second};
}

void Episodes::saw(NodeId from, NodeId to, SendOutcome outcome, unsigned copies) {
  for (const Open& open : open_) {
    const FaultKind& kind = kind_of(plan_[open.place].what);
    const bool on_it = open.undo.nodes.contains(to) || open.undo.links.contains(from, to);
    if (on_it && kind.changes != nullptr && kind.changes(outcome, copies)) ++evidence_[open.place].messages;
  }
}

}  // namespace whitewater::simnet::faults
