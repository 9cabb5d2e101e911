// Turns payloads into plain facts.
#include "scenarios/systems/figure3/recorder.hpp"

#include <type_traits>
#include <variant>

#include "core/client/request.hpp"
#include "core/kv/notes.hpp"
#include "core/raft/output.hpp"
#include "core/raft/peer_message.hpp"

namespace whitewater::scenarios::figure3 {

namespace {

Entry entry_of(const raft::Entry& entry) {
  Entry plain{entry.term.value, entry.command.fold()};
  const auto* request = entry.command.get_if<client::Request>();
  if (request == nullptr || request->operation != client::Request::Operation::put) return plain;
  plain.request = request->name();
  plain.key = request->key_hash();
  plain.value = request->value();
  return plain;
}

Log log_of(const raft::EntryBatch& batch) {
  Log log;
  for (std::uint32_t i = 0; i < batch.count; ++i) log.push_back(entry_of(batch[i]));
  return log;
}

Message message_of(const raft::Message& message) {
  struct Visitor {
    Message operator()(const raft::PreVoteRequest& m) const {
      return {MessageType::pre_vote_request, m.term.value, m.last_log_index.value, m.last_log_term.value, 0};
    }
    Message operator()(const raft::PreVoteGranted& m) const { return {MessageType::pre_vote_granted, m.term.value}; }
    Message operator()(const raft::PreVoteDenied& m) const { return {MessageType::pre_vote_denied, m.term.value}; }
    Message operator()(const raft::VoteRequest& m) const {
      return {MessageType::vote_request, m.term.value, m.last_log_index.value, m.last_log_term.value, 0};
    }
    Message operator()(const raft::VoteGranted& m) const { return {MessageType::vote_granted, m.term.value}; }
    Message operator()(const raft::VoteDenied& m) const { return {MessageType::vote_denied, m.term.value}; }
    Message operator()(const raft::AppendEntries& m) const {
      const auto* batch = m.entries.get_if<raft::EntryBatch>();
      return {MessageType::append, m.term.value, m.prev_log_index.value, m.prev_log_term.value,
              batch != nullptr ? batch->count : 0u};
    }
    Message operator()(const raft::AppendAccepted& m) const {
      return {MessageType::append_accepted, m.term.value, m.match_index.value, 0, 0};
    }
    Message operator()(const raft::AppendRejected& m) const { return {MessageType::append_rejected, m.term.value}; }
    Message operator()(const raft::CommitNotice& m) const { return {MessageType::commit_notice, m.term.value}; }
    Message operator()(const raft::InstallSnapshot& m) const { return {MessageType::install_snapshot, m.term.value}; }
    Message operator()(const raft::SnapshotAccepted& m) const {
      return {MessageType::snapshot_accepted, m.term.value, m.match_index.value, 0, 0};
    }
  };
  return std::visit(Visitor{}, message);
}

}  // namespace

Fact& Recorder::add(Fact::Kind kind, NodeId node) {
  Fact& fact = record_.facts.emplace_back();
  fact.kind = kind;
  fact.group = group_;
  fact.node = node;
  return fact;
}

void Recorder::on_event(const simnet::EventRecord& event) {
  if (event.node.value >= record_.replicas) return;
  ++group_;
  latest_ = event.node;
  latest_time_ = event.time;
  add_cause(event);
  add_writes(event.node, event.effects);
  add_notes(event.node, event.effects);
  add_sends(event.node, event.effects);
}

void Recorder::on_durable(const simnet::WritesRecord& writes) {
  if (writes.node.value >= record_.replicas) return;
  if (writes.node != latest_ || writes.time != latest_time_) ++group_;
  add(Fact::Kind::durable, writes.node).number = writes.last;
}

void Recorder::add_cause(const simnet::EventRecord& event) {
  if (const auto* arrived = std::get_if<MessageArrived>(&event.event)) {
    const auto* peer = arrived->payload.get_if<raft::PeerMessage>();
    if (peer == nullptr) return;
    Fact& fact = add(Fact::Kind::received, event.node);
    fact.peer = arrived->from;
    fact.message = message_of(peer->message);
  } else if (const auto* asked = std::get_if<RequestArrived>(&event.event)) {
    const auto* request = asked->payload.get_if<client::Request>();
    if (request == nullptr) return;
    Fact& fact = add(Fact::Kind::asked, event.node);
    fact.peer = asked->from;
    fact.request = request->name();
    fact.key = request->key_hash();
  } else if (const auto* start = std::get_if<Started>(&event.event)) {
    Fact& fact = add(Fact::Kind::started, event.node);
    fact.index = start->recovered.log_first;
    for (const LogRecord& one : start->recovered.log)
      if (const auto* batch = one.payload.get_if<raft::EntryBatch>())
        fact.log.push_back(entry_of((*batch)[one.ordinal]));
    for (const PayloadRef& slot : start->recovered.slots) {
      const auto* kept = slot.get_if<raft::HardState>();
      if (kept == nullptr) continue;
      fact.term = kept->current_term.value;
      fact.vote = kept->voted_for;
    }
  }
}

void Recorder::add_writes(NodeId node, const Effects& effects) {
  using Kind = Effects::Write::Kind;
  std::uint64_t number = effects.last_write() - effects.writes.size();
  for (const Effects::Write& write : effects.writes) {
    ++number;
    if (const auto* state = write.payload.get_if<raft::HardState>()) {
      Fact& fact = add(Fact::Kind::term_vote, node);
      fact.term = state->current_term.value;
      fact.vote = state->voted_for;
      fact.number = number;
    } else if (const auto* batch = write.payload.get_if<raft::EntryBatch>()) {
      Fact& fact = add(Fact::Kind::appended, node);
      fact.index = write.index;
      fact.log = log_of(*batch);
      fact.number = number;
    } else if (write.kind == Kind::truncate || write.kind == Kind::trim) {
      Fact& fact = add(write.kind == Kind::trim ? Fact::Kind::trimmed : Fact::Kind::truncated, node);
      fact.index = write.index;
      fact.number = number;
    }
  }
}

void Recorder::add_notes(NodeId node, const Effects& effects) {
  for (const Effects::Note& note : effects.notes) {
    if (note.code == static_cast<std::uint32_t>(raft::NoteCode::became_leader))
      add(Fact::Kind::leads, node).term = note.a;
    else if (note.code == static_cast<std::uint32_t>(raft::NoteCode::commit_advanced))
      add(Fact::Kind::committed, node).index = note.a;
  }
}

void Recorder::add_sends(NodeId node, const Effects& effects) {
  for (const Effects::Send& send : effects.sends) {
    if (const auto* peer = send.payload.get_if<raft::PeerMessage>()) {
      Fact& fact = add(Fact::Kind::sent, node);
      fact.peer = send.to;
      fact.message = message_of(peer->message);
      fact.number = send.after_write;
    } else if (const auto* reply = send.payload.get_if<client::Reply>();
               reply != nullptr && reply->outcome == client::Reply::Outcome::ok) {
      Fact& fact = add(reply->has_value ? Fact::Kind::get_answered : Fact::Kind::put_answered, node);
      fact.peer = send.to;
      fact.request = client::request_name(send.to, reply->mid());
      fact.value = reply->value();
    }
  }
}

}  // namespace whitewater::scenarios::figure3
