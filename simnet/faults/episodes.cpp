// From a plan of episodes to begins and ends.
#include "simnet/faults/episodes.hpp"

#include <algorithm>
#include <tuple>

#include "core/base/check.hpp"
#include "simnet/faults/kinds.hpp"
#include "simnet/faults/machines.hpp"
#include "simnet/faults/starters.hpp"

namespace whitewater::simnet::faults {

namespace {

LinkSet all_links(NodeSet nodes) {
  return LinkSet::from_to(nodes, nodes);
}

}  // namespace

void Episodes::clear() {
  plan_.clear();
  due_.clear();
  open_.clear();
  ended_.clear();
  evidence_.clear();
  heal_ = time_never;
  healed_ = false;
  resolver_ = nullptr;
}

void Episodes::set(std::span<const Episode> plan, Time heal) {
  plan_.assign(plan.begin(), plan.end());
  evidence_.assign(plan.size(), {});
  open_.clear();
  open_.reserve(plan_.size());
  ended_.reserve(plan_.size());
  due_.clear();
  due_.reserve(plan_.size());
  heal_ = heal;
  healed_ = false;
  for (std::size_t place = 0; place < plan_.size(); ++place)
    if (const Time* const begin = std::get_if<Time>(&plan_[place].begin)) schedule({*begin, place, 0});
}

std::vector<Observer*> Episodes::watch(const Starter::Begin& begin) {
  std::vector<Observer*> watching;
  for (std::size_t way = 0; way < starters.size(); ++way) {
    const bool asked =
        std::any_of(plan_.begin(), plan_.end(), [way](const Episode& e) { return e.begin.index() == way; });
    if (starters[way].make == nullptr || !asked) continue;
    if (starters_[way] == nullptr) starters_[way] = starters[way].make();
    starters_[way]->reset(begin);
    for (std::size_t place = 0; place < plan_.size(); ++place)
      if (plan_[place].begin.index() == way) starters_[way]->add(place, plan_[place].begin);
    watching.push_back(starters_[way].get());
  }
  return watching;
}

bool Episodes::strike_disks() const {
  return std::any_of(plan_.begin(), plan_.end(), [](const Episode& episode) { return kind_of(episode.what).disks; });
}

bool Episodes::later(const Due& a, const Due& b) const {
  return std::tie(a.time, plan_[a.place].number, a.place) > std::tie(b.time, plan_[b.place].number, b.place);
}

void Episodes::schedule(const Due& due) {
  if (healed_ || due.time > heal_ || due.time >= plan_[due.place].until || due.time == time_never) return;
  due_.push_back(due);
  std::push_heap(due_.begin(), due_.end(), [this](const Due& a, const Due& b) { return later(a, b); });
}

Episodes::Due Episodes::take_due() {
  std::pop_heap(due_.begin(), due_.end(), [this](const Due& a, const Due& b) { return later(a, b); });
  const Due due = due_.back();
  due_.pop_back();
  const Episode& episode = plan_[due.place];
  if (episode.every) schedule({due.time + *episode.every, due.place, due.occurrence + 1});
  return due;
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
  const Time begin = due_.empty() ? time_never : due_.front().time;
  return std::min({end, begin, healed_ ? time_never : heal_});
}

Change Episodes::change(Machines& machines) {
  ended_.clear();
  const std::size_t ends = next_end();
  if (ends < open_.size() && open_[ends].end <= machines.now()) return end(machines, ends);
  if (!due_.empty() && due_.front().time <= machines.now()) return begin(machines);
  check(!healed_ && heal_ <= machines.now(), "something of the plan happens at its time");
  return heal(machines);
}

NodeSet Episodes::resolve(const Target& target, const Asker& asker, Time now) const {
  if (target.role == Target::no_role) return target.nodes;
  check(resolver_ != nullptr, "an episode that names a role strikes in a world with a resolver of roles");
  return target.nodes | resolver_->resolve(target.role, asker, now);
}

NodeSet Episodes::held(const Machines& machines, KindId kind) const {
  NodeSet nodes;
  for (const Open& open : open_)
    if (plan_[open.place].what.kind == kind) nodes = nodes | same_lives(machines, open.undo);
  return nodes;
}

Change Episodes::begin(Machines& machines) {
  const Due due = take_due();
  const Episode& episode = plan_[due.place];
  const FaultKind& kind = kind_of(episode.what);
  const Asker asker{episode.number, due.occurrence};
  Struck struck;
  struck.first = resolve(episode.whom, asker, machines.now());
  if (kind.links) struck.second = resolve(episode.to, asker, machines.now());
  check(((struck.first | struck.second) - NodeSet::first(machines.nodes())).empty(),
        "a fault meets nodes of its machines");
  Evidence& evidence = evidence_[due.place];
  ++evidence.begun;
  evidence.targets = evidence.targets | struck.first | struck.second;
  const bool names_nobody = episode.manner == Manner::ends && kind.replaces == FaultKind::Replaces::everything;
  const bool nobody = !names_nobody && (struck.first.empty() || (kind.links && struck.second.empty()));
  if (episode.manner != Manner::stacks && !nobody && end_like(machines, episode, struck)) evidence.took_back = true;
  if (episode.manner == Manner::ends) {
    ++evidence.ended;
  } else {
    struck.held = held(machines, episode.what.kind);
    const Time end = std::min(episode.lasts ? machines.now() + *episode.lasts : time_never, episode.until);
    const Undo undo = nobody ? Undo{} : kind.begin(machines, struck, episode.what);
    evidence.nodes = evidence.nodes | undo.nodes;
    open_.push_back({due.place, end, undo, struck.first, struck.second});
  }
  return {EpisodeRecord::What::begins, due.place, struck.first, struck.second, ended_};
}

Change Episodes::end(Machines& machines, std::size_t at) {
  const Open ended = open_[at];
  open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(at));
  const KindId kind = plan_[ended.place].what.kind;
  kind_of(kind).end(machines, ended.undo, held(machines, kind));
  ++evidence_[ended.place].ended;
  return {EpisodeRecord::What::ends, ended.place, ended.first, ended.second};
}

