// Node: one replica's Raft as a pure state machine. A call hands in an event and the node's own time,
// and appends to an Output what must be written and then sent; it does nothing else: no clock, no
// input or output, no text. Given the same calls, a node does the same.
//
// The owner clears the Output before each call; performs the writes in order; lets each message leave when what it
// claims is durable (Claim); keeps one timer for next_deadline(); and applies the entries up to commit_index() after
// each call.
//
// Why nothing tells the node that a write is durable: whatever claims an entry (a vote, an append, an
// acknowledgement) leaves only after the write of that entry. So a follower's acknowledgement of an entry
// proves that the leader's own write of it is durable too, and the leader may count itself.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/raft/config.hpp"
#include "core/raft/configuration.hpp"
#include "core/raft/log.hpp"
#include "core/raft/message.hpp"
#include "core/raft/output.hpp"
#include "core/raft/reorder_buffer.hpp"
#include "core/raft/role.hpp"
#include "core/raft/types.hpp"

namespace whitewater::raft {

class Node {
 public:
  enum class RoleKind : std::uint8_t { follower, pre_candidate, candidate, leader };

  Node() { reset({}); }
  explicit Node(const Config& config) { reset(config); }
  // As newly constructed, keeping memory.
  void reset(const Config& config);

  // Once, first: with what survived. log is from index 1 on.
  void start(Time now, const HardState& hard_state, std::span<const Entry> log, Output& out);
  // A message of a peer. One from nobody who votes, or from the node itself, is ignored.
  void step(Time now, NodeId from, const Message& message, Output& out);
  // When now >= next_deadline(); harmless when early.
  void tick(Time now, Output& out);
  // Leader: appends the command and replicates it; its index. Else nothing.
  std::optional<Index> propose(Time now, PayloadRef command, Output& out);
  // The same for several at once, written and sent together as far as messages hold them; the index of the first.
  std::optional<Index> propose(Time now, std::span<const PayloadRef> commands, Output& out);
  // Leader: token comes back in Output::reads, perhaps in this very call. False: not leading.
  bool read(Time now, std::uint64_t token, Output& out);

  Time next_deadline() const { return deadline_; }

  RoleKind role() const { return static_cast<RoleKind>(role_.index()); }
  bool leading() const { return std::holds_alternative<Leader>(role_); }
  // Self when leading; no_node when unknown.
  NodeId leader() const {
    if (const Follower* follower = std::get_if<Follower>(&role_)) return follower->leader;
    return leading() ? config_.self : no_node;
  }
  // Follower: when the leader of the current term was last heard. Leader: when the last round was sent that a
  // majority has answered. time_long_ago when there is none.
  Time last_leader_contact() const;
  // When a leader of any term was heard last, or this life began: no vote is given soon after it.
  Time leader_contact() const { return leader_contact_; }
  Term current_term() const { return current_term_; }
  NodeId voted_for() const { return voted_for_; }
  Index commit_index() const { return commit_index_; }
  Index last_index() const { return log_.last_index(); }
  Term last_term() const { return log_.last_term(); }
  // Of the whole log, as chain_hash(last_index()).
  std::uint64_t last_hash() const { return log_.last_hash(); }
  const Entry& entry(Index index) const { return log_.entry(index); }
  std::uint64_t chain_hash(Index index) const { return log_.chain_hash(index); }
  // Leader only.
  Index match_index(NodeId follower) const;
  // Leader only: entries up to here were known to be committed by some voter when it was elected, so its
  // predecessor may have answered them. Says nothing about commitment here.
  Index answered_up_to() const;
  // Leader only, for observers.
  const Progress& progress(NodeId follower) const;
  // For observers; null when not leading.
  const Leader* leadership() const { return std::get_if<Leader>(&role_); }
  // Stands for term, vote, role, log and commit index after the latest call.
  std::uint64_t fingerprint() const { return fingerprint_; }
  // Of an answer that tells a client what is applied here. A follower acknowledges an entry only after it was durable
  // at the leader, so what is committed is durable here, unless this node commits without any follower.
  Claim claim_of_answer() const { return decides_alone() ? Claim::everything : Claim::nothing; }
  const Config& config() const { return config_; }
  const Configuration& configuration() const { return configuration_; }

