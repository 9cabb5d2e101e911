// One timer: the next turn that the process wants.
#include "tools/virtual/host/process_actor.hpp"

#include <utility>

#include "core/base/hash.hpp"
#include "core/client/request.hpp"
#include "core/course/incoming.hpp"
#include "core/course/json_codec.hpp"
#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "tools/real/report/incoming_findings.hpp"
#include "tools/virtual/host/datagram.hpp"
#include "tools/virtual/host/last_words.hpp"
#include "tools/virtual/judge/fields.hpp"
#include "tools/virtual/kernel/cost_model.hpp"

namespace whitewater::tools::virtual_time {

namespace {

using real::FindingKind;

constexpr TimerId turn_timer{0};

std::optional<std::uint64_t> term_said(const course::MessageText& message, std::string_view bytes,
                                       std::string_view field) {
  const bool parsed = message.object().is(json::Kind::object);
  const std::optional<TermSaid> said = parsed ? term_of(bytes, message.object(), field) : term_of(bytes, field);
  return said ? std::optional(said->term) : std::nullopt;
}

}  // namespace

void ProcessActor::reset(Config config) {
  process_.reset();
  config_ = std::move(config);
  socket_.reset();
  lives_ = malformed_ = strangers_ = 0;
  fingerprint_ = config_.setup.seed;
  refusal_.clear();
}

void ProcessActor::start(Time now) {
  process_.reset();  // what is left of an earlier life
  socket_.reset();
  if (config_.watchdog == nullptr) return;
  config_.claims->forget(config_.self);
  ReplicaProcess::Setup setup = config_.setup;
  setup.seed = hash_words(setup.seed, ++lives_);
  const auto spread = static_cast<std::uint64_t>(cost::start_spread.ns);
  setup.started = now + nanoseconds(static_cast<std::int64_t>(hash_words(setup.seed, spread) % spread));
  Result<std::unique_ptr<ReplicaProcess>> started = ReplicaProcess::start(setup, *config_.watchdog);
  if (started) {
    process_ = std::move(started.value());
  } else {
    refusal_ = started.error().text();
    config_.broke_off();
  }
}

void ProcessActor::handle(const Event& event, Time now, Effects& effects) {
  if (std::holds_alternative<Started>(event)) start(now);
  if (process_ == nullptr || process_->ending()) return;
  if (refusal_ = config_.overdue(); !refusal_.empty()) return config_.broke_off();
  hand_over(event, now);
  process_->run(now);
  for (const Departed& departed : process_->departed()) {
    fingerprint_ = combine(fingerprint_, hash_bytes(departed.bytes));
    route(departed, departed.at > now ? departed.at - now : Duration{}, effects);
  }
  fingerprint_ = combine(fingerprint_, process_->machine().calls);
  if (process_->busy_until() > now) effects.busy_for(process_->busy_until() - now);
  if (process_->ending()) note_ending();
  if (const Time next = process_->next_turn(); next == time_never)
    effects.cancel_timer(turn_timer);
  else
    effects.set_timer(turn_timer, next);
}

void ProcessActor::note_ending() {
  const Ending& ending = *process_->ending();
  config_.claims->forget(config_.self);
  if (ending.kind == Ending::Kind::exited) return;
  refusal_ = "Replica " + course::id_text(config_.self, config_.replicas) + " " + ending.words() + ", at " +
             microsecond_seconds(ending.at - Time{}) + " s.";
  config_.broke_off();
}

void ProcessActor::hand_over(const Event& event, Time now) {
  if (const auto* message = std::get_if<MessageArrived>(&event)) {
    if (const auto* datagram = message->payload.get_if<Datagram>()) deliver(datagram->bytes(), now);
  } else if (const auto* asked = std::get_if<RequestArrived>(&event)) {
    if (const auto* request = asked->payload.get_if<client::Request>()) {
      request_.clear();
      course::append_request(request_, *request, request->client, config_.self, config_.replicas);
      deliver(request_, now);
    }
  }
}

// Before its hello, or before it connects, nobody knows where a replica listens.
void ProcessActor::deliver(std::string_view bytes, Time now) {
  if (!socket_) socket_ = process_->machine().sockets.connected();
  if (!socket_) {
    config_.findings->add(FindingKind::late_hello, config_.self, now);
    return;
  }
  if (config_.setup.variant != real::Variant::stream || bytes.ends_with('\n')) {
    process_->deliver(*socket_, bytes);
    return;
  }
  line_ = bytes;
  line_ += '\n';
  process_->deliver(*socket_, line_);
}

void ProcessActor::route(const Departed& departed, Duration after, Effects& effects) {
  if (departed.port != config_.setup.simulator_port) {
    ++strangers_;
    return;
  }
  real::Findings& findings = *config_.findings;
  const course::Incoming read = course::Incoming::read(departed.bytes, config_.self, config_.replicas, config_.nodes);
  if (real::note_flaw(findings, read, departed.bytes, config_.self, departed.at)) {
    ++malformed_;
    return;
  }
  const bool udp = config_.setup.variant == real::Variant::udp;
  if (!socket_ && !read.hello() && udp) findings.add(FindingKind::no_hello, config_.self, departed.at);
  if (!socket_) socket_ = departed.socket;
  if (read.hello() && udp) return;
  real::note_src(findings, read, config_.self, departed.at);
  real::note_leader(findings, read, config_.self, departed.at);
  const NodeId leader = read.unknown_leader ? no_node : read.leader;
  const std::optional<std::uint64_t> term = term_said(read.message, departed.bytes, config_.types->term_field());
  config_.claims->note(config_.self, leader, term);
  if (read.to == course::stranger) {
    ++malformed_;
    real::note_stranger(findings, read, config_.self, departed.at);
    return;
  }
  if (read.to != no_node && read.to.value >= config_.replicas) return reply(read, leader, departed.at, after, effects);
  const std::uint32_t type = config_.types->number(read.message.type());
  config_.claims->note_type(config_.self, type);
  const PayloadRef payload = make_datagram(effects.pool(), leader, type, departed.bytes, term);
  for (const NodeId each : NodeSet::first(config_.replicas))
    if (read.to == no_node ? each != config_.self : each == read.to)
      effects.send(SendKind::message, each, payload, 0, effects.last_write(), after);
}

void ProcessActor::reply(const course::Incoming& read, NodeId leader, Time at, Duration after, Effects& effects) {
  if (real::note_bad_answer(*config_.findings, read.message, config_.self, at)) {
    ++malformed_;
    return;
  }
  Result<PayloadRef> made = course::decode_reply(read.message, leader, effects.pool());
  if (made)
    effects.send(SendKind::reply, read.to, std::move(made.value()), 0, effects.last_write(), after);
  else
    ++malformed_;
}

// Of a replica that ended, for a sentence on its end.
std::string ProcessActor::last_line() const {
  const std::vector<real::OutputLines::Line> lines = config_.setup.output->last_lines(1);
  return lines.empty() ? "" : "; its last line was '" + lines.front().text + "'";
}

ProgramFinding ProcessActor::death(const std::string& id) const {
  const Ending& ending = *process_->ending();
  ProgramFinding found{"died", config_.self, ending.at, 1,
                       concat({id, " ", ending.words(), ", by itself, at ", microsecond_seconds(ending.at - Time{}),
                               " s", last_line()})};
  found.printed = last_words(*config_.setup.output, ending.at);
  const bool early = !socket_ && !process_->machine().sockets.connected();
  found.hints = what_to_try(found.printed, config_.setup.launch, early);
  return found;
}

void ProcessActor::add_findings(std::vector<ProgramFinding>& findings) const {
  if (process_ == nullptr) return;
  const std::string id = course::id_text(config_.self, config_.replicas);
  if (died()) findings.push_back(death(id));
  const bool udp = config_.setup.variant == real::Variant::udp;
  // Who died early says so.
  if (!died() && !socket_ && (udp || !process_->machine().sockets.connected()))
    findings.push_back({"no_hello", config_.self, time_never, 1,
                        concat({id, udp ? " never said hello: nobody knows where it listens" : " never connected",
                                ", and nothing was delivered to it"})});
  if (process_->machine().polls)
    findings.push_back(
        {"polls", config_.self, time_never, 1,
         concat({id, " polls without blocking: found nothing ", grouped(process_->machine().idle_waits), " times"})});
}

std::string ProcessActor::text() const {
  if (process_ == nullptr) return refusal_;
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  if (process_->ending())
    add(process_->ending()->words() + " at " + microsecond_seconds(process_->ending()->at - Time{}) + " s" +
        last_line());
  if (malformed_ > 0) add(std::to_string(malformed_) + " messages that break the rules");
  if (strangers_ > 0) add(std::to_string(strangers_) + " datagrams to ports where nobody is");
  if (process_->machine().polls)
    add("polls without blocking: found nothing " + std::to_string(process_->machine().idle_waits) + " times");
  for (const std::string& remark : process_->machine().remarks) add(remark);
  return text;
}

}  // namespace whitewater::tools::virtual_time
