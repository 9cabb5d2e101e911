// The network's half of the Course: replica messages, the current leader, kills and partitions.
#include "core/base/check.hpp"
#include "core/course/course.hpp"

namespace whitewater::course {

namespace {

constexpr std::uint64_t victim_stream = stream("course/victim");
constexpr std::uint64_t side_stream = stream("course/side");

}  // namespace

bool Course::separated(NodeId a, NodeId b) const {
  return majority_ && is_replica(a) && is_replica(b) && majority_->contains(a) != majority_->contains(b);
}

NodeSet Course::resolve(std::size_t event) const {
  check(event < rules_.events.size(), "only events of the rules strike");
  const unsigned size = rules_.replicas / 2 + 1;
  switch (rules_.events[event].type) {
    case EventType::kill_leader:
      return is_replica(leader_) ? NodeSet::of(leader_) : NodeSet{};
    case EventType::kill_non_leader: {
      NodeSet others = living_;
      if (is_replica(leader_)) others.erase(leader_);
      if (others.empty()) return {};
      return NodeSet::of(
          highest_node(others, hash_words(seed_, victim_stream, number_of(rules_.events, event)), rules_.numbers));
    }
    case EventType::part_easy:
      if (leader_ == no_node) return draw_replicas(event, {}, size);
      return is_replica(leader_) ? draw_replicas(event, NodeSet::of(leader_), size) : NodeSet{};
    case EventType::part_hard:
      return draw_replicas(event, {}, size);
    case EventType::part_end:
      return {};
  }
  fail_check("every type of event is resolved");
}

// Adds replicas to `start`, drawn from all replicas (dead ones too), until the set has `size` members.
NodeSet Course::draw_replicas(std::size_t event, NodeSet start, unsigned size) const {
  NodeSet chosen = start;
  while (chosen.size() < size) {
    const NodeSet rest = NodeSet::first(rules_.replicas) - chosen;
    chosen.insert(highest_node(rest, hash_words(seed_, side_stream, number_of(rules_.events, event)), rules_.numbers));
  }
  return chosen;
}

void Course::struck(std::size_t event, NodeSet targets) {
  check(event < rules_.events.size(), "only events of the rules strike");
  const EventType type = rules_.events[event].type;
  // The course looks up the leader among its replicas here, and crashes if the leader is not a replica.
  const bool needs_leader = type == EventType::kill_leader || type == EventType::part_easy;
  if (needs_leader && leader_ != no_node && !is_replica(leader_)) {
    saw_crash();
    return;
  }
  switch (type) {
    case EventType::kill_leader:
    case EventType::kill_non_leader:
      counts_.killed += (targets & living_).size();
      living_ = living_ - targets;
      // The clients forget the leader even if the killed leader was dead already, but not if there was no leader to
      // kill.
      if (type == EventType::kill_leader && !targets.empty()) forget_leader();
      break;
    case EventType::part_easy:
      majority_ = targets;
      if (leader_ == no_node) forget_leader();  // without a leader, part_easy behaves as part_hard
      break;
    case EventType::part_hard:
      majority_ = targets;
      forget_leader();
      break;
    case EventType::part_end:
      majority_.reset();
      break;
  }
}

void Course::forget_leader() {
  leader_ = no_node;
  for (Client& client : clients_) {
    client.leader = no_node;
    client.rolling = hash_words(client.rolling, no_node.value);
  }
}

}  // namespace whitewater::course
