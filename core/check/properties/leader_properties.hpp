// What a leader knows of its followers, and commits on the strength of it, held against what their disks hold: told of
// every match index that changed. Cheap: a comparison for what did not. Knows no protocol's types.
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
  // All of them outlive this object. The state of a leader is log's to know: it is shown there first.
  LeaderProperties(const LogProperties& log, const DurableGhost& disks, FirstViolation& violation)
      : log_(log), disks_(disks), violation_(violation) {}

  // As new, keeping memory.
  void reset(unsigned replicas);

  // leader has come to lead: it knows nothing of anybody.
  void began_to_lead(NodeId leader) { leaders_[leader.value] = {}; }

  // Is it no news that leader takes follower to hold its own log up to match, and sends next what begins there?
  bool knew(NodeId leader, NodeId follower, std::uint64_t match, std::uint64_t next) const {
    return match == leaders_[leader.value].match[follower.value] && match < next;
  }
  // It is news, and to be judged. False: there is a violation.
  bool learned(NodeId leader, NodeId follower, std::uint64_t match, std::uint64_t next);
  // Has leader, after what it learned, committed what it may?
  bool has_committed_all(NodeId leader, const ReplicaView& log) {
    const ReplicaState& own = log_.seen(leader);
    return own.commit_index == own.last_index || held_by(leader, own.commit_index + 1) < majority() ||
           no_more_to_commit(leader, log);
  }
  // Its commit index has changed.
  bool committed(NodeId leader);

 private:
  struct Known {
    std::array<std::uint64_t, NodeSet::nodes_max> match{};
  };

  bool wrong(NodeId leader, NodeId follower, std::uint64_t match, std::uint64_t next);
  bool no_more_to_commit(NodeId leader, const ReplicaView& log);
  bool not_durable(NodeId leader, unsigned holders);
  unsigned majority() const { return replicas_ / 2 + 1; }
  // How many hold the entry at index as far as leader knows, itself among them. Of itself it is told nothing: an append
  // leaves only behind the leader's own write, so what any follower holds is on the leader's disk, too.
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
  std::vector<Known> leaders_;  // by node; of the term that it leads or led last
};

}  // namespace whitewater::checks
