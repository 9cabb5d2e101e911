// One record for each event, note, write, send and fault, in the order in which the world reports them.
#include "scenarios/story/world_recorder.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "simnet/faults/words.hpp"

namespace whitewater::scenarios {

namespace {

using Kind = RunRecord::Kind;

Passage fate_of(simnet::SendOutcome outcome) {
  switch (outcome) {
    case simnet::SendOutcome::delivered:
      return Passage::delivered;
    case simnet::SendOutcome::lost:
      return Passage::lost;
    case simnet::SendOutcome::cut:
      return Passage::cut;
    case simnet::SendOutcome::receiver_dead:
      break;
  }
  return Passage::dead;
}

bool of_the_log(Effects::Write::Kind write) {
  using Write = Effects::Write::Kind;
  return write == Write::append || write == Write::truncate || write == Write::trim;
}

// Of a change of the log.
Kind kind_of(Effects::Write::Kind write) {
  switch (write) {
    case Effects::Write::Kind::append:
    case Effects::Write::Kind::replace:
    case Effects::Write::Kind::append_chunk:
    case Effects::Write::Kind::commit_slot:
      return Kind::appended;
    case Effects::Write::Kind::truncate:
      return Kind::truncated;
    case Effects::Write::Kind::trim:
      break;
  }
  return Kind::trimmed;
}

// What stories make of it, besides what became of nodes.
Strike strike_of(const simnet::EpisodeRecord& record) {
  using What = simnet::EpisodeRecord::What;
  if (record.what == What::heals) return Strike::other;
  const simnet::faults::Episode& episode = *record.episode;
  if (episode.what.kind != simnet::faults::KindId::partition || record.targets.empty()) return Strike::other;
  return record.what == What::begins ? Strike::partition : Strike::heal;
}

bool is_restart(const simnet::EpisodeRecord& record) {
  return record.episode != nullptr && record.episode->what.kind == simnet::faults::KindId::kill &&
         record.episode->manner == simnet::faults::Manner::ends;
}

}  // namespace

// The record of what now arrives under this number, or vanishes.
std::uint32_t WorldRecorder::sent_as(std::uint64_t sequence) {
  const auto flying = flying_.find(sequence);
  if (flying == flying_.end()) return RunRecord::nothing;
  const std::uint32_t sent = flying->second;
  flying_.erase(flying);
  return sent;
}

void WorldRecorder::on_renumbered(const simnet::RenumberedRecord& record) {
  const std::uint32_t sent = sent_as(record.was);
  if (sent != RunRecord::nothing) flying_[record.is] = sent;
}

std::uint32_t WorldRecorder::cause_of_send(Node& node, const simnet::SendRecord& record) {
  const auto found = std::find_if(node.asked.begin(), node.asked.end(), [&](const Asked& asked) {
    return asked.to == record.to && same_object(asked.payload, record.payload);
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
  for (unsigned copy = 0; copy < record.copies; ++copy) flying_[record.sequence + copy] = number;
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
  if (record.kind == Kind::arrived) record.cause = sent_as(event.sequence);
  if (record.kind == Kind::timer && node.timers[record.a] > 0) record.cause = node.timers[record.a] - 1;
  if (record.kind == Kind::started) record.cause = node.restarted_by;
  const std::uint32_t number = log_.add(std::move(record));
  for (const Effects::TimerChange& change : event.effects.timers)
    node.timers[change.timer.value] = change.deadline == time_never ? 0 : number + 1;
  for (const Effects::Send& send : event.effects.sends) node.asked.push_back({send.payload, send.to, number});
  if (!event.effects.writes.empty()) node.issued.push_back({event.effects.last_write(), event.time, number});
  note_effects(event, number);
}

void WorldRecorder::on_vanished(const simnet::VanishedRecord& vanished) {
  RunRecord record;
  record.time = vanished.time;
  record.kind = Kind::vanished;
  record.node = vanished.to;
  record.peer = vanished.from;
  record.plane = vanished.kind;
  record.payload = vanished.payload;
  record.cause = sent_as(vanished.sequence);
  log_.add(std::move(record));
}

// What takes no time is durable with its event, and has no record.
void WorldRecorder::on_durable(const simnet::WritesRecord& writes) {
  std::deque<Issued>& issued = nodes_[writes.node].issued;
  while (!issued.empty() && issued.front().last < writes.first) issued.pop_front();
  if (issued.empty()) return;
  const Issued asked = issued.front();
  if (writes.last == asked.last) issued.pop_front();
  if (writes.time > asked.time) add_writes(Kind::durable, writes, asked.event);
}

void WorldRecorder::add_writes(Kind kind, const simnet::WritesRecord& writes, std::uint32_t cause) {
  RunRecord record;
  record.time = writes.time;
  record.kind = kind;
  record.node = writes.node;
  record.a = writes.first;
  record.b = writes.last;
  record.cause = cause;
  log_.add(std::move(record));
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
    if (!of_the_log(write.kind)) continue;
    RunRecord record = begin(kind_of(write.kind));
    record.a = write.index;
    record.payload = write.payload;
    log_.add(std::move(record));
  }
}

// Whom a fault killed or started again tells more than whom it meant.
void record_episode(const simnet::EpisodeRecord& episode, const AddRecord& add) {
  RunRecord record;
  record.time = episode.time;
  record.kind = Kind::fault;
  record.nodes = episode.targets;
  record.strike = strike_of(episode);
  record.ends = episode.what == simnet::EpisodeRecord::What::ends;
  if (episode.episode != nullptr) record.a = simnet::faults::shown_number(*episode.episode);
  if (is_restart(episode)) record.nodes = episode.started;  // not those that lived already
  if (!episode.died.empty()) {
    record.strike = Strike::kill;
    record.nodes = episode.died;
  } else if (!episode.started.empty() && episode.episode != nullptr) {
    record.strike = Strike::restart;
    record.nodes = episode.started;
  }
  const std::uint32_t number = add(record, simnet::faults::fault_word(episode));
  const auto add_each = [&](NodeSet nodes, Kind kind) {
    for (const NodeId node : nodes) {
      RunRecord each;
      each.time = episode.time;
      each.kind = kind;
      each.node = node;
      each.cause = number;
      add(each, "");
    }
  };
  add_each(episode.paused, Kind::paused);
  add_each(episode.resumed, Kind::resumed);
  if (episode.episode != nullptr || episode.started.empty()) return;
  record.strike = Strike::restart;  // the heal, too, starts nodes again
  record.nodes = episode.started;
  add(record, "restart");
}

void WorldRecorder::on_episode(const simnet::EpisodeRecord& episode) {
  record_episode(episode, [this](RunRecord record, std::string_view word) {
    return word.empty() ? log_.add(std::move(record)) : add_fault(std::move(record), word);
  });
}

std::uint32_t WorldRecorder::add_fault(RunRecord record, std::string_view word) {
  record.word = log_.word(word);
  const Strike strike = record.strike;
  const NodeSet nodes = record.nodes;
  const std::uint32_t number = log_.add(std::move(record));
  if (strike != Strike::kill && strike != Strike::restart) return number;
  for (const NodeId node : nodes) {
    for (const simnet::WritesRecord& writes : nodes_[node].lost) add_writes(Kind::unwritten, writes, number);
    nodes_[node] = {};
    if (strike == Strike::restart) nodes_[node].restarted_by = number;
  }
  return number;
}

}  // namespace whitewater::scenarios
