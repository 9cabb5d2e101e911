// The leader's side of replication: Raft §5.3, §5.4.2, rules for servers in figure 2. To whom something is
// sent first is the policy's choice (replication_policy.hpp); what counts is decided here.
#include "core/raft/replication_policy.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/raft/identity.hpp"
#include "core/raft/node.hpp"

namespace whitewater::raft {

std::optional<Index> Node::propose(Time now, PayloadRef command, Output& out) {
  Leader* leader = std::get_if<Leader>(&role_);
  if (leader == nullptr) return std::nullopt;
  now_ = now;
  const bool all = config_.replication == ReplicationPolicy::broadcast;
  append_own(*leader, std::move(command), all ? followers() : quorum_targets(*leader, leader->rotation), out);
  finish(out);
  return log_.last_index();
}

std::optional<Index> Node::propose(Time now, std::span<const PayloadRef> commands, Output& out) {
  Leader* leader = std::get_if<Leader>(&role_);
  if (leader == nullptr || commands.empty()) return std::nullopt;
  now_ = now;
  const Index first = log_.last_index().next();
  for (const PayloadRef& command : commands) log_.append({current_term_, command});
  const Index last = log_.last_index();
  write_hard_state(out);
  const bool all = config_.replication == ReplicationPolicy::broadcast;
  const NodeSet targets = all ? followers() : quorum_targets(*leader, leader->rotation);
  for (NodeId target : targets) leader->progress[target.value].target = last;
  send_appends(*leader, targets, last, {}, out);
  out.writes.emplace_back(Output::Write::Kind::append, first, log_.batch(*out.pool, first, last));
  hedge_later(*leader, last);
  if (decides_alone()) advance_commit(*leader, last, out);
  finish(out);
  return first;
}

// One entry behind the leader's log, sent to targets and written here. Disk and first followers share the batch.
void Node::append_own(Leader& leader, PayloadRef command, NodeSet targets, Output& out) {
  log_.append({current_term_, std::move(command)});
  const Index index = log_.last_index();
  PayloadRef batch = log_.batch(*out.pool, index, index);
  write_hard_state(out);
  for (NodeId target : targets) leader.progress[target.value].target = index;
  send_appends(leader, targets, index, batch, out);
  out.writes.emplace_back(Output::Write::Kind::append, index, std::move(batch));
  hedge_later(leader, index);
  if (decides_alone()) advance_commit(leader, index, out);
}

// A bare majority's worth of followers, others each time.
NodeSet Node::quorum_targets(const Leader& leader, std::uint32_t& rotation) const {
  FollowerSets sets;
  sets.all = followers();
  for (NodeId follower : sets.all) {
    const Progress& progress = leader.progress[follower.value];
    if (progress.state != Progress::State::silent) sets.reachable.insert(follower);
    if (!progress.late) sets.prompt.insert(follower);
  }
  const unsigned needed = configuration_.others_needed(config_.self);
  const unsigned start = rotation;
  rotation += needed;
  return first_targets(config_.replication, sets, needed, start);
}

// To each target that may take an append: all that it lacks, up to limit and as much as one append carries.
// Followers that lack the same get one message. newest is the batch of the last entry alone, or empty.
void Node::send_appends(Leader& leader, NodeSet targets, Index limit, const PayloadRef& newest, Output& out) {
  while (true) {
    NodeSet group;
    Index first;
    std::uint32_t attempt = 0;
    for (NodeId target : targets) {
      const Progress& progress = leader.progress[target.value];
      if (progress.next > limit || !progress.may_append(config_.inflight_max)) {
        targets.erase(target);
      } else if (group.empty() || (progress.next == first && progress.attempt == attempt)) {
        group.insert(target);
        first = progress.next;
        attempt = progress.attempt;
      }
    }
    if (group.empty()) return;
    targets = targets - group;

    const Index last = first == limit ? limit : log_.batch_end(first, limit, config_.append_bytes_max);
    const bool is_newest = newest && first == last && last == log_.last_index();
    // What is committed is durable here already (see node.hpp): it was written by an earlier call.
    const Claim claim = last > commit_index_ ? Claim::everything : Claim::earlier;
    const Index prev = first.previous();
    send(out, group, message_identity(MessageKind::append_entries, current_term_, first, attempt), claim,
         AppendEntries{current_term_, prev, log_.term_at(prev), commit_index_, static_cast<std::uint64_t>(now_.ns),
                       is_newest ? newest : log_.batch(*out.pool, first, last)});
    for (NodeId target : group) {
      leader.progress[target.value].appended(first, last, now_);
      sent_to(leader, target, claim);
    }
  }
}

// Any answer of the current term, whatever it says, shows that its sender still followed us when we sent what
// it answers. It says nothing about what it holds.
Progress& Node::heard(Leader& leader, NodeId from, std::uint64_t round) {
  Progress& progress = leader.progress[from.value];
  // Back from silence: whatever the policy, it gets all there is.
  if (progress.state == Progress::State::silent) progress.target = log_.last_index();
  // Nothing was sent later than now, whatever an answer says.
  const Time sent_at{static_cast<std::int64_t>(std::min(round, static_cast<std::uint64_t>(now_.ns)))};
  progress.answered(sent_at, now_, config_.timing.retransmit_after, retransmit_delay_max());
  return progress;
}

void Node::on(NodeId from, const AppendAccepted& answer, Output& out) {
  Leader* leader = std::get_if<Leader>(&role_);
  if (leader == nullptr) return;
  check(answer.match_index <= log_.last_index(), "a follower agrees only to what its leader holds");
  Progress& progress = heard(*leader, from, answer.round);
  const bool news = progress.accepted(
      answer.match_index, now_, progress.retransmit_delay(config_.timing.retransmit_after, retransmit_delay_max()));
  if (news && answer.match_index > commit_index_) advance_commit(*leader, answer.match_index, out);
  catch_up(*leader, from, out);
  release_reads(*leader, out);
}

void Node::on(NodeId from, const AppendRejected& answer, Output& out) {
  Leader* leader = std::get_if<Leader>(&role_);
  if (leader == nullptr) return;
  Progress& progress = heard(*leader, from, answer.round);
  if (progress.rejection_counts(answer.prev_log_index)) {
    note(out, NoteCode::append_rejected, from.value, answer.conflict_index.value);
    // Raft §5.3. The last entry of ours that can agree: none behind it is of a term as small as the follower's
    // there. If we do not know its term at all, it cannot agree anywhere in that term either.
    const Index shared = log_.last_up_to_term(answer.conflict_term, answer.prev_log_index);
    Index retry_from = shared.next();
    if (answer.conflict_term == Term{})
      retry_from = answer.conflict_index;
    else if (log_.term_at(shared) != answer.conflict_term)
      retry_from = std::min(retry_from, answer.conflict_index);
    // At least one further back than what was refused: so this ends.
    progress.rejected(std::clamp(retry_from, Index{1}, answer.prev_log_index));
  }
  catch_up(*leader, from, out);
  release_reads(*leader, out);
}

// Raft §5.4.2: a quorum holds the entry, and it is of our own term; older entries are committed with it. Example of
// figure 8: an entry of an older term that a quorum holds can still be overwritten.
// likely: what a follower has just reached. Mostly the new commit index is likely, or it stays as it is.
void Node::advance_commit(Leader& leader, Index likely, Output& out) {
  // The leader counts itself without a look at its disk (see node.hpp).
  const auto match = [&](NodeId follower) { return leader.progress[follower.value].match; };
  const auto reaches = [&](Index index) {
    return configuration_.quorum_with(config_.self, [&](NodeId follower) { return match(follower) >= index; });
  };
  if (!reaches(commit_index_.next())) return;
  const Index index = reaches(likely) ? likely : configuration_.quorum_value(config_.self, log_.last_index(), match);
  if (index <= commit_index_) return;
  if (log_.term_at(index) != current_term_) return;
  note_commit_pace(leader, index - commit_index_);
  commit_to(index, out);
  if (config_.timing.commit_notice_after > Duration{} && leader.notice_at == time_never)
    leader.notice_at = now_ + commit_notice_delay(leader);
  if (leader.hedge_at != time_never && commit_index_ >= leader.hedge_index) {
    leader.hedge_index = log_.last_index();
    leader.hedge_at = commit_index_ < leader.hedge_index ? now_ + config_.timing.hedge_after : time_never;
  }
}

// A moving average over the last entries, of the time from one to the next; pauses count as a second.
void Node::note_commit_pace(Leader& leader, std::uint64_t entries) {
  const Duration gap{(now_ - leader.committed_at).ns / static_cast<std::int64_t>(entries)};
  leader.commit_gap = leader.commit_gap + (std::min(gap, seconds(1)) - leader.commit_gap) / 8;
  leader.committed_at = now_;
}

// Under dense traffic the next append soon says what is committed: a notice is worth a message only in a longer pause.
Duration Node::commit_notice_delay(const Leader& leader) const {
  const Duration delay = config_.timing.commit_notice_after;
  return leader.commit_gap * 4 < delay * 5 ? delay * 2 : delay;
}

void Node::commit_to(Index index, Output& out) {
  commit_index_ = index;
  note(out, NoteCode::commit_advanced, index.value);
}

Index Node::match_index(NodeId follower) const {
  return progress(follower).match;
}

const Progress& Node::progress(NodeId follower) const {
  const Leader* leader = std::get_if<Leader>(&role_);
  check(leader != nullptr && followers().contains(follower), "only a leader knows how far its followers are");
  return leader->progress[follower.value];
}

Index Node::answered_up_to() const {
  const Leader* leader = std::get_if<Leader>(&role_);
  check(leader != nullptr, "only a leader knows what its predecessor answered");
  return leader->answered_up_to;
}

}  // namespace whitewater::raft
