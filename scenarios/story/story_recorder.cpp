// Turns sends, arrivals, notes, writes and faults into the events of stories.
#include "scenarios/story/story_recorder.hpp"

#include <variant>

#include "core/kv/notes.hpp"
#include "core/raft/output.hpp"
#include "core/raft/peer_message.hpp"

namespace whitewater::scenarios {

namespace {

std::uint64_t reply_name(NodeId client, const client::Reply& reply) {
  return hash_words(client.value, hash_bytes(reply.mid()));  // as client::Request::name()
}

const client::Request* put_of(const raft::Entry& entry) {
  return entry.command.get_if<client::Request>();
}

}  // namespace

StoryEvent& StoryRecorder::add(Time time, Kind kind, NodeId node, std::uint64_t request) {
  StoryEvent event;
  event.time = time;
  event.kind = kind;
  event.node = node;
  event.node_leads = leading_.contains(node);
  event.request = request;
  return events_.emplace_back(event);
}

void StoryRecorder::on_send(const simnet::SendRecord& record) {
  const auto finish = [&](StoryEvent& event) {
    event.peer = record.to;
    event.peer_leads = leading_.contains(record.to);
    event.outcome = record.outcome;
  };
  if (const auto* request = record.payload.get_if<client::Request>()) {
    finish(add(record.time, Kind::sent, record.from, request->name()));
  } else if (const auto* reply = record.payload.get_if<client::Reply>()) {
    StoryEvent& event = add(record.time, Kind::reply_sent, record.from, reply_name(record.to, *reply));
    finish(event);
    event.reply = reply->outcome;
  } else if (const auto* peer = record.payload.get_if<raft::PeerMessage>()) {
    const auto* append = std::get_if<raft::AppendEntries>(&peer->message);
    const auto* batch = append == nullptr ? nullptr : append->entries.get_if<raft::EntryBatch>();
    for (std::uint32_t i = 0; batch != nullptr && i < batch->count; ++i) {
      const client::Request* put = put_of((*batch)[i]);
      if (put == nullptr) continue;
      StoryEvent& event = add(record.time, Kind::replicated, record.from, put->name());
      finish(event);
      event.index = append->prev_log_index + (i + 1);
    }
  }
}

void StoryRecorder::on_event(const simnet::EventRecord& record) {
  if (const auto* arrived = std::get_if<RequestArrived>(&record.event)) {
    if (const auto* request = arrived->payload.get_if<client::Request>())
      add(record.time, Kind::arrived, record.node, request->name()).peer = arrived->from;
  } else if (const auto* answer = std::get_if<ReplyArrived>(&record.event)) {
    if (const auto* reply = answer->payload.get_if<client::Reply>()) {
      StoryEvent& event = add(record.time, Kind::reply_arrived, record.node, reply_name(record.node, *reply));
      event.peer = answer->from;
      event.reply = reply->outcome;
    }
  }
  if (record.node.value >= replicas_) return;
  for (const Effects::Note& remark : record.effects.notes) note(record, remark);
  note_writes(record);
}

void StoryRecorder::note(const simnet::EventRecord& record, const Effects::Note& remark) {
  const auto at = [&](Kind kind, std::uint64_t request, std::uint64_t index) -> StoryEvent& {
    StoryEvent& event = add(record.time, kind, record.node, request);
    event.index = raft::Index{index};
    return event;
  };
  switch (static_cast<raft::NoteCode>(remark.code)) {
    case raft::NoteCode::became_leader:
      return note_role(record.time, record.node, true, raft::Term{remark.a});
    case raft::NoteCode::became_follower:
    case raft::NoteCode::became_pre_candidate:
    case raft::NoteCode::became_candidate:
      return note_role(record.time, record.node, false, raft::Term{remark.a});
    default:
      break;
  }
  switch (static_cast<kv::NoteCode>(remark.code)) {
    case kv::NoteCode::request_held:
      at(Kind::held, remark.b, 0);
      break;
    case kv::NoteCode::request_refused:
      at(Kind::refused, remark.b, 0);
      break;
    case kv::NoteCode::request_redirected:
      at(Kind::redirected, remark.a, 0).peer = NodeId{static_cast<std::uint16_t>(remark.b)};
      break;
    case kv::NoteCode::put_displaced:
      at(Kind::displaced, remark.a, remark.b);
      break;
    case kv::NoteCode::put_applied:
      at(Kind::applied, remark.a, remark.b);
      break;
    case kv::NoteCode::put_duplicate:
      at(Kind::applied_before, remark.a, remark.b);
      break;
    case kv::NoteCode::put_proposed:  // the write to its log tells
    case kv::NoteCode::put_answered:
    case kv::NoteCode::get_answered:
      break;  // the reply tells
  }
}

void StoryRecorder::note_role(Time time, NodeId node, bool leads, raft::Term term) {
  if (leads) {
    leading_.insert(node);
    add(time, Kind::leader_rose, node).term = term;
  } else if (leading_.contains(node)) {
    add(time, Kind::leader_fell, node).term = term;
    leading_.erase(node);
  }
}

void StoryRecorder::note_writes(const simnet::EventRecord& record) {
  for (const Effects::Write& write : record.effects.writes) {
    if (write.kind == Effects::Write::Kind::truncate) truncate(record.time, record.node, write.index);
    const auto* batch = write.payload.get_if<raft::EntryBatch>();
    if (write.kind != Effects::Write::Kind::append || batch == nullptr) continue;
    for (std::uint32_t i = 0; i < batch->count; ++i) {
      const client::Request* put = put_of((*batch)[i]);
      if (put == nullptr) continue;
      StoryEvent& event = add(record.time, Kind::appended, record.node, put->name());
      event.index = raft::Index{write.index + i};
      event.term = (*batch)[i].term;
      logs_[record.node.value][write.index + i] = put->name();
    }
  }
}

void StoryRecorder::truncate(Time time, NodeId node, std::uint64_t first) {
  auto& log = logs_[node.value];
  for (auto entry = log.lower_bound(first); entry != log.end(); entry = log.erase(entry))
    add(time, Kind::removed, node, entry->second).index = raft::Index{entry->first};
}

void StoryRecorder::on_fault(Time time, const simnet::Fault& fault, NodeSet targets) {
  const auto of_each = [&](Kind kind) {
    for (const NodeId node : targets) {
      add(time, kind, node);
      leading_.erase(node);
    }
  };
  if (std::holds_alternative<simnet::Kill>(fault)) {
    of_each(Kind::killed);
  } else if (std::holds_alternative<simnet::Restart>(fault)) {
    of_each(Kind::restarted);
  } else if (std::holds_alternative<simnet::Partition>(fault)) {
    add(time, Kind::partitioned, no_node).nodes = targets;
  } else if (std::holds_alternative<simnet::HealPartition>(fault)) {
    add(time, Kind::healed, no_node);
  } else {
    StoryEvent& event = add(time, Kind::links_changed, no_node);
    event.nodes = targets;
    event.fault = simnet::fault_name(fault);
  }
}

}  // namespace whitewater::scenarios
