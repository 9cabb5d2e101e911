// One record for each event, note, write, send and fault, in the order in which the world reports them.
#include "scenarios/story/world_recorder.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "simnet/faults/words.hpp"

namespace whitewater::scenarios {

namespace {

using Kind = RunRecord::Kind;

Fate fate_of(simnet::SendOutcome outcome) {
  switch (outcome) {
    case simnet::SendOutcome::delivered:
      return Fate::delivered;
    case simnet::SendOutcome::lost:
      return Fate::lost;
    case simnet::SendOutcome::cut:
      return Fate::cut;
    case simnet::SendOutcome::receiver_dead:
      break;
  }
  return Fate::dead;
}

// What stories make of it, besides what became of nodes.
Strike strike_of(const simnet::EpisodeRecord& record) {
  using What = simnet::EpisodeRecord::What;
  if (record.what == What::heals) return Strike::heal;
  const simnet::faults::Episode& episode = *record.episode;
  if (episode.what.kind != simnet::faults::KindId::partition || record.targets.empty()) return Strike::other;
  return record.what == What::begins ? Strike::partition : Strike::heal;
}

}  // namespace

// Looks for the very object that was sent. A codec makes a new object: then the oldest sent object of equal content.
std::uint32_t WorldRecorder::cause_of_arrival(const RunRecord& arrival) {
  const auto route = flying_.find({arrival.peer, arrival.node, arrival.plane, arrival.payload.fold()});
  if (route == flying_.end()) return RunRecord::nothing;
  auto& equal = route->second;
  auto found = std::find_if(equal.begin(), equal.end(),
                            [&](const Flying& flying) { return same_object(flying.payload, arrival.payload); });
  if (found == equal.end()) found = equal.begin();
  const std::uint32_t sent = found->sent;
  if (--found->copies == 0) equal.erase(found);
  if (equal.empty()) flying_.erase(route);
  return sent;
}

std::uint32_t WorldRecorder::cause_of_send(Node& node, const simnet::SendRecord& record) {
  const auto found = std::find_if(node.asked.begin(), node.asked.end(), [&](const Asked& asked) {
    return asked.to == record.to && asked.payload.fold() == record.payload.fold();
  });
  if (found == node.asked.end()) return RunRecord::nothing;
  const std::uint32_t event = found->event;
  node.asked.erase(found);
  return event;
}

void WorldRecorder::on_send(const simnet::SendRecord& record) {
  RunRecord sent;
  sent.time = record.time;
  sent.kind = Kind::sent;
  sent.node = record.from;
  sent.peer = record.to;
  sent.plane = record.kind;
  sent.fate = fate_of(record.outcome);
  sent.copies = static_cast<std::uint8_t>(record.copies);
  sent.payload = record.payload;
  sent.cause = cause_of_send(nodes_[record.from], record);
  const std::uint32_t number = log_.add(std::move(sent));
  if (record.outcome == simnet::SendOutcome::delivered)
    flying_[{record.from, record.to, record.kind, record.payload.fold()}].push_back(
        {record.payload, number, record.copies});
}

RunRecord WorldRecorder::record_of(const simnet::EventRecord& event) {
  struct Visitor {
    RunRecord& record;
    SendKind plane = SendKind::message;

    void operator()(const Started& e) const {
      record.kind = Kind::started;
      record.a = e.recovered.log.size();
    }
    void operator()(const TimerFired& e) const {
      record.kind = Kind::timer;
      record.a = e.timer.value;
    }
    void operator()(const MessageArrived& e) const { arrived(e.from, e.payload, SendKind::message); }
    void operator()(const RequestArrived& e) const { arrived(e.from, e.payload, SendKind::request); }
    void operator()(const ReplyArrived& e) const { arrived(e.from, e.payload, SendKind::reply); }
    void arrived(NodeId from, const PayloadRef& payload, SendKind kind) const {
      record.kind = Kind::arrived;
      record.peer = from;
      record.payload = payload;
      record.plane = kind;
    }
  };
  RunRecord record;
  record.time = event.time;
  record.node = event.node;
  std::visit(Visitor{record}, event.event);
  return record;
}

void WorldRecorder::on_event(const simnet::EventRecord& event) {
  Node& node = nodes_[event.node];
  RunRecord record = record_of(event);
  if (record.kind == Kind::arrived) record.cause = cause_of_arrival(record);
  if (record.kind == Kind::timer && node.timers[record.a] > 0) record.cause = node.timers[record.a] - 1;
  if (record.kind == Kind::started) record.cause = node.restarted_by;
  const std::uint32_t number = log_.add(std::move(record));
  for (const Effects::TimerChange& change : event.effects.timers)
    node.timers[change.timer.value] = change.deadline == time_never ? 0 : number + 1;
  for (const Effects::Send& send : event.effects.sends) node.asked.push_back({send.payload, send.to, number});
  note_effects(event, number);
}

void WorldRecorder::note_effects(const simnet::EventRecord& event, std::uint32_t cause) {
  const auto begin = [&](Kind kind) {
    RunRecord record;
    record.time = event.time;
    record.kind = kind;
    record.node = event.node;
    record.cause = cause;
    return record;
  };
  for (const Effects::Note& note : event.effects.notes) {
    RunRecord record = begin(Kind::noted);
    record.code = note.code;
    record.a = note.a;
    record.b = note.b;
    log_.add(std::move(record));
  }
  for (const Effects::Write& write : event.effects.writes) {
    if (write.kind == Effects::Write::Kind::replace) continue;
    RunRecord record = begin(write.kind == Effects::Write::Kind::append ? Kind::appended : Kind::truncated);
    record.a = write.index;
    record.payload = write.payload;
    log_.add(std::move(record));
  }
}

// Whom a fault killed or started again tells more than whom it meant.
void WorldRecorder::on_episode(const simnet::EpisodeRecord& episode) {
  RunRecord record;
  record.time = episode.time;
  record.kind = Kind::fault;
  record.nodes = episode.targets;
  record.strike = strike_of(episode);
  record.ends = episode.what == simnet::EpisodeRecord::What::ends;
  const std::string_view word = simnet::faults::fault_word(episode);
  if (!episode.died.empty()) {
    record.strike = Strike::kill;
    record.nodes = episode.died;
  } else if (!episode.started.empty() && record.strike != Strike::heal) {
    record.strike = Strike::restart;
    record.nodes = episode.started;
  }
  add_fault(record, word);
  if (record.strike != Strike::heal || episode.started.empty()) return;
  record.strike = Strike::restart;
  record.nodes = episode.started;
  add_fault(record, "restart");
}

void WorldRecorder::add_fault(RunRecord record, std::string_view word) {
  record.word = log_.word(word);
  const Strike strike = record.strike;
  const NodeSet nodes = record.nodes;
  const std::uint32_t number = log_.add(std::move(record));
  if (strike != Strike::kill && strike != Strike::restart) return;
  for (const NodeId node : nodes) {
    nodes_[node] = {};
    if (strike == Strike::restart) nodes_[node].restarted_by = number;
  }
}

}  // namespace whitewater::scenarios
