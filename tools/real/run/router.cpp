// The checks are in the course's order (docs/course.md). Each failed check counts one incorrect message.
#include "tools/real/run/router.hpp"

#include <optional>
#include <utility>

#include "core/course/incoming.hpp"
#include "core/course/json_codec.hpp"
#include "tools/real/report/incoming_findings.hpp"

namespace whitewater::tools::real {

namespace {

using client::Reply;
using client::Request;

constexpr std::size_t mid_bytes_max = 0xFFFF;

PayloadRef make_reply(PayloadPool& pool, const AnswerSeen& seen, NodeId leader) {
  return course::make_reply(pool, seen.outcome, leader, seen.mid, seen.value);
}

}  // namespace

Router::Router(course::Course& course, DriverTransport& transport, Network& network, RunWatcher& watcher,
               Findings& findings, PayloadPool& pool, Config config)
    : course_(course),
      transport_(transport),
      network_(network),
      watcher_(watcher),
      findings_(findings),
      pool_(pool),
      config_(config),
      replicas_(course.rules().replicas),
      guest_node_{static_cast<std::uint16_t>(replicas_ + course::clients)},
      guest_id_(course::id_text(guest_node_, replicas_)) {}

void Router::take(NodeId owner, const Read& read, Time now) {
  if (read.kind == Read::Kind::empty) {
    findings_.add(FindingKind::empty_message, owner, now);
    course_.saw_malformed();
    if (config_.compat) condemn(owner);
    return;
  }
  if (read.cut_to != 0) findings_.add(FindingKind::long_packet, owner, now);
  for (std::size_t i = 0; i < read.messages.size(); ++i) {
    if (take_message(owner, read.messages[i], now) || i + 1 == read.messages.size()) continue;
    findings_.add(FindingKind::bad_object, owner, now);
    if (config_.compat) return;
  }
}

bool Router::take_message(NodeId owner, std::string_view bytes, Time now) {
  const course::Incoming read = course::Incoming::read(bytes, owner, replicas_, replicas_ + course::clients);
  if (note_flaw(findings_, read, bytes, owner, now)) {
    course_.saw_malformed();
    const bool unreadable = read.flaw == course::Incoming::Flaw::not_utf8;
    if (unreadable && config_.compat && config_.variant != Variant::seqpacket) condemn(owner);
    return false;
  }
  const course::MessageText& message = read.message;
  if (read.hello() && take_hello(owner, now)) return true;
  if (!transport_.has_address(owner) && !config_.compat) {
    findings_.add(FindingKind::no_hello, owner, now);
    transport_.learn_address(owner);
  }
  note_src(findings_, read, owner, now);
  const NodeId from = read.from(config_.compat);
  if (guest_ != nullptr && message.dst() == guest_id_) {
    send_answer(from, guest_node_, bytes, message, now);
    return true;
  }
  real::note_leader(findings_, read, owner, now);
  const NodeId leader = leader_of(read.leader);
  const bool known = course_.saw_replica_message(from, read.to, leader);
  note_leader(now);
  if (!known) {
    note_stranger(findings_, read, owner, now);
    return true;
  }
  if (course_.is_client(read.to)) {
    send_answer(from, read.to, bytes, message, now);
  } else if (read.to == no_node) {
    for (const NodeId each : NodeSet::first(replicas_))
      if (each != from) forward(from, each, leader, message.type(), bytes, now);
  } else {
    forward(from, read.to, leader, message.type(), bytes, now);
  }
  return true;
}

// Returns true if the hello was consumed.
bool Router::take_hello(NodeId owner, Time now) {
  if (config_.variant != Variant::udp) {
    findings_.add(FindingKind::hello_on_socket, owner, now);
    return !config_.compat;
  }
  if (!transport_.has_address(owner)) watcher_.on_reachable(now, owner);
  transport_.learn_address(owner);
  return true;
}

// With --compat a leader that is no replica stays what it is.
NodeId Router::leader_of(NodeId named) const {
  return named == course::stranger && !config_.compat ? no_node : named;
}
NodeId Router::leader_of(const course::MessageText& message) const {
  const NodeId named = course::node_named(message.leader(), replicas_, replicas_);
  return leader_of(named);
}

void Router::note_leader(Time now) {
  if (course_.leader() == leader_) return;
  leader_ = course_.leader();
  watcher_.on_leader(now, course_.is_replica(leader_) ? leader_ : no_node);
}

void Router::forward(NodeId from, NodeId to, NodeId leader, std::string_view type, std::string_view bytes, Time now) {
  const Network::Passage way = network_.pass(SendKind::message, from, to, now);
  MessageSeen seen{
      now, from, to, type, bytes, Passage::delivered, way.copies, course_.is_replica(leader) ? leader : no_node};
  switch (way.outcome) {
    case simnet::SendOutcome::cut:
      seen.fate = Passage::cut;
      break;
    case simnet::SendOutcome::lost:
      seen.fate = Passage::lost;
      break;
    case simnet::SendOutcome::delivered:
    case simnet::SendOutcome::receiver_dead: {
      const Passed passed = pass(way, SendKind::message, from, to, bytes, now);
      seen.fate = passed.fate;
      seen.way = passed.way;
      break;
    }
  }
  if (way.copies == 0) course_.saw_drop();
  watcher_.on_message(seen);
}

// Delivers each copy, now or later. To the replica; the fate is that of the first copy.
Router::Passed Router::pass(const Network::Passage& way, SendKind plane, NodeId from, NodeId to, std::string_view bytes,
                            Time now) {
  Passed passed{Passage::delivered, {false, 0}};
  for (unsigned copy = 0; copy < way.copies; ++copy) {
    Passage each = Passage::delivered;
    if (way.arrivals[copy] <= now) {
      each = deliver(to, bytes, plane == SendKind::request, now);
      passed.way.at_once |= each == Passage::delivered;
    } else if (!course_.living().contains(to)) {
      each = Passage::dead;
    } else {
      network_.keep(way.arrivals[copy], {plane, from, to, std::string(bytes), way.number});
      passed.way.later = way.number;
    }
    if (copy == 0) passed.fate = each;
  }
  return passed;
}

void Router::deliver_due(Time now) {
  while (const std::optional<Network::Parcel> parcel = network_.take(now)) {
    if (parcel->plane != SendKind::reply) {
      if (deliver(parcel->to, parcel->bytes, parcel->plane == SendKind::request, now) == Passage::delivered)
        watcher_.on_arrival({now, parcel->plane, parcel->from, parcel->to, parcel->number});
    } else if (const Result<course::MessageText> message = course::MessageText::parse(parcel->bytes)) {
      arrive(parcel->from, parcel->to, message.value(), parcel->number, now);
    }
  }
}

Passage Router::deliver(NodeId to, std::string_view bytes, bool own, Time now) {
  switch (transport_.send(to, bytes, own)) {
    case Sent::sent:
      return Passage::delivered;
    case Sent::closed:
      return Passage::dead;
    case Sent::no_address: {
      if (forgiven_.contains(to)) return Passage::unreachable;
      const bool udp = config_.variant == Variant::udp;
      findings_.add(udp ? FindingKind::late_hello : FindingKind::not_connected, to, now);
      if (config_.compat) {
        // On UDP the replica lives on, and gets messages after its hello.
        if (!udp) condemn(to);
        course_.saw_death(to);
      }
      return Passage::unreachable;
    }
    case Sent::failed:
      break;
  }
  findings_.add(FindingKind::send_failed, to, now, std::to_string(bytes.size()) + " bytes");
  if (config_.compat) course_.saw_death(to);
  return Passage::failed;
}

Router::Passed Router::send_request(NodeId client, NodeId to, const Request& request, Time now) {
  text_.clear();
  course::append_request(text_, request, client, to, replicas_);
  return pass(network_.pass(SendKind::request, client, to, now), SendKind::request, client, to, text_, now);
}

void Router::send(const course::Outgoing& outgoing, Time now, bool again) {
  const Passed passed = send_request(outgoing.client, outgoing.to, *outgoing.payload.get_if<Request>(), now);
  watcher_.on_request({now, course_.requests()[outgoing.record], outgoing.to, passed.fate, again, passed.way});
}

void Router::send_for_guest(NodeId to, const Request& request, Time now) {
  send_request(guest_node_, to, request, now);
}

void Router::send_answer(NodeId from, NodeId client, std::string_view bytes, const course::MessageText& message,
                         Time now) {
  const Network::Passage way = network_.pass(SendKind::reply, from, client, now);
  for (unsigned copy = 0; copy < way.copies; ++copy) {
    if (way.arrivals[copy] > now) {
      const std::optional<std::string_view> mid = message.text("MID");
      if (mid && message.type() == "ok") watcher_.on_answer_left({now, from, client, *mid, way.number});
      network_.keep(way.arrivals[copy], {SendKind::reply, from, client, std::string(bytes), way.number});
    } else {
      arrive(from, client, message, 0, now);
    }
  }
}

// number: of its way, if it took time.
void Router::arrive(NodeId from, NodeId client, const course::MessageText& message, std::uint64_t number, Time now) {
  const NodeId leader = leader_of(message);
  if (client != guest_node_) return answer(from, client, leader, message, number, now);
  const std::optional<std::string_view> mid = message.text("MID");
  const std::optional<Reply::Outcome> outcome = course::outcome_named(message.type());
  if (!mid || !outcome) return;
  AnswerSeen seen{now, from,    client, *outcome, mid->substr(0, mid_bytes_max), message.text("value"),
                  {},  nullptr, {},     number};
  guest_->take(from, make_reply(pool_, seen, leader), now);
}

void Router::answer(NodeId from, NodeId client, NodeId leader, const course::MessageText& message, std::uint64_t number,
                    Time now) {
  if (note_bad_answer(findings_, message, from, now)) {
    course_.saw_malformed();
    return;
  }
  const std::optional<std::string_view> mid = message.text("MID");
  const std::optional<Reply::Outcome> outcome = course::outcome_named(message.type());
  AnswerSeen seen{now, from, client, *outcome, mid->substr(0, mid_bytes_max), {}, {}, nullptr, {}, number};
  seen.value = message.text("value");
  const course::RequestRecord* const record = course_.request_named(seen.mid);
  const bool without_value = record != nullptr && record->client() == client && record->is_get() &&
                             record->state == course::RequestRecord::State::outstanding &&
                             *outcome == Reply::Outcome::ok && !seen.value;
  if (without_value) {
    findings_.add(FindingKind::get_without_value, from, now, std::string(seen.mid));
    if (config_.compat && config_.variant != Variant::udp) {
      course_.saw_crash();
      return;
    }
  }
  seen.reply = make_reply(pool_, seen, leader);
  judge(seen, *seen.reply.get_if<Reply>());
}

void Router::judge(AnswerSeen& seen, const Reply& reply) {
  using State = course::RequestRecord::State;
  const course::RequestRecord* record = course_.request_named(seen.mid);
  if (record == nullptr)
    seen.judgement = Judgement::unknown_mid;
  else if (record->state == State::ok)
    seen.judgement = Judgement::duplicate;
  else if (record->client() != seen.client || record->state != State::outstanding)
    seen.judgement = Judgement::refused;
  const std::uint64_t incorrect = course_.counts().incorrect;
  const std::optional<course::Outgoing> retry = course_.answer(seen.client, seen.from, reply, seen.time, pool_);
  record = course_.request_named(seen.mid);  // the array may have moved when a retry was added
  if (record != nullptr && seen.judgement == Judgement::accepted && record->wrong_value)
    seen.judgement = Judgement::wrong_value;
  seen.record = record;
  // Where clients ask again, a request may be refused twice: that is no mistake.
  if (seen.judgement != Judgement::refused || course_.counts().incorrect > incorrect) note_judgement(seen);
  watcher_.on_answer(seen);
  if (retry) send(*retry, seen.time);
}

void Router::note_judgement(const AnswerSeen& seen) {
  const std::string mid = "MID " + std::string(seen.mid.substr(0, 40));
  switch (seen.judgement) {
    case Judgement::accepted:
      return;
    case Judgement::wrong_value:
      return findings_.add(FindingKind::wrong_value, seen.from, seen.time, mid);
    case Judgement::duplicate:
      return findings_.add(FindingKind::duplicate_answer, seen.from, seen.time, mid);
    case Judgement::refused:
      return findings_.add(FindingKind::refused_answer, seen.from, seen.time, mid);
    case Judgement::unknown_mid:
      return findings_.add(FindingKind::unknown_mid, seen.from, seen.time, mid);
  }
}

void Router::condemn(NodeId replica) {
  course_.saw_death(replica);
  condemned_.insert(replica);
}

NodeSet Router::take_condemned() {
  return std::exchange(condemned_, NodeSet{});
}

}  // namespace whitewater::tools::real