 private:
  // node.cpp: transitions, and what every call ends with
  void step_rare(NodeId from, const Message& message, Output& out);
  void become_follower(Term term, NodeId leader, Output& out);
  void become_pre_candidate(Output& out);
  void become_candidate(Output& out);
  void become_leader(Index known_commit, Output& out);
  void set_term_and_vote(Term term, NodeId vote);
  // Before any entry of the call: an entry of a term must not be durable before the term is.
  void write_hard_state(Output& out) {
    if (hard_state_changed_) write_changed_hard_state(out);
  }
  void write_changed_hard_state(Output& out);
  void finish(Output& out);
  [[gnu::always_inline]] inline void conclude(Output& out);
  [[gnu::always_inline]] inline Time earliest_deadline(Leader& leader) const;
  NodeSet followers() const { return followers_; }
  bool decides_alone() const { return configuration_.decides_alone(config_.self); }
  void note(Output& out, NoteCode code, std::uint64_t a = 0, std::uint64_t b = 0) const {
    if (out.notes_wanted) [[unlikely]]
      out.notes.push_back({code, a, b});
  }
  template <class Body>
  void send(Output& out, NodeSet to, std::uint64_t identity, Claim claim, Body&& body) const {
    out.sends.emplace_back(to, make_payload<PeerMessage>(*out.pool, leader(), std::forward<Body>(body)), identity,
                           claim);
  }

  // The term rule (Raft §5.1), applied once, before a handler sees a message. False: dealt with.
  template <class Body>
  [[gnu::always_inline]] inline bool admit(NodeId from, const Body& body, Output& out);

  // election.cpp
  void on(NodeId from, const PreVoteRequest& request, Output& out);
  void on(NodeId from, const PreVoteGranted& grant, Output& out);
  void on(NodeId from, const PreVoteDenied& denial, Output& out);
  void on(NodeId from, const VoteRequest& request, Output& out);
  void on(NodeId from, const VoteGranted& grant, Output& out);
  void on(NodeId from, const VoteDenied& denial, Output& out);
  void campaign(Output& out);
  void draw_election_timeout();
  void restart_election_timer() { election_deadline_ = now_ + election_timeout_; }
  void start_asking(Campaign& campaign, Output& out);
  void tick_campaign(Campaign& campaign, NodeSet worth_asking, Output& out);
  void ask_for_votes(NodeSet whom, Output& out);
  bool log_is_up_to_date(Index last_log_index, Term last_log_term) const;
  bool promised_to_a_leader() const;
  void deny_vote(NodeId from, Output& out);

  // append.cpp: the follower's side of replication
  [[gnu::always_inline]] inline void on(NodeId from, const AppendEntries& append, Output& out);
  void on(NodeId from, const CommitNotice& notice, Output& out);
  [[gnu::always_inline]] inline Follower& follow(NodeId leader, Output& out);
  [[gnu::always_inline]] inline void agree(Follower& self, const AppendEntries& append, Output& out);
  Index agree_with_kept(Follower& self, Output& out);
  bool keep_for_later(const Follower& self, const AppendEntries& append);
  [[gnu::always_inline]] inline void accept_append(NodeId from, const Follower& self, std::uint64_t round, Output& out);
  void reject_append(NodeId from, const AppendEntries& append, Output& out);
  [[gnu::always_inline]] inline void store_entries(Index prev, const PayloadRef& payload, const EntryBatch& batch,
                                                   Output& out);
  [[gnu::always_inline]] inline void commit_as_told(const Follower& follower, Index leader_commit, Output& out);

