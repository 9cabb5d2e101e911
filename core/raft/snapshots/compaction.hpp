// A node's own snapshots (Raft §7): each node takes them by itself, of what it has committed, and then forgets the
// entries that its latest snapshot stands for. It keeps a few of them for followers that are a little behind.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/raft/node_state.hpp"
#include "core/raft/snapshots/snapshot.hpp"

namespace whitewater::raft {

// state: what the committed entries up to index give.
void take_snapshot(NodeState& node, Index index, std::string_view state, Output& out);

// What a node finds on its disk when it starts.
struct Durable {
  HardState hard_state;
  PayloadRef snapshot;  // a Snapshot, or empty
  Index first{1};       // of the log's first entry
  std::span<const Entry> log;
};

// Takes up snapshot and log. A crash may have come between the write of the snapshot and that of the log: then the log
// is brought in order now.
void recover(NodeState& node, const Durable& durable, Output& out);

}  // namespace whitewater::raft
