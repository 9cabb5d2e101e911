// ReplicaActor: one replica of the key-value store as an actor: a raft::Node, the store that the log describes, the
// sessions of the clients, and the requests that wait. Requests are client::Request payloads, and become log commands
// unchanged. Every request is answered ok, redirected, or held. A put that was proposed is redirected or proposed again
// only after its entry can never commit any more. Knows no clock, no wire format, no host. Holds payloads: call reset()
// before their pool is destroyed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/actor/actor.hpp"
#include "core/base/payload.hpp"
#include "core/client/request.hpp"
#include "core/kv/hash_index.hpp"
#include "core/kv/notes.hpp"
#include "core/kv/ring.hpp"
#include "core/kv/sessions.hpp"
#include "core/kv/store.hpp"
#include "core/kv/told_leader.hpp"
#include "core/raft/config.hpp"
#include "core/raft/node.hpp"
#include "core/raft/output.hpp"

namespace whitewater::kv {

struct ReplicaConfig {
  raft::Config raft;
  // A client is redirected only to a leader that was heard from, or named by a refusal, within this time; otherwise its
  // request is held.
  Duration redirect_freshness = milliseconds(400);
  // Puts that arrive together are replicated together: they wait for a timer that is due at once. A host fires that
  // timer after it has delivered all available input. Useful when a busy leader often finds several requests waiting.
  bool gather_puts = false;
  // The largest number of held requests; the next request is answered fail.
  std::uint32_t held_max = 16'384;
  // How many puts of one client are remembered, so that none of them takes effect twice. The same on every replica.
  std::uint32_t session_window = Sessions::window_max;
  // A replica that has applied so many entries since its last snapshot takes one, and forgets the entries before it,
  // before it applies the next (Raft §7). So what an event commits is in the log until the event ends. 0: never.
  // Replicas need not agree.
  std::uint64_t snapshot_every = 0;
};

class ReplicaActor final : public Actor {
 public:
  ReplicaActor() = default;
  explicit ReplicaActor(const ReplicaConfig& config) { reset(config); }

  // Resets to the initial state, keeping memory. Releases every payload except those of the Raft log.
  void reset(const ReplicaConfig& config);

  void handle(const Event& event, Time now, Effects& effects) override;
  std::uint64_t fingerprint() const override;

  const ReplicaConfig& config() const { return config_; }
  const raft::Node& raft() const { return node_; }
  const Store& store() const { return store_; }
  const Sessions& sessions() const { return sessions_; }
  raft::Index applied() const { return applied_; }
  // The number of requests that wait for a leader.
  std::size_t held() const { return held_.size(); }

 private:
  static constexpr TimerId raft_timer{0};
  static constexpr SlotId hard_state_slot{0};
  static constexpr SlotId snapshot_slot{1};

  // The context of one event.
  struct Turn {
    Time now;
    Effects& effects;
  };
  // A put that this node proposed as leader and that is neither committed nor lost yet.
  struct Received {
    raft::Index index;
    raft::Term term;
    std::uint64_t name = 0;
    PayloadRef request;
  };
  // A get that this node accepted as leader. `request` is empty once the get is answered or given up.
  struct Read {
    PayloadRef request;
    bool ready = false;
    raft::Index index;  // if ready: evaluate the get once this index is applied
  };
  struct Redirected {
    NodeId leader;
    Time at;
  };
  // The state that decides where a held request can go. While it does not change, held requests stay held.
  struct View {
    raft::Node::RoleKind role = raft::Node::RoleKind::follower;
    NodeId leader;
    Time contact;
    friend bool operator==(const View&, const View&) = default;
  };

  // replica_actor.cpp: one handler per event
  void on(const Started& event, Turn& turn);
  void on(const MessageArrived& event, Turn& turn);
  void on(const TimerFired& event, Turn& turn);
  void on(const RequestArrived& event, Turn& turn);
  void on(const ReplyArrived&, Turn&) {}
  void forget_volatile();
  void forget_state();
  inline void set_timer(Time deadline, Turn& turn);

  // replica_requests.cpp: where a request goes
  bool place(const PayloadRef& request, const client::Request& what, Turn& turn);
  bool place_put(const PayloadRef& request, const client::Request& put, Turn& turn);
  bool taken_before(const client::Request& put, std::uint64_t name, Turn& turn);
  void received(const PayloadRef& request, std::uint64_t name, raft::Index index, Turn& turn);
  void gather(const PayloadRef& request, const client::Request& put, Turn& turn);
  void propose_gathered(Turn& turn);
  bool place_get(const PayloadRef& request, Turn& turn);
  bool may_redirect(NodeId client, Time now) const;
  void redirect(const client::Request& what, Turn& turn);
  void hold(const PayloadRef& request, const client::Request& what, Turn& turn);
  void hear_of_leader(const Event& event, Turn& turn);
  void place_held(Turn& turn);
  // Who leads, as this node has heard from the leader, or has been told; and when it last was.
  NodeId known_leader() const {
    const bool told = node_.leader() == no_node && told_.holds_in(node_.current_term());
    return told ? told_.leader : node_.leader();
  }
  Time leader_known_at() const { return node_.leader() == no_node ? told_.at : node_.last_leader_contact(); }
  View view() const { return {node_.role(), known_leader(), leader_known_at()}; }

