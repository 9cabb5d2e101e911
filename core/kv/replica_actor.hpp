// ReplicaActor: one replica of the key-value store as an actor: a raft::Node, the store that its log
// describes, the sessions of its clients, and the requests that wait. Requests are client::Request payloads and
// become log commands as they are; every one is answered ok, redirected or held, and a put that has come into
// the log is neither redirected nor proposed again before it certainly never commits.
// Knows no clock, no wire format, no host. Holds payloads: reset it before the pool they lie in goes away.
#pragma once

#include <cstdint>
#include <vector>

#include "core/actor/actor.hpp"
#include "core/base/payload.hpp"
#include "core/client/request.hpp"
#include "core/kv/hash_index.hpp"
#include "core/kv/notes.hpp"
#include "core/kv/ring.hpp"
#include "core/kv/sessions.hpp"
#include "core/kv/store.hpp"
#include "core/raft/config.hpp"
#include "core/raft/node.hpp"
#include "core/raft/output.hpp"

namespace whitewater::kv {

struct ReplicaConfig {
  raft::Config raft;
  // A client is redirected only to a leader that was heard from within this; else its request is held.
  Duration redirect_freshness = milliseconds(400);
  // Puts that arrive together are replicated together: they wait for a timer that is due at once, which a host fires
  // when it has handed over all the input it has. Pays where a busy leader finds several requests at a time.
  bool gather_puts = false;
  // Requests that are held at most; one more is answered fail.
  std::uint32_t held_max = 16'384;
};

class ReplicaActor final : public Actor {
 public:
  ReplicaActor() = default;
  explicit ReplicaActor(const ReplicaConfig& config) { reset(config); }

  // As newly constructed, keeping memory; lets go of every payload but those of the Raft log.
  void reset(const ReplicaConfig& config);

  void handle(const Event& event, Time now, Effects& effects) override;
  std::uint64_t fingerprint() const override;

  const raft::Node& raft() const { return node_; }
  const Store& store() const { return store_; }
  const Sessions& sessions() const { return sessions_; }
  raft::Index applied() const { return applied_; }
  // Requests that wait for a leader.
  std::size_t held() const { return held_.size(); }

 private:
  static constexpr TimerId raft_timer{0};
  static constexpr SlotId hard_state_slot{0};

  // What one event is handled with.
  struct Turn {
    Time now;
    Effects& effects;
  };
  // A put that this node proposed as leader, until its fate is known.
  struct Received {
    raft::Index index;
    raft::Term term;
    std::uint64_t name = 0;
    PayloadRef request;
  };
  // A get that this node took as leader; empty once answered or given up.
  struct Read {
    PayloadRef request;
    bool ready = false;
    raft::Index index;  // when ready: evaluate when this is applied
  };
  struct Redirected {
    NodeId leader;
    Time at;
  };
  // What decides whether a held request could now be placed.
  struct View {
    raft::Node::RoleKind role = raft::Node::RoleKind::follower;
    NodeId leader;
    Time contact;
    friend bool operator==(const View&, const View&) = default;
  };

  // replica_actor.cpp: one handler an event
  void on(const Started& event, Turn& turn);
  void on(const MessageArrived& event, Turn& turn);
  void on(const TimerFired& event, Turn& turn);
  void on(const RequestArrived& event, Turn& turn);
  void on(const ReplyArrived&, Turn&) {}
  void forget_volatile();
  inline void set_timer(Time deadline, Turn& turn);

  // requests.cpp: where a request goes
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
  void place_held(Turn& turn);
  View view() const { return {node_.role(), node_.leader(), node_.last_leader_contact()}; }

  // apply.cpp: what is committed, and who is answered
  void apply_committed(Turn& turn);
  inline void apply(const raft::Entry& entry, Turn& turn);
  void settle_received(Turn& turn);
  void settle_reads(Turn& turn);
  void settle_waiting_reads(Turn& turn);
  void answer_read(Read& read, Turn& turn);
  void answer(const client::Request& what, PayloadRef reply, Turn& turn);

  // replica_effects.cpp: raft::Output as effects
  // Writes before what waits for them; then what is now committed; then the reads that this made ready. Most
  // calls of the node want little of all this. Leaves the output empty for the next call.
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
  void perform_sends(WriteNumber before, Turn& turn);
  // The write that is durable before what makes this claim leaves. before: the latest one of earlier calls of node_.
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
  std::uint32_t starts_ = 0;  // of this object: its incarnations
  raft::Node node_;
  raft::Output output_;                 // of the present call of node_; empty between calls
  std::vector<raft::Entry> recovered_;  // only while starting
  WriteNumber hard_state_write_ = 0;    // the latest
  Time timer_deadline_ = time_never;    // as the host knows it

  Store store_;
  Sessions sessions_;
  raft::Index applied_;

  std::vector<PayloadRef> gathered_;  // puts that wait for gathered_at_, and
  std::vector<PayloadRef> commands_;  // what becomes of them; empty between calls
  Time gathered_at_;
  Ring<Received> received_;  // by term and index
  HashIndex received_names_;
  Ring<Read> reads_;                   // a position is the read's token
  std::uint32_t reads_unapplied_ = 0;  // reads that Raft confirmed but whose index is not applied yet
  Ring<PayloadRef> held_;
  View held_view_;                      // when held_ was last gone through
  bool held_anew_ = false;              // something came back into held_ since
  std::vector<Redirected> redirected_;  // by client
  std::uint64_t trail_ = 0;             // rolling: what was held, redirected, answered
};

}  // namespace whitewater::kv
