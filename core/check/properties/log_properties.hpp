// The safety properties of a replicated log over a whole cluster and all time (Raft figure 3). After every event, the
// state of a replica is compared with ghost tables of everything that was ever appended, committed, led and applied: no
// single replica can see all of that. An event that changed nothing costs one comparison; any other event costs one
// step per entry that it touched. Allocates nothing once the tables are warm. Knows no protocol's types.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/check.hpp"
#include "core/base/ids.hpp"
#include "core/base/lane.hpp"
#include "core/check/properties/ghost_tables.hpp"
#include "core/check/properties/property.hpp"
#include "core/check/properties/replicated_log.hpp"

namespace whitewater::checks {

class LogProperties {
 public:
  // Violations are added to `violation`, which outlives this object.
  explicit LogProperties(FirstViolation& violation) : violation_(violation) {}

  // Resets to the initial state, keeping memory.
  void reset(unsigned replicas);

  // Call it after an event of node that changed its state. view, a ReplicaView, is used during the call only.
  // Fast path. Returns true if the event was one of the common cases and is fine; otherwise call judge().
  template <class View>
  bool goes_on(NodeId node, const View& view);
  struct Judgement {
    bool fine = false;     // false: there is a violation
    bool elected = false;  // the node leads a term that it did not lead before
  };
  Judgement judge(NodeId node, const ReplicaView& view);
  // node crashed and restarts with its durable state. It may have forgotten that it led, committed and applied, and the
  // end of its log. It may also forget a term, provided it sent no message in that term.
  void restarted(NodeId node);

  // The state of node after its latest event.
  const ReplicaState& seen(NodeId node) const { return replicas_[node.value].seen; }
  // True if node holds, in memory, the entry at index and all entries before it, as this chain hash identifies them.
  bool holds(NodeId node, std::uint64_t index, std::uint64_t hash) const {
    const Lane<std::uint64_t>& chain = replicas_[node.value].chain;
    return index <= chain.size() && (index == 0 || chain[index - 1] == hash);
  }
  // The chain hash of node's log up to index, which the log must contain; 0 for index 0.
  std::uint64_t chain_hash(NodeId node, std::uint64_t index) const {
    return index == 0 ? 0 : replicas_[node.value].chain[index - 1];
  }
  // How much of the committed log up to last, which must be committed, node's log begins with.
  std::uint64_t holds_of_committed(NodeId node, std::uint64_t last) const;
  // True if the node was the first leader of that term.
  bool led(NodeId node, std::uint64_t term) const { return leaders_.led(term, node); }
  // The last index that any replica has committed.
  std::uint64_t committed() const { return committed_.last(); }
  // The chain hash of the committed log up to index, which is from 1 to committed().
  std::uint64_t committed_hash(std::uint64_t index) const { return committed_.at(index).hash; }

 private:
  struct Replica {
    ReplicaState seen;          // the state after the latest event
    Lane<std::uint64_t> chain;  // the chain hash of entry i + 1 at position i, as last seen
    bool restarted = false;     // the log may be shorter than before, once
  };

  // The stages of goes_on(). Each stage stores what it accepted in `seen` at once, so judge() finds that part
  // unchanged.
  template <class View>
  bool appends_own(NodeId node, Replica& replica, const View& view);
  template <class View>
  bool appends_known(NodeId node, Replica& replica, const View& view);
  template <class View>
  bool commits_own(NodeId node, Replica& replica, const View& view);
  bool commits_known(Replica& replica, std::uint64_t commit_index);
  bool applies(NodeId node, Replica& replica, std::uint64_t applied, std::uint64_t state_hash);

  bool fine(NodeId node, const ReplicaView& view);
  bool monotonic(NodeId node, const ReplicaState& state);
  bool log_changes(NodeId node, const ReplicaState& state, const ReplicaView& log);
  bool snapshot_comes(NodeId node, const ReplicaState& state, const ReplicaView& log);
  bool entries_go(NodeId node, const ReplicaState& state, std::uint64_t kept);
  bool entry_comes(NodeId node, const ReplicaState& state, const ReplicaView& log, std::uint64_t index);
  bool new_leader(NodeId node, const ReplicaState& state);
  bool new_commits(NodeId node, const ReplicaState& state, const ReplicaView& log);
  bool newest_leader_holds(NodeId node, std::uint64_t index, std::uint64_t hash, std::uint64_t in_term);
  bool same_state(NodeId node, const ReplicaState& state);

