// DiskFaults: which disks are slow, or stand still. Faults overlap, so they stack as those of links do: of those that
// are open on a node, the one that was added last decides how long its writes take. A disk that any of them stalls
// stands still.
// Keeps its memory from run to run.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "core/base/ids.hpp"
#include "simnet/delay.hpp"
#include "simnet/link_modifiers.hpp"

namespace whitewater::simnet {

// What a fault does to a disk while it is open.
struct DiskFault {
  std::optional<DelayModel> delay;  // of each write that is issued meanwhile; nothing: as ever
  bool stalls = false;              // no write becomes durable; those that are due do so at the end, in their order
};

class DiskFaults {
 public:
  void clear() {
    open_.clear();
    added_ = 0;
  }
  bool none() const { return open_.empty(); }
  ModifierId add(NodeSet nodes, const DiskFault& fault) {
    open_.push_back({++added_, nodes, fault});
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
  // usual: what writes take without a fault.
  const DelayModel& delay(NodeId node, const DelayModel& usual) const {
    const DelayModel* delay = &usual;
    for (const Open& open : open_)
      if (open.fault.delay && open.nodes.contains(node)) delay = &*open.fault.delay;
    return *delay;
  }
  bool stalled(NodeId node) const {
    return std::any_of(open_.begin(), open_.end(),
                       [node](const Open& open) { return open.fault.stalls && open.nodes.contains(node); });
  }

 private:
  struct Open {
    ModifierId id = 0;
    NodeSet nodes;
    DiskFault fault;
  };

  std::vector<Open> open_;  // in the order in which they were added
  ModifierId added_ = 0;
};

}  // namespace whitewater::simnet