// Nodes come back all at once, in their own order, whichever episode struck them.
Change Episodes::heal(Machines& machines) {
  healed_ = true;
  due_.clear();
  const NodeSet nodes = NodeSet::first(machines.nodes());
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    take_back(machines, static_cast<KindId>(i), nodes, all_links(nodes));
    if (kinds[i]->mend != nullptr) kinds[i]->mend(machines, machines.links().replicas(), machines.links().replicas());
  }
  for (const Open& open : open_) {
    ended_.push_back({open.place, open.first | open.second});
    ++evidence_[open.place].ended;
  }
  open_.clear();
  machines.links().make_plain();
  return {EpisodeRecord::What::heals, 0, {}, {}, ended_};
}

// What open episodes of the kind hold of these nodes and links ends. True if there was any.
bool Episodes::take_back(Machines& machines, KindId kind, NodeSet nodes, const LinkSet& links) {
  bool any = false;
  Undo back;  // the nodes of all of them
  for (Open& open : open_) {
    if (plan_[open.place].what.kind != kind) continue;
    Undo part = open.undo;
    part.nodes = part.nodes & nodes;
    part.links = part.links & links;
    if (part.empty()) continue;
    any = true;
    open.undo.nodes = open.undo.nodes - part.nodes;
    open.undo.links = open.undo.links - part.links;
    const bool alone = !part.links.empty() || part.modifier != 0;
    for (const NodeId node : alone ? NodeSet{} : same_lives(machines, part)) {
      back.nodes.insert(node);
      back.lives[node.value] = part.lives[node.value];
    }
    if (alone) kind_of(kind).end(machines, part, {});
    if (!open.undo.empty()) continue;
    ended_.push_back({open.place, open.first | open.second});
    ++evidence_[open.place].ended;
    open.place = plan_.size();  // over
  }
  if (!back.nodes.empty()) kind_of(kind).end(machines, back, {});
  std::erase_if(open_, [this](const Open& open) { return open.place == plan_.size(); });
  return any;
}

// What an episode that replaces or ends others takes back before it strikes.
bool Episodes::end_like(Machines& machines, const Episode& episode, const Struck& struck) {
  const FaultKind& kind = kind_of(episode.what);
  const LinkSet everything = all_links(NodeSet::first(machines.nodes()));
  const LinkSet its_links = kind.links ? LinkSet::from_to(struck.first, struck.second) : everything;
  if (episode.manner == Manner::ends && kind.replaces != FaultKind::Replaces::everything) {
    const bool any = take_back(machines, episode.what.kind, struck.first, its_links);
    if (kind.mend != nullptr) kind.mend(machines, struck.first, struck.second);
    return any;
  }
  switch (kind.replaces) {
    case FaultKind::Replaces::nothing:
      return false;
    case FaultKind::Replaces::its_links:
      return take_back(machines, episode.what.kind, {}, its_links);
    case FaultKind::Replaces::everything:
      break;
  }
  return take_back(machines, episode.what.kind, {}, everything);
}

void Episodes::saw(NodeId from, NodeId to, SendOutcome outcome, unsigned copies) {
  for (const Open& open : open_) {
    const FaultKind& kind = kind_of(plan_[open.place].what);
    const bool on_it = open.undo.nodes.contains(to) || open.undo.links.contains(from, to);
    if (on_it && kind.changes != nullptr && kind.changes(outcome, copies)) ++evidence_[open.place].messages;
  }
}

}  // namespace whitewater::simnet::faults
