// A message to several receivers is scanned once.
#include "tools/real/report/real_recorder.hpp"

#include <cstring>
#include <utility>

#include "core/base/hash.hpp"
#include "scenarios/story/world_recorder.hpp"
#include "tools/real/report/foreign_message.hpp"

namespace whitewater::tools::real {

namespace {

using scenarios::RunRecord;
using scenarios::Strike;
using Kind = RunRecord::Kind;

constexpr std::size_t type_bytes_max = 60;

// How much of a message's text is kept, for the trace.
constexpr std::size_t text_bytes_max = 400;

PayloadRef make_message(PayloadPool& pool, const MessageSeen& seen, const std::vector<std::uint64_t>& names) {
  const std::string_view type = seen.type.substr(0, type_bytes_max);
  const std::size_t name_bytes = names.size() * sizeof(std::uint64_t);
  ForeignMessage message;
  message.bytes = static_cast<std::uint32_t>(seen.bytes.size());
  message.mentioned = static_cast<std::uint32_t>(names.size());
  message.type_bytes = static_cast<std::uint32_t>(type.size());
  std::string_view text = seen.bytes.substr(0, text_bytes_max);
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  message.text_bytes = static_cast<std::uint32_t>(text.size());
  const auto fill = [&](ForeignMessage&, char* tail) {
    if (name_bytes > 0) std::memcpy(tail, names.data(), name_bytes);
    if (!type.empty()) std::memcpy(tail + name_bytes, type.data(), type.size());
    if (!text.empty()) std::memcpy(tail + name_bytes + type.size(), text.data(), text.size());
  };
  return make_with_tail<ForeignMessage>(pool, static_cast<std::uint32_t>(name_bytes + type.size() + text.size()), fill,
                                        message);
}

constexpr scenarios::PayloadWords payload_words[] = {
    {ForeignMessage::payload_kind.number,
     [](const PayloadRef& payload) { return payload.get_if<ForeignMessage>()->type(); },
     [](const PayloadRef& payload, unsigned) {
       const auto& message = *payload.get_if<ForeignMessage>();
       std::string text(message.text());
       for (char& c : text)
         if (c < ' ' || c > '~') c = '?';
       return text + (message.bytes > message.text_bytes + 2 ? " (" + std::to_string(message.bytes) + " bytes)" : "");
     },
     [](const PayloadRef& payload, const scenarios::CarriedSink& sink) {
       const auto& message = *payload.get_if<ForeignMessage>();
       for (std::size_t i = 0; i < message.mentioned; ++i) sink({message.mention(i), 0, 0, 0, true});
     }},
};

Strike strike_of(course::EventType type) {
  switch (type) {
    case course::EventType::kill_leader:
    case course::EventType::kill_non_leader:
      return Strike::kill;
    case course::EventType::part_easy:
    case course::EventType::part_hard:
      return Strike::partition;
    case course::EventType::part_end:
      break;
  }
  return Strike::heal;
}

}  // namespace

const scenarios::Vocabulary& real_vocabulary() {
  static constexpr scenarios::Vocabulary vocabulary{payload_words, {}};
  return vocabulary;
}

RealRecorder::RealRecorder(unsigned replicas) : log_(replicas, real_vocabulary()) {}

void RealRecorder::on_request(const RequestSeen& seen) {
  const course::RequestRecord& request = seen.record;
  const std::uint64_t name = request.request().name();
  Key& key = by_key_[std::string(request.key())];
  key.latest = name;
  by_mid_[std::string(request.mid())] = {name, &key};
  RunRecord record;
  record.time = seen.time;
  record.kind = Kind::sent;
  record.plane = SendKind::request;
  record.node = request.client();
  record.peer = seen.to;
  record.payload = request.payload;
  record.fate = seen.fate;
  asked_[name] = log_.add(std::move(record));
}

void RealRecorder::on_answer(const AnswerSeen& seen) {
  RunRecord record;
  record.time = seen.time;
  record.kind = Kind::sent;
  record.plane = SendKind::reply;
  record.node = seen.from;
  record.peer = seen.client;
  record.payload = seen.reply;
  record.judgement = seen.judgement;
  if (seen.record != nullptr) {
    record.b = seen.record->request().name();
    const auto asked = asked_.find(record.b);
    if (asked != asked_.end()) record.cause = asked->second;
  }
  log_.add(std::move(record));
}

// Finds the requests that the message mentions: by MID, and otherwise by key. A key beside a MID of a request for it
// says nothing more; alone it stands for the latest request with this key.
void RealRecorder::scan(const MessageSeen& seen) {
  std::vector<std::uint64_t> names;
  std::vector<Key*> keys;
  std::string word;
  ++scans_;
  const auto mid = [&](std::string_view found) {
    const auto known = by_mid_.find(word.assign(found));
    if (known == by_mid_.end()) return;
    Asked& asked = known->second;
    if (asked.scan != scans_) names.push_back(asked.name);
    asked.scan = asked.key->scan = scans_;
  };
  const auto key = [&](std::string_view found) {
    const auto known = by_key_.find(word.assign(found));
    if (known != by_key_.end()) keys.push_back(&known->second);
  };
  scanner_.scan(seen.bytes, mid, key);
  for (Key* const each : keys) {
    if (each->scan != scans_) names.push_back(each->latest);
    each->scan = scans_;
  }
  message_ = make_message(pool_, seen, names);
}

void RealRecorder::on_message(const MessageSeen& seen) {
  const bool again = seen.bytes.data() == last_bytes_ && seen.time == last_time_;
  if (!again) scan(seen);
  last_bytes_ = seen.bytes.data();
  last_time_ = seen.time;
  RunRecord record;
  record.time = seen.time;
  record.kind = Kind::sent;
  record.node = seen.from;
  record.peer = seen.to;
  record.payload = message_;
  record.fate = seen.fate;
  record.copies = static_cast<std::uint8_t>(std::max(seen.copies, 1u));
  const auto& message = *message_.get_if<ForeignMessage>();
  bool wanted = false;
  for (std::size_t i = 0; i < message.mentioned; ++i) {
    const std::uint64_t name = message.mention(i);
    Mentions& mentions = mentions_[name];
    const bool tells = seen.fate == Passage::delivered && !mentions.told.contains(seen.to);
    if (tells) mentions.told.insert(seen.to);
    if (++mentions.kept <= mentions_max || tells)
      wanted = true;
    else
      log_.leave_out(name);
  }
  if (wanted)
    log_.add(std::move(record));
  else
    log_.pass(std::move(record));
}

void RealRecorder::on_fault(const FaultSeen& seen) {
  RunRecord record;
  record.time = seen.time;
  record.kind = Kind::fault;
  record.nodes = seen.targets;
  record.strike = strike_of(seen.type);
  record.word = log_.word(course::event_type_names[static_cast<std::size_t>(seen.type)]);
  log_.add(std::move(record));
}

void RealRecorder::add_plain(Time time, Kind kind, NodeId node, std::string_view word, bool asked) {
  RunRecord record;
  record.time = time;
  record.kind = kind;
  record.node = node;
  record.a = asked ? 1 : 0;
  if (!word.empty()) record.word = log_.word(word);
  log_.add(std::move(record));
}

void RealRecorder::on_end(const EndSeen& seen) {
  add_plain(seen.time, Kind::ended, seen.replica, seen.words, seen.asked);
}

void RealRecorder::on_reachable(Time time, NodeId replica) {
  add_plain(time, Kind::reachable, replica);
}

void RealRecorder::on_leader(Time time, NodeId leader) {
  add_plain(time, Kind::leader, leader);
}

void RealRecorder::on_episode(const EpisodeSeen& seen) {
  scenarios::record_episode(seen.record, [this](RunRecord record, std::string_view word) {
    if (!word.empty()) record.word = log_.word(word);
    return log_.add(std::move(record));
  });
}

}  // namespace whitewater::tools::real