  FirstViolation& violation_;
  std::vector<Replica> replicas_;  // the first judged_ of them belong to this run
  std::size_t judged_ = 0;
  AppendedTable appended_;
  CommittedTable committed_;
  LeaderTable leaders_;
  StateTable states_;
};

// --- implementation ---------------------------------------------------------------------------

template <class View>
[[gnu::always_inline]] inline bool LogProperties::goes_on(NodeId node, const View& view) {
  check(node.value < judged_, "only the replicas that reset was told of are judged");
  Replica& replica = replicas_[node.value];
  const ReplicaState& seen = replica.seen;
  if (view.state().term != seen.term || view.state().leading != seen.leading || replica.restarted) return false;
  if (view.state().last_hash != seen.last_hash || view.state().last_index != seen.last_index)
    if (!(seen.leading ? appends_own(node, replica, view) : appends_known(node, replica, view))) return false;
  if (view.state().commit_index != seen.commit_index)
    if (!(seen.leading ? commits_own(node, replica, view) : commits_known(replica, view.state().commit_index)))
      return false;
  return (view.state().applied == seen.applied && view.state().state_hash == seen.state_hash) ||
         applies(node, replica, view.state().applied, view.state().state_hash);
}

// Accepts entries that another replica held before, appended after an unchanged log: the rules about the entries before
// them were checked at that time.
template <class View>
bool LogProperties::appends_known(NodeId node, Replica& replica, const View& view) {
  ReplicaState& seen = replica.seen;
  const std::uint64_t last_index = view.state().last_index;
  if (last_index <= seen.last_index || seen.last_index == 0) return false;
  if (!view.agrees(seen.last_index, seen.last_hash)) return false;
  std::uint64_t index = seen.last_index;
  do {
    ++index;
    const std::uint64_t term = view.term(index);
    const std::uint64_t hash = view.chain_hash(index);
    const AppendedTable::Row* first = appended_.find(index, term);
    if (first == nullptr || first->hash != hash || first->node == node || term > seen.term) return false;
    replica.chain.push_back(hash);
  } while (index != last_index);
  seen.last_index = last_index;
  seen.last_hash = view.state().last_hash;
  return true;
}

// Accepts entries that a leader makes in its own term, which is the largest term in its log.
template <class View>
[[gnu::noinline]] bool LogProperties::appends_own(NodeId node, Replica& replica, const View& view) {
  ReplicaState& seen = replica.seen;
  const std::uint64_t last_index = view.state().last_index;
  if (last_index <= seen.last_index || seen.last_index == 0) return false;
  if (!view.agrees(seen.last_index, seen.last_hash)) return false;
  for (std::uint64_t index = seen.last_index + 1; index <= last_index; ++index) {
    const std::uint64_t hash = view.chain_hash(index);
    if (view.term(index) != seen.term || appended_.first(index, seen.term, hash, node).hash != hash) return false;
    replica.chain.push_back(hash);
  }
  seen.last_index = last_index;
  seen.last_hash = view.state().last_hash;
  return true;
}

template <class View>
[[gnu::noinline]] bool LogProperties::commits_own(NodeId node, Replica& replica, const View& view) {
  ReplicaState& seen = replica.seen;
  const std::uint64_t commit_index = view.state().commit_index;
  if (commit_index > seen.last_index || view.term(commit_index) != seen.term) return false;
  const std::uint64_t known = std::min(commit_index, committed_.last());
  if (known > 0 && replica.chain[known - 1] != committed_.at(known).hash) return false;
  for (std::uint64_t index = known + 1; index <= commit_index; ++index)
    committed_.append({replica.chain[index - 1], seen.term, node});
  return commits_known(replica, commit_index);
}

// Accepts a commit index that another replica reached before with the same entries.
inline bool LogProperties::commits_known(Replica& replica, std::uint64_t commit_index) {
  ReplicaState& seen = replica.seen;
  if (commit_index < seen.commit_index || commit_index > seen.last_index || commit_index > committed_.last())
    return false;
  if (replica.chain[commit_index - 1] != committed_.at(commit_index).hash) return false;
  if (leaders_.newest().term > seen.term) return false;
  seen.commit_index = commit_index;
  return true;
}

inline bool LogProperties::applies(NodeId node, Replica& replica, std::uint64_t applied, std::uint64_t state_hash) {
  ReplicaState& seen = replica.seen;
  if (applied < seen.applied || applied > seen.commit_index) return false;
  const StateTable::Row* known = states_.find(applied);
  if (known == nullptr) [[unlikely]]
    known = &states_.first(applied, state_hash, node);
  if (known->hash != state_hash) return false;
  seen.applied = applied;
  seen.state_hash = state_hash;
  return true;
}

}  // namespace whitewater::checks
