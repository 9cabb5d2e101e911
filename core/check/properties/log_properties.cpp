// Judges one event that changed the state of a replica.
#include "core/check/properties/log_properties.hpp"

#include <algorithm>

namespace whitewater::checks {

void LogProperties::reset(unsigned replicas) {
  if (replicas_.size() < replicas) replicas_.resize(replicas);
  judged_ = replicas;
  for (Replica& replica : replicas_) {
    replica.seen = {};
    replica.chain.clear();
    replica.restarted = false;
  }
  appended_.clear();
  committed_.clear();
  leaders_.clear();
  states_.clear();
}

void LogProperties::restarted(NodeId node) {
  Replica& replica = replicas_[node.value];
  replica.seen.term = 0;
  replica.seen.commit_index = 0;
  replica.seen.applied = 0;
  replica.seen.leading = false;
  replica.restarted = true;
}

LogProperties::Judgement LogProperties::judge(NodeId node, const ReplicaView& view) {
  ReplicaState& seen = replicas_[node.value].seen;
  const ReplicaState state = view.state();
  Judgement judgement;
  judgement.elected = state.leading && (!seen.leading || seen.term != state.term);
  judgement.fine = fine(node, view);
  if (judgement.fine) seen = state;
  return judgement;
}

// Each rule is checked only if the state that it is about has changed: most events change one thing.
bool LogProperties::fine(NodeId node, const ReplicaView& log) {
  if (violation_) return false;
  const ReplicaState state = log.state();
  Replica& replica = replicas_[node.value];
  const ReplicaState& seen = replica.seen;
  if (!monotonic(node, state)) return false;
  const bool same_log = state.last_hash == seen.last_hash && state.last_index == seen.last_index;
  if ((!same_log || replica.restarted) && !log_changes(node, state, log)) return false;
  if (state.leading && (!seen.leading || seen.term != state.term) && !new_leader(node, state)) return false;
  if (state.commit_index != seen.commit_index && !new_commits(node, state, log)) return false;
  return (state.applied == seen.applied && state.state_hash == seen.state_hash) || same_state(node, state);
}

bool LogProperties::monotonic(NodeId node, const ReplicaState& state) {
  const ReplicaState& seen = replicas_[node.value].seen;
  if (state.term >= seen.term && state.commit_index >= seen.commit_index && state.applied >= seen.applied &&
      state.commit_index <= state.last_index && state.applied <= state.commit_index) [[likely]]
    return true;
  if (state.term < seen.term)
    return violation_.add(
        Property::term_monotonic, node,
        who(node) + " was in term " + number(seen.term) + " and is now in term " + number(state.term));
  if (state.commit_index < seen.commit_index)
    return violation_.add(Property::commit_monotonic, node,
                          who(node) + " had the commit index " + number(seen.commit_index) +
                              " and now has the commit index " + number(state.commit_index));
  if (state.applied < seen.applied)
    return violation_.add(Property::applied_monotonic, node,
                          who(node) + " had the applied index " + number(seen.applied) +
                              " and now has the applied index " + number(state.applied));
  return violation_.add(Property::commit_within_log, node,
                        who(node) + " has a log up to index " + number(state.last_index) + ", the commit index " +
                            number(state.commit_index) + " and the applied index " + number(state.applied));
}

bool LogProperties::log_changes(NodeId node, const ReplicaState& state, const ReplicaView& log) {
  Replica& replica = replicas_[node.value];
  Lane<std::uint64_t>& chain = replica.chain;
  const std::uint64_t compacted = log.first_index() - 1;
  if (compacted > 0 && (compacted > chain.size() || chain[compacted - 1] != log.chain_hash(compacted)) &&
      !snapshot_comes(node, state, log))
    return false;
  // The unchanged prefix: equal hashes mean equal prefixes, so the search goes back only over the removed entries.
  std::uint64_t kept = std::min<std::uint64_t>(chain.size(), state.last_index);
  while (kept > compacted && chain[kept - 1] != log.chain_hash(kept)) --kept;
  if (kept < chain.size() && !entries_go(node, state, kept)) return false;
  replica.restarted = false;
  for (std::uint64_t index = kept + 1; index <= state.last_index; ++index)
    if (!entry_comes(node, state, log, index)) return false;
  if (state.last_index == 0 || log.term(state.last_index) <= state.term) return true;
  return violation_.add(Property::log_terms, node,
                        who(node) + " is in term " + number(state.term) + " and the last entry of its log is of term " +
                            number(log.term(state.last_index)));
}

std::uint64_t LogProperties::holds_of_committed(NodeId node, std::uint64_t last) const {
  const Lane<std::uint64_t>& chain = replicas_[node.value].chain;
  std::uint64_t held = std::min<std::uint64_t>({chain.size(), last, committed_.last()});
  while (held > 0 && chain[held - 1] != committed_.at(held).hash) --held;
  return held;
}

// A snapshot from elsewhere stands for entries that the node did not hold. What it stands for is what all together have
// committed: so the ghost's log up to its end is the committed one from now on.
bool LogProperties::snapshot_comes(NodeId node, const ReplicaState& state, const ReplicaView& log) {
  const std::uint64_t last = log.first_index() - 1;
  if (last > committed_.last() || committed_.at(last).hash != log.chain_hash(last))
    return violation_.add(
        Property::snapshot_is_committed, node,
        who(node) + " holds a snapshot of the entries up to index " + number(last) +
            (last > committed_.last() ? ", and replicas have committed only up to index " + number(committed_.last())
                                      : ", and they are others than " + who(committed_.at(last).node) + " committed"));
  Lane<std::uint64_t>& chain = replicas_[node.value].chain;
  const std::uint64_t kept = holds_of_committed(node, last);
  if (kept < chain.size() && !entries_go(node, state, kept)) return false;
  for (std::uint64_t index = kept + 1; index <= last; ++index) chain.push_back(committed_.at(index).hash);
  return true;
}

bool LogProperties::entries_go(NodeId node, const ReplicaState& state, std::uint64_t kept) {
  Replica& replica = replicas_[node.value];
  const bool still_leads = replica.seen.leading && state.leading && replica.seen.term == state.term;
  if (kept < replica.seen.commit_index)
    return violation_.add(Property::committed_kept, node,
                          who(node) + " removed the entry at index " + number(kept + 1) +
                              ", after it had committed up to index " + number(replica.seen.commit_index));
  if (still_leads && !replica.restarted)
    return violation_.add(
        Property::leader_append_only, node,
        who(node) + " leads term " + number(state.term) + " and removed its entry at index " + number(kept + 1));
  replica.chain.shrink(kept);
  return true;
}

bool LogProperties::entry_comes(NodeId node, const ReplicaState& state, const ReplicaView& log, std::uint64_t index) {
  const std::uint64_t term = log.term(index);
  const std::uint64_t hash = log.chain_hash(index);
  if (index > 1 && term < log.term(index - 1))
    return violation_.add(Property::log_terms, node,
                          who(node) + " holds an entry of term " + number(term) + " at index " + number(index) +
                              ", after an entry of term " + number(log.term(index - 1)));
  const AppendedTable::Row& first = appended_.first(index, term, hash, node);
  if (first.hash != hash)
    return violation_.add(Property::log_matching, node,
                          who(node) + " holds an entry of term " + number(term) + " at index " + number(index) +
                              "; that entry or one before it differs from the log of " + who(first.node) +
                              ", which appended the first entry of that term at that index");
  // The first holder of an entry may have stepped down after it made the entry, but then it led the term before.
  if (first.node == node && !(state.leading && state.term == term) && !leaders_.led(term, node))
    return violation_.add(Property::entry_made_by_leader, node,
                          who(node) + " is the first replica to hold an entry of term " + number(term) + " at index " +
                              number(index) + ", and has never led that term");
  replicas_[node.value].chain.push_back(hash);
  return true;
}

bool LogProperties::new_leader(NodeId node, const ReplicaState& state) {
  const NodeId first = leaders_.first(state.term, node);
  if (first != node)
    return violation_.add(
        Property::election_safety, node,
        who(node) + " leads term " + number(state.term) + ", which " + who(first) + " has led before");
  // Not everything that is committed: a candidate may win late, after a leader of a larger term has already committed.
  const std::uint64_t index = committed_.last_before_term(state.term);
  if (index > 0 && !holds(node, index, committed_.at(index).hash))
    return violation_.add(Property::leader_completeness, node,
                          who(node) + " leads term " + number(state.term) + " without the entries up to index " +
                              number(index) + " that " + who(committed_.at(index).node) + " committed in term " +
                              number(committed_.at(index).in_term));
  return true;
}

bool LogProperties::new_commits(NodeId node, const ReplicaState& state, const ReplicaView& log) {
  const std::uint64_t known = std::min(state.commit_index, committed_.last());
  if (known > 0 && log.chain_hash(known) != committed_.at(known).hash) {
    std::uint64_t index = 1;
    while (chain_hash(node, index) == committed_.at(index).hash) ++index;
    return violation_.add(Property::state_machine_safety, node,
                          who(node) + " committed in term " + number(state.term) + " another entry at index " +
                              number(index) + " than " + who(committed_.at(index).node) + " committed in term " +
                              number(committed_.at(index).in_term));
  }
  if (state.leading && log.term(state.commit_index) != state.term)
    return violation_.add(Property::commit_of_own_term, node,
                          who(node) + " leads term " + number(state.term) + " and committed up to index " +
                              number(state.commit_index) + ", an entry of term " +
                              number(log.term(state.commit_index)));
  if (known < state.commit_index && !state.leading && !leaders_.led(state.term, node))
    return violation_.add(Property::commit_by_leader, node,
                          who(node) + " is a follower in term " + number(state.term) + " and committed up to index " +
                              number(state.commit_index) + ", while others have committed only up to index " +
                              number(known));
  for (std::uint64_t index = known + 1; index <= state.commit_index; ++index)
    committed_.append({log.chain_hash(index), state.term, node});
  return newest_leader_holds(node, state.commit_index, log.chain_hash(state.commit_index), state.term);
}

// Leader completeness in the other order: a leader of an old term commits after a leader of a newer term was elected.
// Then the newer leader must have had the entry from the start, because it will not be checked again.
bool LogProperties::newest_leader_holds(NodeId node, std::uint64_t index, std::uint64_t hash, std::uint64_t in_term) {
  const LeaderTable::Row& newest = leaders_.newest();
  if (newest.term <= in_term) return true;
  const Replica& leader = replicas_[newest.node.value];
  if (!leader.seen.leading || leader.seen.term != newest.term) return true;
  if (index <= leader.chain.size() && leader.chain[index - 1] == hash) return true;
  return violation_.add(Property::leader_completeness, node,
                        who(node) + " committed up to index " + number(index) + " in term " + number(in_term) +
                            ", and " + who(newest.node) + " leads term " + number(newest.term) + " without that entry");
}

bool LogProperties::same_state(NodeId node, const ReplicaState& state) {
  const StateTable::Row& first = states_.first(state.applied, state.state_hash, node);
  if (first.hash == state.state_hash) return true;
  return violation_.add(Property::same_state, node,
                        who(node) + " and " + who(first.node) + " have applied up to index " + number(state.applied) +
                            " and hold different states");
}

}  // namespace whitewater::checks
