// Lives: since when each replica has lived without a break. What a replica was asked since then, it still knows of, and
// owes an answer to.
#pragma once

#include <array>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "simnet/observer.hpp"

namespace whitewater::scenarios {

class Lives {
 public:
  // All live from the start of the run on.
  void reset() { since_.fill(Time{}); }
  void note(const simnet::EpisodeRecord& record) {
    for (const NodeId node : record.died) since_[node.value] = time_never;
    for (const NodeId node : record.started) since_[node.value] = record.time;
  }
  // True if what was sent to the node at that time reached a node that still lives. A kill strikes after all else that
  // happens at its time.
  bool through(NodeId node, Time sent) const { return node.value < since_.size() && sent >= since_[node.value]; }

 private:
  std::array<Time, NodeSet::nodes_max> since_{};
};

}  // namespace whitewater::scenarios
