// The actor's events, one handler per event: what a start recovers from disk, what a start forgets, and the one
// timer.
#include "core/kv/replica_actor.hpp"

#include "core/base/check.hpp"
#include "core/raft/peer_message.hpp"

namespace whitewater::kv {

void ReplicaActor::reset(const ReplicaConfig& config) {
  config_ = config;
  starts_ = 0;
  forget_volatile();
  node_.reset(config_.raft);
}

void ReplicaActor::handle(const Event& event, Time now, Effects& effects) {
  output_.pool = &effects.pool();
  output_.notes_wanted = effects.notes_wanted();
  Turn turn{now, effects};
  if (const auto* message = std::get_if<MessageArrived>(&event)) [[likely]]
    on(*message, turn);
  else
    std::visit([&](const auto& what) { on(what, turn); }, event);
  if (!held_.empty()) [[unlikely]] {
    hear_of_leader(event, turn);
    place_held(turn);
  }
  const Time deadline = gathered_.empty() ? node_.next_deadline() : gathered_at_;
  if (deadline != timer_deadline_) set_timer(deadline, turn);
}

std::uint64_t ReplicaActor::fingerprint() const {
  return sum_words(node_.fingerprint(), store_.content_hash(), trail_, applied_.value);
}

void ReplicaActor::on(const Started& event, Turn& turn) {
  forget_volatile();
  raft::Config config = config_.raft;
  config.incarnation += starts_++;
  node_.reset(config);

  const Recovered& found = event.recovered;
  raft::HardState hard_state;
  if (hard_state_slot.value < found.slots.size())
    if (const auto* kept = found.slots[hard_state_slot.value].get_if<raft::HardState>()) hard_state = *kept;
  const PayloadRef snapshot = recovered_snapshot(found, turn.effects.pool());
  if (snapshot) restore(*snapshot.get_if<raft::Snapshot>(), turn.effects.pool());
  await_next_snapshot();
  check(found.damaged == 0, "a replica of this store starts with a log that can be read");
  for (const LogRecord& record : found.log) {
    const auto* batch = record.payload.get_if<raft::EntryBatch>();
    check(batch != nullptr && record.ordinal < batch->count, "a recovered record is an entry of a batch");
    recovered_.push_back((*batch)[record.ordinal]);
  }
  node_.start(turn.now, {hard_state, snapshot, raft::Index{found.log_first}, recovered_}, output_);
  recovered_.clear();
  perform(turn);
}

void ReplicaActor::on(const MessageArrived& event, Turn& turn) {
  const auto* peer = event.payload.get_if<raft::PeerMessage>();
  if (peer == nullptr) return;
  node_.step(turn.now, event.from, peer->message, output_);
  perform(turn);
}

void ReplicaActor::on(const TimerFired& event, Turn& turn) {
  if (event.timer != raft_timer) return;
  timer_deadline_ = time_never;
  if (!gathered_.empty()) propose_gathered(turn);
  node_.tick(turn.now, output_);
  perform(turn);
}

void ReplicaActor::on(const RequestArrived& event, Turn& turn) {
  const auto* what = event.payload.get_if<client::Request>();
  if (what == nullptr || !what->client.valid()) return;
  if (!place(event.payload, *what, turn)) hold(event.payload, *what, turn);
}

void ReplicaActor::forget_volatile() {
  output_.clear();
  hard_state_write_ = 0;
  timer_deadline_ = time_never;
  forget_state();
  await_next_snapshot();
  gathered_.clear();
  received_.clear();
  received_names_.clear();
  reads_.clear();
  reads_unapplied_ = 0;
  held_.clear();
  held_view_ = {};
  held_anew_ = false;
  redirected_.clear();
  told_ = {};
  trail_ = 0;
}

void ReplicaActor::forget_state() {
  store_.reset();
  sessions_.reset(config_.session_window);
  applied_ = {};
}

void ReplicaActor::set_timer(Time deadline, Turn& turn) {
  timer_deadline_ = deadline;
  if (timer_deadline_ == time_never)
    turn.effects.cancel_timer(raft_timer);
  else
    turn.effects.set_timer(raft_timer, timer_deadline_);
}

}  // namespace whitewater::kv
