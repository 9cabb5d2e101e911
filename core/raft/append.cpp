// The follower's side of replication: Raft §5.3, receiver implementation of AppendEntries in figure 2.
#include <algorithm>

#include "core/base/check.hpp"
#include "core/raft/identity.hpp"
#include "core/raft/node.hpp"

namespace whitewater::raft {

// A message of the current term's leader: whoever still campaigned in this term gives up (Raft §5.2).
Follower& Node::follow(NodeId leader, Output& out) {
  check(!leading(), "a term has one leader at most");
  Follower* self = std::get_if<Follower>(&role_);
  if (self == nullptr || self->leader == no_node) {
    if (self == nullptr) {
      become_follower(current_term_, leader, out);
      self = std::get_if<Follower>(&role_);
    } else {
      self->leader = leader;
      note(out, NoteCode::became_follower, current_term_.value, leader.value);
    }
  }
  check(self->leader == leader, "a term has one leader at most");
  leader_contact_ = now_;
  restart_election_timer();
  return *self;
}

void Node::on(NodeId from, const AppendEntries& append, Output& out) {
  Follower& self = follow(from, out);
  const Index prev = append.prev_log_index;
  const bool early = prev > log_.last_index();
  if (early ? !keep_for_later(self, append) : log_.term_at(prev) != append.prev_log_term) [[unlikely]]
    return reject_append(from, append, out);
  if (!early) [[likely]] {
    Index leader_commit = append.leader_commit;
    agree(self, append, out);
    if (!early_.empty()) [[unlikely]]
      leader_commit = std::max(leader_commit, agree_with_kept(self, out));
    commit_as_told(self, leader_commit, out);
  }
  accept_append(from, self, append.round, out);
}

// What was kept and follows now; the largest commit index that it tells of.
[[gnu::noinline]] Index Node::agree_with_kept(Follower& self, Output& out) {
  Index leader_commit;
  while (const std::optional<AppendEntries> next = early_.take(current_term_, self.verified)) {
    agree(self, *next, out);
    leader_commit = std::max(leader_commit, next->leader_commit);
  }
  return leader_commit;
}

// The previous entry is there. The leader's log only grows within its term, so what one append has proved stays
// proved: an append that was overtaken neither takes anything back nor answers less than is known.
inline void Node::agree(Follower& self, const AppendEntries& append, Output& out) {
  Index agreed = append.prev_log_index;
  if (const EntryBatch* batch = append.entries.get_if<EntryBatch>()) {
    store_entries(append.prev_log_index, append.entries, *batch, out);
    agreed = append.prev_log_index + batch->count;
  }
  self.verified = std::max(self.verified, agreed);
}

// It overtook another append of this leader, which has seen how far our log goes: all of it was verified in this term.
// So what lies between is most likely under way; a refusal would have it sent again. If it is not, this append comes
// once more, and is refused then.
bool Node::keep_for_later(const Follower& self, const AppendEntries& append) {
  return self.verified == log_.last_index() && self.verified > Index{} && append.entries && early_.keep(append);
}

void Node::accept_append(NodeId from, const Follower& self, std::uint64_t round, Output& out) {
  send(out, NodeSet::of(from), message_identity(MessageKind::append_accepted, current_term_, self.verified, round),
       Claim::everything, AppendAccepted{current_term_, self.verified, round});
}

// Only an entry whose term differs is removed, with all behind it (Raft figure 2, step 3): an append that was
// overtaken by a longer one must not shorten the log.
void Node::store_entries(Index prev, const PayloadRef& payload, const EntryBatch& batch, Output& out) {
  std::uint32_t present = 0;
  while (present < batch.count && prev + (present + 1) <= log_.last_index() &&
         log_.term_at(prev + (present + 1)) == batch[present].term)
    ++present;
  if (present == batch.count) return;

  const Index first = prev + (present + 1);
  write_hard_state(out);
  if (first <= log_.last_index()) {
    check(first > commit_index_, "a committed entry is never removed");
    log_.truncate(first);
    out.writes.emplace_back(Output::Write::Kind::truncate, first, PayloadRef{});
    note(out, NoteCode::log_truncated, first.value);
  }
  const Index behind = log_.last_index().next();
  for (std::uint32_t i = present; i < batch.count; ++i) log_.append(batch[i]);
  out.writes.emplace_back(Output::Write::Kind::append, behind,
                          present == 0 ? payload : make_batch(*out.pool, &batch[present], batch.count - present));
}

// Raft §5.3, last paragraphs: enough for the leader to pass over a whole term at once. Also the answer to a
// leader of an older term, which only looks at our term.
void Node::reject_append(NodeId from, const AppendEntries& append, Output& out) {
  const Index prev = append.prev_log_index;
  AppendRejected answer{current_term_, prev, {}, log_.last_index().next(), append.round};
  if (prev <= log_.last_index() && prev.value != 0) {
    answer.conflict_term = log_.term_at(prev);
    answer.conflict_index = log_.first_of_term_at(prev);
  }
  send(out, NodeSet::of(from), message_identity(MessageKind::append_rejected, current_term_, prev, append.round),
       Claim::everything, std::move(answer));
}

void Node::on(NodeId from, const CommitNotice& notice, Output& out) {
  const Follower& self = follow(from, out);
  commit_as_told(self, notice.leader_commit, out);
}

// Not beyond what is known to agree with this leader: a longer tail may be another leader's. Never back: a new
// leader may know less than its predecessor told us.
void Node::commit_as_told(const Follower& self, Index leader_commit, Output& out) {
  const Index index = std::min(leader_commit, self.verified);
  if (index > commit_index_) commit_to(index, out);
}

}  // namespace whitewater::raft
