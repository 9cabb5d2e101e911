// Replication: the sending side, on a leader: what the leader knows of its followers, what it sends to them and when,
// and how far the cluster has committed. Raft §5.3, §5.4.2. Knows nothing of elections and reads.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/raft/message.hpp"
#include "core/raft/node_state.hpp"
#include "core/raft/replication/progress.hpp"
#include "core/raft/replication/replication_policy.hpp"
#include "core/raft/replication/rounds.hpp"
#include "core/raft/snapshots/sending.hpp"

namespace whitewater::raft {

struct Replication {
  std::array<Progress, Configuration::voters_max> known;  // indexed by follower
  // For each follower: when the next resend or heartbeat is due. Kept outside Progress, so that a search for the
  // earliest reads only one or two cache lines.
  std::array<Time, Configuration::voters_max> due;
  Time earliest_due = time_never;  // the minimum of due; if due_moved, it must be computed again
  bool due_moved = false;
  Time hedge_at = time_never;        // ReplicationPolicy::thrifty
  Index hedge_index;                 // the hedge waits until this index is committed
  Time notice_at = time_never;       // when a CommitNotice is due
  Time committed_at;                 // the time of the latest commit
  Duration commit_gap = seconds(1);  // moving average of the time between two committed entries
  std::uint32_t rotation = 0;        // which follower is first to be sent the next entry
  Rounds rounds;
  std::array<Sending, Configuration::voters_max> snapshots;  // indexed by follower
  NodeSet touched;  // followers whose Progress changed in this call: the invariants check these

  // The node has become leader, and its entries begin at first_index.
  void begin(const NodeState& node, Index first_index);
  // Appends several entries to the leader's log, with one write and one message as far as the limits allow. Returns the
  // first index.
  Index propose(NodeState& node, std::span<const PayloadRef> commands, Output& out);
  void append_own(NodeState& node, PayloadRef command, NodeSet targets, Output& out);
  NodeSet first_targets_of_entry(const NodeState& node);
  // Just enough followers for a quorum. turn: which follower comes first; advanced by the call.
  NodeSet quorum_targets(const NodeState& node, std::uint32_t& turn) const;

  [[gnu::always_inline]] inline void accepted(NodeState& node, NodeId from, const AppendAccepted& answer, Output& out);
  void rejected(NodeState& node, NodeId from, const AppendRejected& answer, Output& out);
  // snapshots/sending.cpp
  void snapshot_accepted(NodeState& node, NodeId from, const SnapshotAccepted& answer, Output& out);
  void send_snapshot(const NodeState& node, NodeId follower, Output& out);
  void send_chunk(const NodeState& node, NodeId follower, Output& out);

  void send_appends(const NodeState& node, NodeSet targets, Index limit, const PayloadRef& newest, Output& out);
  void send_empty_appends(const NodeState& node, NodeSet targets, Output& out);

  // The latest round that a quorum has answered: it still followed after every message of an earlier round had left.
  Time quorum_round(const NodeState& node) const;
  // When a quorum was last known to follow, by the leader's clock; never later than it did.
  Time quorum_followed_at(const NodeState& node) const {
    return std::min(node.now, rounds.left_at(quorum_round(node)));
  }
  // The longest time between two transmissions.
  static Duration retransmit_delay_max(const NodeState& node) {
    return std::max(node.config.timing.heartbeat_interval, node.config.timing.retransmit_after);
  }

  // replication_clock.cpp: the timed actions
  void retransmit(const NodeState& node, NodeId follower, Output& out);
  void hedge(const NodeState& node, Output& out);
  void send_commit_notice(const NodeState& node, Output& out);
  [[gnu::always_inline]] inline Time earliest_deadline(const NodeState& node) {
    if (due_moved) {
      due_moved = false;
      earliest_due = *std::min_element(due.begin(), due.begin() + node.config.replicas);
    }
    return std::min(std::min(hedge_at, notice_at), earliest_due);
  }

 private:
  [[gnu::always_inline]] inline Progress& heard(const NodeState& node, NodeId from, std::uint64_t round);
  void hedge_later(const NodeState& node, Index index) {
    if (node.config.replication != ReplicationPolicy::thrifty || hedge_at != time_never) return;
    hedge_index = index;
    hedge_at = node.now + node.config.timing.hedge_after;
  }
  // Sends a follower the entries that it should have and was not sent yet, as far as its window allows.
  [[gnu::always_inline]] void catch_up(const NodeState& node, NodeId follower, Output& out) {
    const Progress& progress = known[follower.value];
    while (progress.next <= progress.target && progress.may_append(node.config.inflight_max))
      send_appends(node, NodeSet::of(follower), node.log.last_index(), {}, out);
    update_due(node, follower);
  }
  [[gnu::always_inline]] inline void advance_commit(NodeState& node, Index likely, Output& out);
  void note_commit_pace(const NodeState& node, std::uint64_t entries);
  Duration commit_notice_delay(const NodeState& node) const;
  [[gnu::always_inline]] void update_due(const NodeState& node, NodeId follower) {
    const Progress& progress = known[follower.value];
    Time next = progress.retransmit_at;
    if (node.config.heartbeats == HeartbeatPolicy::suppressed)
      next = std::min(next, progress.last_sent + node.config.timing.heartbeat_interval);
    due_moved |= due[follower.value] == earliest_due && next > earliest_due;
    earliest_due = std::min(earliest_due, next);
    due[follower.value] = next;
    touched.insert(follower);
  }
  // A message to target carries the commit index and counts as contact. A message that waits for a write of this call
  // (Claim::everything) counts only while the follower answers: otherwise, behind a disk that has stalled, one append
  // after another would suppress the heartbeats.
  void sent_to(const NodeState& node, NodeId target, Claim claim) {
    Progress& progress = known[target.value];
    if (claim != Claim::everything || !progress.late) progress.last_sent = node.now;
    if (progress.match >= node.commit_index && !progress.late) notice_at = time_never;
    update_due(node, target);
  }
};

}  // namespace whitewater::raft