  // replica_apply.cpp: what is committed, and who is answered
  void apply_committed(Turn& turn);
  inline void apply(const raft::Entry& entry, Turn& turn);
  void settle_received(Turn& turn);
  void settle_reads(Turn& turn);
  void settle_waiting_reads(Turn& turn);
  void answer_read(Read& read, Turn& turn);
  void answer(const client::Request& what, PayloadRef reply, Turn& turn);

  // replica_snapshots.cpp: the state machine and its place in the log
  PayloadRef recovered_snapshot(const Recovered& found, PayloadPool& pool) const;
  void restore(const raft::Snapshot& snapshot, PayloadPool& pool);
  void install(Turn& turn);
  void take_snapshot(Turn& turn);
  void write_snapshot(const raft::Snapshot& snapshot, Turn& turn);
  void await_next_snapshot();

  // replica_effects.cpp: raft::Output as effects
  // Order: writes, then the sends that wait for them, then committed entries, then reads that became ready. The output
  // is empty afterwards. Most calls of the node need only one or two of these steps.
  void perform(Turn& turn) {
    const WriteNumber before = turn.effects.last_write();
    if (!output_.writes.empty()) perform_writes(turn);
    if (!output_.sends.empty()) perform_sends(before, turn);
    if (!output_.notes.empty()) pass_notes_on(turn);
    if (applied_ != node_.commit_index()) apply_committed(turn);
    if (!output_.reads.empty() || !reads_.empty()) settle_reads(turn);
    output_.reads_abandoned = false;
  }
  inline void expect(const raft::EntryBatch& batch) const;
  void perform_writes(Turn& turn);
  // Nearly always one message to one node.
  void perform_sends(WriteNumber before, Turn& turn) {
    raft::Output::Send& send = output_.sends.front();
    if (output_.sends.size() != 1 || ++send.to.begin() != send.to.end()) [[unlikely]]
      return perform_many_sends(before, turn);
    turn.effects.sends.emplace_back(SendKind::message, *send.to.begin(), std::move(send.payload), send.identity,
                                    write_of(send.claim, before, turn));
    output_.sends.clear();
  }
  void perform_many_sends(WriteNumber before, Turn& turn);
  // The write that must be durable before a message with this claim leaves. before: the last write of earlier calls of
  // node_.
  WriteNumber write_of(raft::Claim claim, WriteNumber before, const Turn& turn) const {
    if (claim == raft::Claim::everything) [[likely]]
      return turn.effects.last_write();
    if (claim == raft::Claim::nothing) return 0;
    return claim == raft::Claim::term ? hard_state_write_ : before;
  }
  void pass_notes_on(Turn& turn) {
    for (const raft::Output::Note& remark : output_.notes)
      turn.effects.note(static_cast<std::uint32_t>(remark.code), remark.a, remark.b);
    output_.notes.clear();
  }
  static void note(NoteCode code, std::uint64_t a, std::uint64_t b, Turn& turn) {
    turn.effects.note(static_cast<std::uint32_t>(code), a, b);
  }

  ReplicaConfig config_;
  std::uint32_t starts_ = 0;  // starts of this object: added to the incarnation
  raft::Node node_;
  raft::Output output_;                 // of the current call of node_; empty between calls
  std::vector<raft::Entry> recovered_;  // used only during a start
  WriteNumber hard_state_write_ = 0;    // the latest write of term and vote
  Time timer_deadline_ = time_never;    // the deadline that the host was told

  Store store_;
  Sessions sessions_;
  raft::Index applied_;
  raft::Index snapshot_at_;  // once this is applied, a snapshot is due
  std::string state_;        // of the snapshot that is taken or restored; empty between calls

  std::vector<PayloadRef> gathered_;  // puts that wait for the timer at gathered_at_
  std::vector<PayloadRef> commands_;  // the gathered puts when they are proposed; empty between calls
  Time gathered_at_;
  Ring<Received> received_;  // in the order of index, and of term
  HashIndex received_names_;
  Ring<Read> reads_;                   // a position is the token of the read
  std::uint32_t reads_unapplied_ = 0;  // reads that Raft confirmed but whose index is not applied yet
  Ring<PayloadRef> held_;
  View held_view_;                      // the state when place_held() last tried all requests
  bool held_anew_ = false;              // a request came back into held_ after that
  std::vector<Redirected> redirected_;  // indexed by client
  ToldLeader told_;
  std::uint64_t trail_ = 0;  // a rolling hash of requests held, redirected, answered
};

}  // namespace whitewater::kv
