// Sending what followers lack, and counting what they hold: Raft §5.3, §5.4.2, rules for servers in figure 2. To whom
// something is sent first is the policy's choice (replication_policy.hpp); what counts is decided here.
#include "core/raft/replication/replication.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/raft/identity.hpp"

namespace whitewater::raft {

void Replication::begin(const NodeState& node, Index first_index) {
  due.fill(time_never);
  for (NodeId follower : node.followers) {
    Progress& progress = known[follower.value];
    progress.next = first_index;
    progress.backoff = node.config.timing.retransmit_after;
  }
}

NodeSet Replication::first_targets_of_entry(const NodeState& node) {
  const bool all = node.config.replication == ReplicationPolicy::broadcast;
  return all ? node.followers : quorum_targets(node, rotation);
}

Index Replication::propose(NodeState& node, std::span<const PayloadRef> commands, Output& out) {
  const Index first = node.log.last_index().next();
  for (const PayloadRef& command : commands) node.log.append({node.current_term, command});
  const Index last = node.log.last_index();
  node.write_hard_state(out);
  const NodeSet targets = first_targets_of_entry(node);
  for (NodeId target : targets) known[target.value].target = last;
  send_appends(node, targets, last, {}, out);
  out.writes.emplace_back(Output::Write::Kind::append, first, node.log.batch(*out.pool, first, last));
  hedge_later(node, last);
  if (node.decides_alone()) advance_commit(node, last, out);
  return first;
}

// Appends one entry to the leader's log, sends it to targets and writes it. The disk and the first followers share the
// batch.
void Replication::append_own(NodeState& node, PayloadRef command, NodeSet targets, Output& out) {
  node.log.append({node.current_term, std::move(command)});
  const Index index = node.log.last_index();
  PayloadRef batch = node.log.batch(*out.pool, index, index);
  node.write_hard_state(out);
  for (NodeId target : targets) known[target.value].target = index;
  send_appends(node, targets, index, batch, out);
  out.writes.emplace_back(Output::Write::Kind::append, index, std::move(batch));
  hedge_later(node, index);
  if (node.decides_alone()) advance_commit(node, index, out);
}

// Just enough followers for a quorum, in turn.
NodeSet Replication::quorum_targets(const NodeState& node, std::uint32_t& turn) const {
  FollowerSets sets;
  sets.all = node.followers;
  for (NodeId follower : sets.all) {
    const Progress& progress = known[follower.value];
    if (progress.takes_appends()) sets.reachable.insert(follower);
    if (!progress.late) sets.prompt.insert(follower);
  }
  const unsigned needed = node.configuration.others_needed(node.config.self);
  const unsigned start = turn;
  turn += needed;
  return first_targets(node.config.replication, sets, needed, start);
}

// Sends each target that may take an append the entries that it lacks: up to limit, and as much as one append carries.
// Followers that lack the same entries get one message. newest: the batch of the last entry alone, or empty.
void Replication::send_appends(const NodeState& node, NodeSet targets, Index limit, const PayloadRef& newest,
                               Output& out) {
  while (true) {
    NodeSet group;
    Index first;
    std::uint32_t attempt = 0;
    for (NodeId target : targets) {
      const Progress& progress = known[target.value];
      if (progress.next > limit || !progress.may_append(node.config.inflight_max)) {
        targets.erase(target);
      } else if (progress.next <= node.log.compacted_to()) [[unlikely]] {
        targets.erase(target);
        send_snapshot(node, target, out);
      } else if (group.empty() || (progress.next == first && progress.attempt_at_next() == attempt)) {
        group.insert(target);
        first = progress.next;
        attempt = progress.attempt_at_next();
      }
    }
    if (group.empty()) return;
    targets = targets - group;

    const Index last = first == limit ? limit : node.log.batch_end(first, limit, node.config.append_bytes_max);
    const bool is_newest = newest && first == last && last == node.log.last_index();
    // Committed entries are durable here already (see node.hpp): an earlier call wrote them.
    const Claim claim = last > node.commit_index ? Claim::everything : Claim::earlier;
    const Index prev = first.previous();
    node.send(out, group, message_identity(MessageKind::append_entries, node.current_term, first, attempt), claim,
              AppendEntries{node.current_term, prev, node.log.term_at(prev), node.commit_index, rounds.send(node.now),
                            is_newest ? newest : node.log.batch(*out.pool, first, last)});
    for (NodeId target : group) {
      known[target.value].appended(first, last, node.now);
      sent_to(node, target, claim);
    }
  }
}

// Any answer of the current term shows that its sender still followed us when we sent the message that it answers. It
// does not show what the sender holds.
Progress& Replication::heard(const NodeState& node, NodeId from, std::uint64_t round) {
  Progress& progress = known[from.value];
  // The follower answers again: it gets all entries, whatever the policy.
  if (progress.state == Progress::State::silent) progress.target = node.log.last_index();
  progress.answered(rounds.answered(round), node.now, node.config.timing.retransmit_after, retransmit_delay_max(node));
  return progress;
}

void Replication::accepted(NodeState& node, NodeId from, const AppendAccepted& answer, Output& out) {
  check(answer.match_index <= node.log.last_index(), "a follower agrees only to what its leader holds");
  Progress& progress = heard(node, from, answer.round);
  const bool news =
      progress.accepted(answer.match_index, node.now,
                        progress.retransmit_delay(node.config.timing.retransmit_after, retransmit_delay_max(node)));
  if (news && answer.match_index > node.commit_index) advance_commit(node, answer.match_index, out);
  catch_up(node, from, out);
}

void Replication::rejected(NodeState& node, NodeId from, const AppendRejected& answer, Output& out) {
  Progress& progress = heard(node, from, answer.round);
  if (progress.rejection_counts(answer.prev_log_index)) {
    node.note(out, NoteCode::append_rejected, from.value, answer.conflict_index.value);
    // Raft §5.3. Find our last entry whose term is at most conflict_term; nothing after it can agree. If we hold no
    // entry of that very term, the follower cannot agree anywhere in that term either.
    const Index shared = node.log.last_up_to_term(answer.conflict_term, answer.prev_log_index);
    Index retry_from = shared.next();
    if (answer.conflict_term == Term{})
      retry_from = answer.conflict_index;
    else if (node.log.term_at(shared) != answer.conflict_term)
      retry_from = std::min(retry_from, answer.conflict_index);
    // Goes back by at least one entry from the rejected one, so this ends.
    progress.rejected(std::clamp(retry_from, Index{1}, answer.prev_log_index));
  }
  catch_up(node, from, out);
}

// Raft §5.4.2: an entry is committed if a quorum holds it and it is of our own term; older entries are committed with
// it. An entry of an older term can still be overwritten although a quorum holds it (figure 8).
// likely: the index that a follower has just reached. Mostly this is the new commit index, or the index does not
// change.
void Replication::advance_commit(NodeState& node, Index likely, Output& out) {
  // The leader counts itself without a look at its disk (see node.hpp).
  const auto match = [&](NodeId follower) { return known[follower.value].match; };
  const auto reaches = [&](Index index) {
    return node.configuration.quorum_with(node.config.self, [&](NodeId follower) { return match(follower) >= index; });
  };
  if (!reaches(node.commit_index.next())) return;
  const Index index =
      reaches(likely) ? likely : node.configuration.quorum_value(node.config.self, node.log.last_index(), match);
  if (index <= node.commit_index) return;
  if (node.log.term_at(index) != node.current_term) return;
  note_commit_pace(node, index - node.commit_index);
  node.commit_to(index, out);
  if (node.config.timing.commit_notice_after > Duration{} && notice_at == time_never)
    notice_at = node.now + commit_notice_delay(node);
  if (hedge_at != time_never && node.commit_index >= hedge_index) {
    hedge_index = node.log.last_index();
    hedge_at = node.commit_index < hedge_index ? node.now + node.config.timing.hedge_after : time_never;
  }
}

// A moving average of the time from one committed entry to the next; a longer pause counts as one second.
void Replication::note_commit_pace(const NodeState& node, std::uint64_t entries) {
  const Duration gap{(node.now - committed_at).ns / static_cast<std::int64_t>(entries)};
  commit_gap = commit_gap + (std::min(gap, seconds(1)) - commit_gap) / 8;
  committed_at = node.now;
}

// Under dense traffic the next append soon carries the commit index, so a notice waits for a longer pause.
Duration Replication::commit_notice_delay(const NodeState& node) const {
  const Duration delay = node.config.timing.commit_notice_after;
  return commit_gap * 4 < delay * 5 ? delay * 2 : delay;
}

// prev is an entry that the follower is known to hold, so an append that is still on its way cannot make the follower
// reject. If that entry is compacted, prev is the point before the first entry, which every log holds.
void Replication::send_empty_appends(const NodeState& node, NodeSet targets, Output& out) {
  const auto prev_of = [&](NodeId target) {
    const Index match = known[target.value].match;
    return match >= node.log.compacted_to() ? match : Index{};
  };
  const auto count_of = [&](NodeId target, Index prev) -> std::uint32_t& {
    return prev == Index{} ? known[target.value].first_heartbeats : known[target.value].heartbeats;
  };
  while (!targets.empty()) {
    const Index prev = prev_of(*targets.begin());
    const std::uint32_t ordinal = count_of(*targets.begin(), prev);
    NodeSet group;
    for (NodeId target : targets)
      if (prev_of(target) == prev && count_of(target, prev) == ordinal) group.insert(target);
    targets = targets - group;
    const Term prev_term = prev == Index{} ? Term{} : node.log.term_at(prev);
    node.send(out, group, message_identity(MessageKind::heartbeat, node.current_term, prev, ordinal), Claim::term,
              AppendEntries{node.current_term, prev, prev_term, node.commit_index, rounds.send(node.now), {}});
    for (NodeId target : group) {
      ++count_of(target, prev);
      sent_to(node, target, Claim::term);
    }
  }
}

// Each member of the quorum has answered a message of this round or a later one in this term. The leader follows itself
// at all times.
Time Replication::quorum_round(const NodeState& node) const {
  return node.configuration.quorum_value(node.config.self, rounds.next(node.now),
                                         [&](NodeId follower) { return known[follower.value].round; });
}

}  // namespace whitewater::raft
