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

#include <cstdint>
#include <optional>
#include <span>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/raft/config.hpp"
#include "core/raft/configuration.hpp"
#include "core/raft/election/elections.hpp"
#include "core/raft/log.hpp"
#include "core/raft/message.hpp"
#include "core/raft/node_state.hpp"
#include "core/raft/output.hpp"
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
  NodeId leader() const { return state_.leader; }
  // Follower: when the leader of the current term was last heard. Leader: when the last round was sent that a
  // quorum has answered. time_long_ago when there is none.
  Time last_leader_contact() const;
  // When a leader of any term was heard last, or this life began: no vote is given soon after it.
  Time leader_contact() const { return elections_.leader_contact(); }
  Term current_term() const { return state_.current_term; }
  NodeId voted_for() const { return state_.voted_for; }
  Index commit_index() const { return state_.commit_index; }
  Index last_index() const { return state_.log.last_index(); }
  Term last_term() const { return state_.log.last_term(); }
  // Of the whole log, as chain_hash(last_index()).
  std::uint64_t last_hash() const { return state_.log.last_hash(); }
  const Entry& entry(Index index) const { return state_.log.entry(index); }
  std::uint64_t chain_hash(Index index) const { return state_.log.chain_hash(index); }
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
  Claim claim_of_answer() const { return state_.decides_alone() ? Claim::everything : Claim::nothing; }
  const Config& config() const { return state_.config; }
  const Configuration& configuration() const { return state_.configuration; }

 private:
  void step_rare(NodeId from, const Message& message, Output& out);
  // The term rule (Raft §5.1), applied once, before a handler sees a message. False: dealt with.
  template <class Body>
  [[gnu::always_inline]] inline bool admit(NodeId from, const Body& body, Output& out);
  bool promised_to_a_leader() const;

  // Handlers: to the part that the message is for, and what it means for the role.
  void on(NodeId from, const PreVoteRequest& request, Output& out);
  void on(NodeId from, const PreVoteGranted& grant, Output& out);
  void on(NodeId from, const PreVoteDenied& denial, Output& out);
  void on(NodeId from, const VoteRequest& request, Output& out);
  void on(NodeId from, const VoteGranted& grant, Output& out);
  void on(NodeId from, const VoteDenied& denial, Output& out);
  [[gnu::always_inline]] inline void on(NodeId from, const AppendEntries& append, Output& out);
  void on(NodeId from, const CommitNotice& notice, Output& out);
  [[gnu::always_inline]] inline void on(NodeId from, const AppendAccepted& answer, Output& out);
  void on(NodeId from, const AppendRejected& answer, Output& out);

  // node_transitions.cpp: the only places that change the role
  void become_follower(Term term, NodeId leader, Output& out);
  void become_pre_candidate(Output& out);
  void become_candidate(Output& out);
  void become_leader(Index known_commit, Output& out);
  [[gnu::always_inline]] inline Follower& follow(NodeId leader, Output& out);

  // What every call ends with.
  void finish(Output& out);
  [[gnu::always_inline]] inline void conclude(Output& out);

  // invariants.cpp
  [[gnu::always_inline]] inline void check_invariants();
  bool unchanged() const;
  void check_changes();
  void check_touched(Replication& replication) const;

  NodeState state_;
  Elections elections_;
  Role role_;
  ReorderBuffer early_;    // a follower's
  ReadQueue spare_queue_;  // the leader's, while there is none: keeps its memory
  Time deadline_ = time_never;

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
