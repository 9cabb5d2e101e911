// Judges what a leader learned about its followers, and what the leader commits because of it.
#include "core/check/properties/leader_properties.hpp"

#include <algorithm>

namespace whitewater::checks {

void LeaderProperties::reset(const raft::Configuration& configuration) {
  configuration_ = configuration;
  const std::size_t replicas = configuration.voters().size();
  leaders_.assign(std::max(leaders_.size(), replicas), {});
}

bool LeaderProperties::learned(NodeId leader, NodeId follower, std::uint64_t match, std::uint64_t next) {
  const ReplicaState& own = log_.seen(leader);
  std::uint64_t& known = leaders_[leader.value].match[follower.value];
  if (match < known || match >= next || match > own.last_index) return wrong(leader, follower, match, next);
  known = match;
  // A follower in a later term may have removed entries that it acknowledged in this term.
  if (log_.seen(follower).term > own.term) return true;
  return (match <= disks_.durable(follower) && log_.holds(follower, match, log_.chain_hash(leader, match))) ||
         wrong(leader, follower, match, next);
}

[[gnu::noinline, gnu::cold]] bool LeaderProperties::wrong(NodeId leader, NodeId follower, std::uint64_t match,
                                                          std::uint64_t next) {
  const ReplicaState& own = log_.seen(leader);
  const std::uint64_t known = leaders_[leader.value].match[follower.value];
  if (match < known)
    return violation_.add(Property::match_monotonic, leader,
                          who(leader) + " leads term " + number(own.term) + " and lowered the match index of " +
                              who(follower) + " from " + number(known) + " to " + number(match));
  if (match >= next || match > own.last_index)
    return violation_.add(Property::match_within_bounds, leader,
                          who(leader) + ", whose log ends at index " + number(own.last_index) + ", keeps for " +
                              who(follower) + " the match index " + number(match) + " and the next index " +
                              number(next));
  const std::uint64_t durable = disks_.durable(follower);
  return violation_.add(Property::match_is_true, leader,
                        who(leader) + " leads term " + number(own.term) + " and keeps the match index " +
                            number(match) + " for " + who(follower) + "; the disk of " + who(follower) +
                            (match <= durable ? " holds other entries up to that index"
                                              : " holds its log only up to index " + number(durable)));
}

bool LeaderProperties::no_more_to_commit(NodeId leader, const ReplicaView& log) {
  const ReplicaState& own = log_.seen(leader);
  const std::uint64_t index = configuration_.quorum_value(
      leader, own.last_index, [&](NodeId other) { return leaders_[leader.value].match[other.value]; });
  if (index <= own.commit_index || log.term(index) != own.term) return true;
  return violation_.add(Property::commit_advances, leader,
                        who(leader) + " leads term " + number(own.term) +
                            ", knows that a majority holds its entry at index " + number(index) +
                            ", and has committed only up to index " + number(own.commit_index));
}

// A leader's own disk counts like any other here.
bool LeaderProperties::committed(NodeId leader) {
  return configuration_.quorum_of([&](NodeId voter) { return holds_committed(leader, voter); }) || not_durable(leader);
}

bool LeaderProperties::holds_committed(NodeId leader, NodeId voter) const {
  const std::uint64_t index = log_.seen(leader).commit_index;
  return disks_.durable(voter) >= index && log_.holds(voter, index, log_.chain_hash(leader, index));
}

[[gnu::noinline, gnu::cold]] bool LeaderProperties::not_durable(NodeId leader) {
  const ReplicaState& own = log_.seen(leader);
  NodeSet holders;
  for (const NodeId voter : configuration_.voters())
    if (holds_committed(leader, voter)) holders.insert(voter);
  return violation_.add(Property::committed_is_durable, leader,
                        who(leader) + " leads term " + number(own.term) + " and committed up to index " +
                            number(own.commit_index) + ", which is on the disks of " + number(holders.size()) + " of " +
                            number(configuration_.voters().size()) + " nodes");
}

}  // namespace whitewater::checks
