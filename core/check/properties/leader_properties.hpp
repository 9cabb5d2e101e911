// Compares what a leader believes about its followers, and what it commits because of that, with the followers' disks.
// It is told of every match index that changed; an unchanged match index costs one comparison. Of Raft it
// knows only what a quorum is.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/ids.hpp"
#include "core/check/properties/durable_ghost.hpp"
#include "core/check/properties/log_properties.hpp"
#include "core/check/properties/property.hpp"
#include "core/raft/configuration.hpp"

namespace whitewater::checks {

class LeaderProperties {
 public:
  // All three outlive this object. `log` knows the leader's state: show every event to `log` first.
  LeaderProperties(const LogProperties& log, const DurableGhost& disks, FirstViolation& violation)
      : log_(log), disks_(disks), violation_(violation) {}

  // Resets to the initial state, keeping memory.
  void reset(const raft::Configuration& configuration);

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
    return own.commit_index == own.last_index || !quorum_holds(leader, own.commit_index + 1) ||
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
  // True if the disk of the voter holds what the leader has committed.
  bool holds_committed(NodeId leader, NodeId voter) const;
  bool not_durable(NodeId leader);
  // True if a quorum holds the entry at index, as far as the leader knows; the leader itself counts. Nobody reports the
  // leader's own match index, but it is not needed: the leader sends an append only after its own write, so an entry
  // that a follower holds is on the leader's disk, too.
  bool quorum_holds(NodeId leader, std::uint64_t index) const {
    const Known& known = leaders_[leader.value];
    return configuration_.quorum_with(leader, [&](NodeId other) { return known.match[other.value] >= index; });
  }

  const LogProperties& log_;
  const DurableGhost& disks_;
  FirstViolation& violation_;
  raft::Configuration configuration_;
  std::vector<Known> leaders_;  // indexed by node; of the term that the node leads or led last
};

}  // namespace whitewater::checks
