// Node: one replica's Raft as a pure state machine. A call passes in an event and the node's own time, and appends to
// an Output what must be written and then sent. A node does nothing else: no clock, no input or output, no text. The
// same calls give the same results.
//
// The owner clears the Output before each call; performs the writes in order; sends each message once the writes that
// it claims are durable (Claim); keeps one timer for next_deadline(); and applies the entries up to commit_index()
// after each call.
//
// Why nothing tells the node that a write is durable: whatever claims an entry (a vote, an append, an acknowledgement)
// leaves only after the write of that entry. So a follower's acknowledgement of an entry proves that the leader's own
// write of it is durable too, and the leader may count itself.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

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
#include "core/raft/snapshots/compaction.hpp"
#include "core/raft/snapshots/incoming_snapshot.hpp"
#include "core/raft/types.hpp"

namespace whitewater::raft {

class Node {
 public:
  enum class RoleKind : std::uint8_t { follower, pre_candidate, candidate, leader };

  Node() { reset({}); }
  explicit Node(const Config& config) { reset(config); }
  // Resets to the initial state, keeping memory.
  void reset(const Config& config);

  // Call it once, before all other calls, with the durable state. If there is a snapshot, restore the state machine
  // from it first.
  void start(Time now, const Durable& durable, Output& out);
  // The same without a snapshot: log starts at index 1.
  void start(Time now, const HardState& hard_state, std::span<const Entry> log, Output& out) {
    start(now, Durable{hard_state, {}, Index{1}, log}, out);
  }
  // Handles a message of a peer. A message of the node itself, or of a node that does not vote, is ignored.
  void step(Time now, NodeId from, const Message& message, Output& out);
  // Call it when now >= next_deadline(); an early call does nothing.
  void tick(Time now, Output& out);
  // On a leader: appends the command, replicates it, and returns its index. Otherwise returns nothing.
  std::optional<Index> propose(Time now, PayloadRef command, Output& out);
  // The same for several commands, with one write and one message as far as the limits allow. Returns the first index.
  std::optional<Index> propose(Time now, std::span<const PayloadRef> commands, Output& out);
  // On a leader: token comes back in Output::reads, perhaps in this very call. Otherwise returns false.
  bool read(Time now, std::uint64_t token, Output& out);
  // Keeps state, which stands for the committed entries up to index, in their place (Raft §7). index: larger than that
  // of the snapshot before.
  void take_snapshot(Time now, Index index, std::string_view state, Output& out);

  Time next_deadline() const { return deadline_; }

  RoleKind role() const { return static_cast<RoleKind>(role_.index()); }
  bool leading() const { return std::holds_alternative<Leader>(role_); }
  // The node itself if it leads; no_node if the leader is not known.
  NodeId leader() const { return state_.leader; }
  // The latest term of which it knew the leader, or led, in this life.
  Term leader_heard_in() const { return state_.leader_heard_in; }
  // Follower: when it last heard from the leader of the current term. Leader: when it sent the last round that a quorum
  // has answered. time_long_ago if there was no such time.
  Time last_leader_contact() const;
  // When the node last heard from a leader of any term, or when this life began. The node gives no vote soon after
  // that.
  Time leader_contact() const { return elections_.leader_contact(); }
  Term current_term() const { return state_.current_term; }
  NodeId voted_for() const { return state_.voted_for; }
  Index commit_index() const { return state_.commit_index; }
  Index last_index() const { return state_.log.last_index(); }
  Term last_term() const { return state_.log.last_term(); }
  // The hash of the whole log: chain_hash(last_index()).
  std::uint64_t last_hash() const { return state_.log.last_hash(); }
  // The entries before first_index() are compacted. The terms from the one before it on are known.
  Index first_index() const { return state_.log.first_index(); }
  const Entry& entry(Index index) const { return state_.log.entry(index); }
  Term term_at(Index index) const { return state_.log.term_at(index); }
  std::uint64_t chain_hash(Index index) const { return state_.log.chain_hash(index); }
  bool agrees(Index index, std::uint64_t hash) const { return state_.log.agrees(index, hash); }
  // The latest that this node has taken or installed; null: none.
  const Snapshot* snapshot() const { return state_.snapshot.get_if<Snapshot>(); }
  // Leader only.
  Index match_index(NodeId follower) const;
  // Leader only. At its election, some voter knew that the entries up to here were committed, so an earlier leader may
  // have answered them. Says nothing about what is committed now.
  Index answered_up_to() const;
  // Leader only, for observers.
  const Progress& progress(NodeId follower) const;
  // For observers; null if the node does not lead.
  const Leader* leadership() const { return std::get_if<Leader>(&role_); }
  // Stands for term, vote, role, log, snapshot and commit index after the latest call.
  std::uint64_t fingerprint() const { return fingerprint_ + snapshot_fold_; }
  // The claim of an answer that tells a client what is applied here. A follower acknowledges an entry only after it is
  // durable at the leader, so committed entries are durable here, unless this node commits without any follower.
  Claim claim_of_answer() const { return state_.decides_alone() ? Claim::everything : Claim::nothing; }
  const Config& config() const { return state_.config; }
  const Configuration& configuration() const { return state_.configuration; }

 private:
  void step_rare(NodeId from, const Message& message, Output& out);
  // The term rule (Raft §5.1), applied once, before a handler sees a message. Returns false if no handler is needed.
  template <class Body>
  [[gnu::always_inline]] inline bool admit(NodeId from, const Body& body, Output& out);
  bool promised_to_a_leader() const;

  // Handlers: each passes the message to the part that it is for, and changes the role if needed.
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
  [[gnu::noinline]] void on(NodeId from, const InstallSnapshot& install, Output& out);
  [[gnu::noinline]] void on(NodeId from, const SnapshotAccepted& answer, Output& out);

  // node_transitions.cpp: only these functions change the role
  void become_follower(Term term, NodeId leader, Output& out);
  void become_pre_candidate(Output& out);
  void become_candidate(Output& out);
  void become_leader(Index known_commit, Output& out);
  [[gnu::always_inline]] inline Follower& follow(NodeId leader, Output& out);

  // The end of every call.
  void finish(Output& out);
  [[gnu::always_inline]] inline void conclude(Output& out);

  // invariants.cpp
  [[gnu::always_inline]] inline void check_invariants();
  bool unchanged() const;
  [[gnu::always_inline]] inline void check_changes();
  [[gnu::always_inline]] inline void check_touched(Replication& replication) const;

  NodeState state_;
  Elections elections_;
  Role role_;
  ReorderBuffer early_;        // used by a follower
  IncomingSnapshot incoming_;  // likewise
  ReadQueue spare_queue_;      // while the node does not lead: keeps the queue's memory
  Time deadline_ = time_never;

  // The state that the invariants are about, in a few words; most calls do not change it. last_hash stands for the
  // whole log.
  struct Standing {
    Term current_term;
    Index commit_index;
    Index last_index;
    std::uint64_t last_hash = 0;  // 0 is the hash of no log: the first call is always checked
    NodeId voted_for;
    RoleKind role = RoleKind::follower;
  };
  Standing before_;  // the state at the end of the previous call
  std::uint64_t before_commit_hash_ = Log::chain_start;
  std::uint64_t fingerprint_ = 0;
  std::uint64_t snapshot_fold_ = 0;
};

}  // namespace whitewater::raft
