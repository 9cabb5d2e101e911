// The follower's side of replication.
#include "core/raft/replication/follower.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/raft/identity.hpp"

namespace whitewater::raft {

void Follower::receive(NodeState& node, ReorderBuffer& early, NodeId from, const AppendEntries& append, Output& out) {
  const Index prev = append.prev_log_index;
  const bool overtook = prev > node.log.last_index();
  if (overtook ? !keep_for_later(node, early, append) : !holds(node, prev, append.prev_log_term)) [[unlikely]]
    return reject_append(node, from, append, out);
  if (!overtook) [[likely]] {
    Index leader_commit = append.leader_commit;
    agree(node, append, out);
    if (!early.empty()) [[unlikely]]
      leader_commit = std::max(leader_commit, agree_with_kept(node, early, out));
    commit_as_told(node, leader_commit, out);
  }
  accept(node, from, append.round, out);
}

// What is compacted here is committed, so every leader holds the same there (Raft §5.4.3).
bool Follower::holds(const NodeState& node, Index prev, Term prev_term) {
  if (prev >= node.log.compacted_to()) [[likely]]
    return node.log.term_at(prev) == prev_term;
  return true;
}

// Takes up the kept appends that now fit. Returns the largest commit index that they carry.
[[gnu::noinline]] Index Follower::agree_with_kept(NodeState& node, ReorderBuffer& early, Output& out) {
  Index leader_commit;
  while (const std::optional<AppendEntries> next = early.take(node.current_term, verified)) {
    agree(node, *next, out);
    leader_commit = std::max(leader_commit, next->leader_commit);
  }
  return leader_commit;
}

// The log holds the append's previous entry. Within its term a leader only appends to its log, so what one append has
// proved stays proved: an append that arrives late takes nothing back, and its answer covers all that is known.
inline void Follower::agree(NodeState& node, const AppendEntries& append, Output& out) {
  Index agreed = append.prev_log_index;
  if (const EntryBatch* batch = append.entries.get_if<EntryBatch>()) {
    store_entries(node, append.prev_log_index, append.entries, *batch, out);
    agreed = append.prev_log_index + batch->count;
  }
  verified = std::max(verified, agreed);
}

// The append overtook another append of this leader. Our log was verified to its end in this term, so the leader knows
// where it ends, and has most likely sent what lies between. A rejection would make the leader send that again. If the
// append in between was lost, the leader resends this one, and then we reject it.
bool Follower::keep_for_later(const NodeState& node, ReorderBuffer& early, const AppendEntries& append) const {
  return verified == node.log.last_index() && verified > Index{} && append.entries && early.keep(append);
}

void Follower::accept(NodeState& node, NodeId from, std::uint64_t round, Output& out) const {
  node.answers.at(node.current_term, verified);
  const std::uint64_t identity =
      message_identity(MessageKind::append_accepted, node.current_term, node.answers.verified, node.answers.accepted++);
  node.send(out, NodeSet::of(from), identity, Claim::everything, AppendAccepted{node.current_term, verified, round});
}

// Removes an entry only if its term differs, and then all entries after it too (Raft figure 2, step 3). An append that
// arrives after a longer one must not shorten the log.
void Follower::store_entries(NodeState& node, Index prev, const PayloadRef& payload, const EntryBatch& batch,
                             Output& out) {
  std::uint32_t present = 0;
  const Index compacted = node.log.compacted_to();
  if (prev < compacted) [[unlikely]]
    present = static_cast<std::uint32_t>(std::min<std::uint64_t>(batch.count, compacted - prev));
  while (present < batch.count && prev + (present + 1) <= node.log.last_index() &&
         node.log.term_at(prev + (present + 1)) == batch[present].term)
    ++present;
  if (present == batch.count) return;

  const Index first = prev + (present + 1);
  node.write_hard_state(out);
  if (first <= node.log.last_index()) {
    check(first > node.commit_index, "a committed entry is never removed");
    node.log.truncate(first);
    out.writes.emplace_back(Output::Write::Kind::truncate, first, PayloadRef{});
    node.note(out, NoteCode::log_truncated, first.value);
  }
  const Index behind = node.log.last_index().next();
  for (std::uint32_t i = present; i < batch.count; ++i) node.log.append(batch[i]);
  out.writes.emplace_back(Output::Write::Kind::append, behind,
                          present == 0 ? payload : make_batch(*out.pool, &batch[present], batch.count - present));
}

void reject_append(NodeState& node, NodeId from, const AppendEntries& append, Output& out) {
  const Index prev = append.prev_log_index;
  AppendRejected answer{node.current_term, prev, {}, node.log.last_index().next(), append.round};
  if (node.log.knows(prev) && prev.value != 0) {
    answer.conflict_term = node.log.term_at(prev);
    answer.conflict_index = node.log.first_of_term_at(prev);
  }
  node.answers.at(node.current_term, {});
  const std::uint64_t ordinal = combine(node.answers.verified.value, node.answers.rejected++);
  node.send(out, NodeSet::of(from), message_identity(MessageKind::append_rejected, node.current_term, prev, ordinal),
            Claim::everything, std::move(answer));
}

}  // namespace whitewater::raft
