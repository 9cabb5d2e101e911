// Committed entries are applied in log order. A put is answered when it is applied, a get when it is evaluated. All of
// this happens in one order, so a client never reads a state that is older than an answer it already has.
#include "core/base/check.hpp"
#include "core/kv/replica_actor.hpp"

namespace whitewater::kv {

void ReplicaActor::apply_committed(Turn& turn) {
  if (output_.snapshot_installed) [[unlikely]]
    install(turn);
  else if (applied_ >= snapshot_at_) [[unlikely]]
    take_snapshot(turn);
  while (applied_ < node_.commit_index()) {
    applied_ = applied_.next();
    apply(node_.entry(applied_), turn);
  }
  if (!received_.empty()) settle_received(turn);
}

void ReplicaActor::apply(const raft::Entry& entry, Turn& turn) {
  const auto* put = entry.command.get_if<client::Request>();
  if (put == nullptr || put->operation != client::Request::Operation::put) return;  // a no-op
  const std::uint64_t name = put->name();
  if (sessions_.note_applied(name, entry.command)) {
    store_.put(entry.command);
    note(NoteCode::put_applied, name, applied_.value, turn);
  } else {
    note(NoteCode::put_duplicate, name, applied_.value, turn);
  }
  // The leader answers every entry that it commits, also entries of an earlier leader, because nobody else answers
  // them. It does not answer entries that were known to be committed before its election: an earlier leader answered
  // those.
  if (!node_.leading() || applied_ <= node_.answered_up_to()) return;
  note(NoteCode::put_answered, name, applied_.value, turn);
  answer(*put, client::make_ok(turn.effects.pool(), node_.leader(), put->mid()), turn);
}

// What became of the puts that this node proposed. The leader that commits a put answers it. A put that can never be
// committed is treated as if it had just arrived. A truncated entry is not lost for certain: another node may still
// hold it, and may be elected by nodes that lack the entry that replaced it (Raft figure 8). But terms never decrease
// along a log. So once an entry of a later term is committed at or before its index, every future leader holds that
// entry instead (Raft §5.4.3).
void ReplicaActor::settle_received(Turn& turn) {
  while (!received_.empty()) {
    const Received& oldest = received_.front();
    const bool reached = oldest.index <= applied_;
    // A snapshot stands for this entry, and says nothing of its term.
    const bool compacted = reached && oldest.index < node_.first_index();
    const raft::Term term = compacted ? raft::Term{} : node_.term_at(reached ? oldest.index : applied_);
    if (!reached && term <= oldest.term) return;
    received_names_.erase(oldest.name, static_cast<std::uint32_t>(received_.first()));
    Received settled = received_.pop_front();
    if (reached && term == settled.term) continue;
    // Another leader may have committed the same put; that leader answers it.
    if (sessions_.applied(settled.name, *settled.request.get_if<client::Request>())) continue;
    note(NoteCode::put_displaced, settled.name, settled.index.value, turn);
    held_.push_back(std::move(settled.request));
    held_anew_ = true;
  }
}

void ReplicaActor::settle_reads(Turn& turn) {
  for (const raft::Output::ReadReady& ready : output_.reads) {
    check(reads_.contains(ready.token) && !reads_[ready.token].ready, "a read becomes ready once");
    Read& read = reads_[ready.token];
    read.ready = true;
    read.index = ready.index;
    if (read.index <= applied_)
      answer_read(read, turn);
    else
      ++reads_unapplied_;
  }
  if (reads_unapplied_ != 0 || output_.reads_abandoned) settle_waiting_reads(turn);
  output_.reads.clear();
  while (!reads_.empty() && !reads_.front().request) reads_.pop_front();
}

void ReplicaActor::settle_waiting_reads(Turn& turn) {
  for (std::uint64_t at = reads_.first(); at != reads_.end(); ++at) {
    Read& read = reads_[at];
    if (!read.request) continue;
    if (read.ready) {
      if (read.index > applied_) continue;
      --reads_unapplied_;
      answer_read(read, turn);
    } else if (output_.reads_abandoned) {
      held_.push_back(std::move(read.request));
      held_anew_ = true;
    }
  }
}

void ReplicaActor::answer_read(Read& read, Turn& turn) {
  const auto* get = read.request.get_if<client::Request>();
  check(get != nullptr, "a read is answered once");
  note(NoteCode::get_answered, get->name(), applied_.value, turn);
  // The value of a key that was never put is empty.
  const Store::Found found = store_.get(get->key());
  answer(*get, client::make_ok_value(turn.effects.pool(), node_.leader(), get->mid(), found.value), turn);
  read.request.reset();
}

void ReplicaActor::answer(const client::Request& what, PayloadRef reply, Turn& turn) {
  const auto outcome = static_cast<std::uint64_t>(reply.get_if<client::Reply>()->outcome);
  const std::uint64_t identity = hash_words(client::Reply::payload_kind.number, outcome, hash_bytes(what.mid()));
  trail_ = combine(trail_, identity);
  const WriteNumber after = write_of(node_.claim_of_answer(), turn.effects.last_write(), turn);
  turn.effects.send(SendKind::reply, what.client, std::move(reply), identity, after);
}

}  // namespace whitewater::kv
