// SlowNodes: which nodes are slow, and how long each event takes them. Faults overlap, so they stack as those of links
// do: of those that are open on a node, the one that was added last decides.
// Keeps its memory from run to run.
#pragma once

#include <algorithm>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "simnet/link_modifiers.hpp"

namespace whitewater::simnet {

class SlowNodes {
 public:
  void clear() {
    open_.clear();
    added_ = 0;
  }
  ModifierId add(NodeSet nodes, Duration busy) {
    open_.push_back({++added_, nodes, busy});
    return added_;
  }
  // The nodes on which it was open until now. Of one that is not open: none.
  NodeSet remove(ModifierId id) {
    const auto found = std::find_if(open_.begin(), open_.end(), [id](const Open& open) { return open.id == id; });
    if (found == open_.end()) return {};
    const NodeSet nodes = found->nodes;
    open_.erase(found);
    return nodes;
  }
  // How long the node is busy with each event; zero: it is not slow.
  Duration busy(NodeId node) const {
    Duration busy;
    for (const Open& open : open_)
      if (open.nodes.contains(node)) busy = open.busy;
    return busy;
  }

 private:
  struct Open {
    ModifierId id = 0;
    NodeSet nodes;
    Duration busy;
  };

  std::vector<Open> open_;  // in the order in which they were added
  ModifierId added_ = 0;
};

}  // namespace whitewater::simnet