  // replication.cpp: the leader's side
  [[gnu::always_inline]] inline void on(NodeId from, const AppendAccepted& answer, Output& out);
  void on(NodeId from, const AppendRejected& answer, Output& out);
  [[gnu::always_inline]] inline Progress& heard(Leader& leader, NodeId from, std::uint64_t round);
  void append_own(Leader& leader, PayloadRef command, NodeSet targets, Output& out);
  void hedge_later(Leader& leader, Index index) {
    if (config_.replication != ReplicationPolicy::thrifty || leader.hedge_at != time_never) return;
    leader.hedge_index = index;
    leader.hedge_at = now_ + config_.timing.hedge_after;
  }
  void send_appends(Leader& leader, NodeSet targets, Index limit, const PayloadRef& newest, Output& out);
  // What a follower is to have and was not sent yet, as far as its window allows.
  void catch_up(Leader& leader, NodeId follower, Output& out) {
    const Progress& progress = leader.progress[follower.value];
    while (progress.next <= progress.target && progress.may_append(config_.inflight_max))
      send_appends(leader, NodeSet::of(follower), log_.last_index(), {}, out);
    update_due(leader, follower);
  }
  [[gnu::always_inline]] inline void advance_commit(Leader& leader, Index likely, Output& out);
  void note_commit_pace(Leader& leader, std::uint64_t entries);
  Duration commit_notice_delay(const Leader& leader) const;
  void commit_to(Index index, Output& out);
  NodeSet quorum_targets(const Leader& leader, std::uint32_t& rotation) const;
  void update_due(Leader& leader, NodeId follower) {
    const Progress& progress = leader.progress[follower.value];
    Time due = progress.retransmit_at;
    if (config_.heartbeats == HeartbeatPolicy::suppressed)
      due = std::min(due, progress.last_sent + config_.timing.heartbeat_interval);
    leader.due_moved |= leader.due[follower.value] == leader.earliest_due && due > leader.earliest_due;
    leader.earliest_due = std::min(leader.earliest_due, due);
    leader.due[follower.value] = due;
    leader.touched.insert(follower);
  }
  // The longest time from one transmission to the next.
  Duration retransmit_delay_max() const {
    return std::max(config_.timing.heartbeat_interval, config_.timing.retransmit_after);
  }

  // heartbeat.cpp: the leader's clock
  void tick_leader(Leader& leader, Output& out);
  void send_heartbeats(Leader& leader, NodeSet targets, Output& out);
  void send_empty_appends(Leader& leader, NodeSet targets, Output& out);
  void retransmit(Leader& leader, NodeId follower, Output& out);
  void hedge(Leader& leader, Output& out);
  void send_commit_notice(Leader& leader, Output& out);
  // Something that carries the commit index, and counts as contact, was sent. What waits for a write of this call
  // counts only while it is answered: behind a disk that has stalled, one append after the other would suppress the
  // heartbeats.
  void sent_to(Leader& leader, NodeId target, Claim claim) {
    Progress& progress = leader.progress[target.value];
    if (claim != Claim::everything || !progress.late) progress.last_sent = now_;
    if (progress.match >= commit_index_ && !progress.late) leader.notice_at = time_never;
    update_due(leader, target);
  }
  bool quorum_is_lost(Leader& leader);
  Time quorum_round(const Leader& leader) const;

  // reads.cpp
  bool lease_holds(const Leader& leader) const;
  void start_read_round(Leader& leader, Output& out);
  void repeat_read_round(Leader& leader, Output& out);
  void refresh_lease(Leader& leader, Output& out);
  void release_reads(Leader& leader, Output& out) {
    if (!leader.reads.queue.empty()) release_waiting_reads(leader, out);
  }
  void release_waiting_reads(Leader& leader, Output& out);

  // invariants.cpp
  [[gnu::always_inline]] inline void check_invariants();
  bool unchanged() const;
  void check_changes();
  void check_touched(Leader& leader) const;

  Config config_;
  Configuration configuration_;
  NodeSet followers_;  // of this node when it leads: the other voters
  Term current_term_;
  NodeId voted_for_;
  bool hard_state_changed_ = false;
  Index commit_index_;
  Log log_;
  Role role_;
  ReorderBuffer early_;  // a follower's; what is of an older term is forgotten when it is next looked at

  Time now_;  // of the present call
  Time deadline_ = time_never;
  Time leader_contact_ = time_long_ago;  // a promise not to vote hangs on it: it outlives roles and terms
  Time election_deadline_ = time_never;
  Duration election_timeout_;
  std::uint64_t elections_ = 0;       // timeouts drawn so far
  std::uint64_t votes_answered_ = 0;  // requests of both kinds, granted or not
  std::uint64_t votes_asked_ = 0;     // requests sent so far, of both kinds
  ReadQueue spare_queue_;             // the leader's, while there is none: keeps its memory

  // What invariants are about, in a few words: most calls leave them as they were. last_hash stands for the
  // whole log.
  struct Snapshot {
    Term current_term;
    Index commit_index;
    Index last_index;
    std::uint64_t last_hash = 0;  // of no log: the first call finds everything new
    NodeId voted_for;
    RoleKind role = RoleKind::follower;
  };
  Snapshot before_;  // at the end of the previous call
  std::uint64_t before_commit_hash_ = Log::chain_start;
  std::uint64_t fingerprint_ = 0;
};

}  // namespace whitewater::raft
