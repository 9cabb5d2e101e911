// The safety properties of Raft over a whole cluster and all time (Raft figure 3), checked after every event against
// ghost tables of what has ever been appended, committed, led and applied. What a replica alone cannot see is
// seen here; the first violation is kept, as a sentence. An event that changed nothing costs a comparison;
// any other the entries it touched. Allocates nothing once tables are warm.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/check.hpp"
#include "core/base/ids.hpp"
#include "core/check/ghost_tables.hpp"
#include "core/check/replicated_log.hpp"

namespace whitewater::checks {

enum class LogProperty : std::uint8_t {
  election_safety,
  leader_append_only,
  log_matching,
  leader_completeness,
  state_machine_safety,
  committed_kept,
  commit_of_own_term,
  commit_within_log,
  term_monotonic,
  commit_monotonic,
  applied_monotonic,
  same_state,
};

struct LogPropertyRow {
  LogProperty property;
  std::string_view name;
  std::string_view rule;
};

inline constexpr std::array<LogPropertyRow, 12> log_properties{{
    {LogProperty::election_safety, "election_safety", "a term has at most one leader, over all time (Raft §5.2)"},
    {LogProperty::leader_append_only, "leader_append_only", "a leader only appends to its log (Raft §5.3)"},
    {LogProperty::log_matching, "log_matching", "index and term of an entry determine the log up to it (Raft §5.3)"},
    {LogProperty::leader_completeness, "leader_completeness",
     "a leader holds every entry committed in smaller terms (Raft §5.4.3)"},
    {LogProperty::state_machine_safety, "state_machine_safety",
     "no two replicas commit different entries at an index (Raft §5.4.3)"},
    {LogProperty::committed_kept, "committed_kept", "a replica never removes an entry that it knows to be committed"},
    {LogProperty::commit_of_own_term, "commit_of_own_term",
     "a leader commits by counting only at an entry of its own term (Raft §5.4.2)"},
    {LogProperty::commit_within_log, "commit_within_log",
     "a replica commits what it holds, and applies what it commits"},
    {LogProperty::term_monotonic, "term_monotonic", "a replica's term never decreases (Raft §5.1)"},
    {LogProperty::commit_monotonic, "commit_monotonic", "a replica's commit index never decreases"},
    {LogProperty::applied_monotonic, "applied_monotonic", "a replica never unapplies a command"},
    {LogProperty::same_state, "same_state", "having applied the same index, state machines are the same (Raft §2)"},
}};

struct PropertyViolation {
  std::string_view property;  // a name of log_properties
  std::string sentence;       // who, in which term, at which index; then the rule
  NodeId node;                // whose event showed it
};

class LogProperties {
 public:
  // As new, keeping memory.
  void reset(unsigned replicas);

  // After every event of node. log, a LogView, is looked at during this call only. False: there is a violation.
  template <class View>
  bool after_event(NodeId node, const ReplicaState& state, const View& log) {
    check(node.value < judged_, "only the replicas that reset was told of are judged");
    Replica& replica = replicas_[node.value];
    if (state == replica.seen) return !violation_;
    if (as_usual(node, replica, state, log)) [[likely]]
      replica.seen = state;
    else
      judge(node, state, log);
    return !violation_;
  }
  // The state of node after its latest event.
  const ReplicaState& seen(NodeId node) const {
    check(node.value < judged_, "only the replicas that reset was told of are judged");
    return replicas_[node.value].seen;
  }
  // node crashed and starts again with what was durable: it may have forgotten that it led, committed and applied,
  // the end of its log, and a term in which nothing that it said has left it.
  void restarted(NodeId node);

  // The first one; stays until reset.
  const std::optional<PropertyViolation>& violation() const { return violation_; }

 private:
  struct Replica {
    ReplicaState seen;                 // after its latest event
    std::vector<std::uint64_t> chain;  // chain hash by index - 1, as seen
    bool restarted = false;            // its log may be shorter than it was, once
  };

  // What nearly every event comes to, judged in a few steps and without calls: nobody came to lead, entries were
  // added behind those that stood there, commitment and application went on. False: it was something else, or what it
  // did is wrong; nothing that judge() asks is answered by then.
  template <class View>
  bool as_usual(NodeId node, Replica& replica, const ReplicaState& state, const View& log);
  template <class View>
  bool only_appended(NodeId node, Replica& replica, std::uint64_t last_index, const View& log);
  bool committed_the_same(NodeId node, const Replica& replica, std::uint64_t commit_index, std::uint64_t in_term);

  void judge(NodeId node, const ReplicaState& state, const LogView& log);
  bool monotonic(NodeId node, const ReplicaState& state);
  bool log_changes(NodeId node, const ReplicaState& state, const LogView& log);
  bool new_leader(NodeId node, const ReplicaState& state, const LogView& log);
  bool new_commits(NodeId node, const ReplicaState& state, const LogView& log);
  bool newest_leader_holds(NodeId node, std::uint64_t index, std::uint64_t hash, std::uint64_t in_term);
  bool same_state(NodeId node, const ReplicaState& state);
  // Always false: what was judged does not hold.
  bool violated(LogProperty property, NodeId node, std::string sentence);

  std::vector<Replica> replicas_;  // the first judged_ of them are of this run
  std::size_t judged_ = 0;
  AppendedTable appended_;
  CommittedTable committed_;
  LeaderTable leaders_;
  StateTable states_;
  std::optional<PropertyViolation> violation_;
};

// --- implementation ---------------------------------------------------------------------------

template <class View>
bool LogProperties::as_usual(NodeId node, Replica& replica, const ReplicaState& state, const View& log) {
  const ReplicaState& seen = replica.seen;
  if (state.term != seen.term || state.leading != seen.leading || replica.restarted) return false;
  if (state.applied > state.commit_index || state.commit_index > state.last_index) return false;
  if (state.last_hash != seen.last_hash || state.last_index != seen.last_index)
    if (!only_appended(node, replica, state.last_index, log)) return false;
  if (state.commit_index != seen.commit_index) {
    if (state.commit_index < seen.commit_index) return false;
    if (state.leading && log.term(state.commit_index) != state.term) return false;
    if (!committed_the_same(node, replica, state.commit_index, state.term)) return false;
  }
  if (state.applied == seen.applied && state.state_hash == seen.state_hash) return true;
  return state.applied >= seen.applied && states_.first(state.applied, state.state_hash, node).hash == state.state_hash;
}

template <class View>
bool LogProperties::only_appended(NodeId node, Replica& replica, std::uint64_t last_index, const View& log) {
  const std::uint64_t held = replica.chain.size();
  if (last_index <= held || (held > 0 && log.chain_hash(held) != replica.chain.back())) return false;
  for (std::uint64_t index = held + 1; index <= last_index; ++index) {
    const std::uint64_t hash = log.chain_hash(index);
    if (appended_.first(index, log.term(index), hash, node).hash != hash) return false;
    replica.chain.push_back(hash);
  }
  return true;
}

inline bool LogProperties::committed_the_same(NodeId node, const Replica& replica, std::uint64_t commit_index,
                                              std::uint64_t in_term) {
  const std::uint64_t known = std::min(commit_index, committed_.last());
  if (known > 0 && replica.chain[known - 1] != committed_.at(known).hash) return false;
  for (std::uint64_t index = known + 1; index <= commit_index; ++index)
    committed_.append({replica.chain[index - 1], in_term, node});
  return leaders_.newest().term <= in_term;
}

}  // namespace whitewater::checks
