// Compares what a leader believes about its followers, and what it commits because of that, with the followers' disks.
// It is told of every match index that changed; an unchanged match index costs one comparison. Knows no protocol's
// types.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/ids.hpp"
#include "core/check/properties/durable_ghost.hpp"
#include "core/check/properties/log_properties.hpp"
#include "core/check/properties/property.hpp"

namespace whitewater::checks {

class LeaderProperties {
 public:
  // All three outlive this object. `log` knows the leader's state: show every event to `log` first.
  LeaderProperties(const LogProperties& log, const DurableGhost& disks, FirstViolation& violation)
      : log_(log), disks_(disks), violation_(violation) {}

  // Resets to the initial state, keeping memory.
  void reset(unsigned replicas);

  // leader became leader: it knows nothing of its followers yet.
  void began_to_lead(NodeId leader) { leaders_[leader.value] = {}; }

  // True if this (match, next) pair equals what we last saw: nothing to judge.
  bool knew(NodeId leader, NodeId follower, std::uint64_t match, std::uint64_t next) const {
    return match == leaders_[leader.value].match[follower.value] && match < next;
  }
  // The match index changed: judge it. Returns false if there is a violation.
  bool learned(NodeId leader, NodeId follower, std::uint64_t match, std::uint64_t next);
  // True if the leader, after what it learned, has committed everything that it may commit.
  bool has_committed_all(NodeId leader, const ReplicaView& log) {
    const ReplicaState& own = log_.seen(leader);
    return own.commit_index == own.last_index || held_by(leader, own.commit_index + 1) < majority() ||
           no_more_to_commit(leader, log);
  }
  // The leader's commit index changed. Returns false if there is a violation.
  bool committed(NodeId leader);

 private:
  struct Known {
    std::array<std::uint64_t, NodeSet::nodes_max> match{};
  };

  bool wrong(NodeId leader, NodeId follower, std::uint64_t match, std::uint64_t next);
  bool no_more_to_commit(NodeId leader, const ReplicaView& log);
  bool not_durable(NodeId leader, unsigned holders);
  unsigned majority() const { return replicas_ / 2 + 1; }
  // How many replicas hold the entry at index, as far as the leader knows; the leader itself counts. Nobody reports the
  // leader's own match index, but it is not needed: the leader sends an append only after its own write, so an entry
  // that a follower holds is on the leader's disk, too.
  unsigned held_by(NodeId leader, std::uint64_t index) const {
    const Known& known = leaders_[leader.value];
    unsigned holders = 1;
    for (unsigned i = 0; i < replicas_; ++i) holders += known.match[i] >= index ? 1u : 0u;
    return holders;
  }

  const LogProperties& log_;
  const DurableGhost& disks_;
  FirstViolation& violation_;
  unsigned replicas_ = 0;
  std::vector<Known> leaders_;  // indexed by node; of the term that the node leads or led last
};

}  // namespace whitewater::checks
