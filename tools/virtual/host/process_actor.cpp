// One timer: the next turn that the process wants.
#include "tools/virtual/host/process_actor.hpp"

#include <utility>

#include "core/base/hash.hpp"
#include "core/client/request.hpp"
#include "core/course/json_codec.hpp"
#include "core/text/concat.hpp"
#include "core/text/number_text.hpp"
#include "tools/virtual/host/datagram.hpp"
#include "tools/virtual/kernel/cost_model.hpp"

namespace whitewater::tools::virtual_time {

namespace {

constexpr TimerId turn_timer{0};

}  // namespace

void ProcessActor::reset(Config config) {
  process_.reset();
  config_ = std::move(config);
  socket_.reset();
  lives_ = malformed_ = strangers_ = 0;
  named_ = no_node;
  fingerprint_ = config_.setup.seed;
  refusal_.clear();
}

void ProcessActor::start(Time now) {
  named_ = no_node;
  process_.reset();  // what is left of an earlier life
  socket_.reset();
  if (config_.watchdog == nullptr) return;
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
  hand_over(event);
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
  if (ending.kind != Ending::Kind::refused && ending.kind != Ending::Kind::stuck) return;
  refusal_ = "Replica " + course::id_text(config_.self, config_.replicas) + " " + ending.words() + ", at " +
             microsecond_seconds(ending.at - Time{}) + " s.";
  config_.broke_off();
}

void ProcessActor::hand_over(const Event& event) {
  if (const auto* message = std::get_if<MessageArrived>(&event)) {
    if (const auto* datagram = message->payload.get_if<Datagram>()) deliver(datagram->bytes());
  } else if (const auto* asked = std::get_if<RequestArrived>(&event)) {
    if (const auto* request = asked->payload.get_if<client::Request>()) {
      request_.clear();
      course::append_request(request_, *request, request->client, config_.self, config_.replicas);
      deliver(request_);
    }
  }
}

// Before its hello nobody knows where a replica listens.
void ProcessActor::deliver(std::string_view bytes) {
  if (socket_) process_->deliver(*socket_, bytes);
}

void ProcessActor::route(const Departed& departed, Duration after, Effects& effects) {
  if (departed.port != config_.setup.simulator_port) {
    ++strangers_;
    return;
  }
  const Result<course::MessageText> parsed = course::MessageText::parse(departed.bytes);
  if (!parsed) {
    ++malformed_;
    return;
  }
  const course::MessageText& message = parsed.value();
  if (!socket_) socket_ = departed.socket;
  if (message.type() == "hello") return;
  const std::optional<NodeId> to = course::node_of(message.dst(), config_.replicas);
  if (!to) {
    ++malformed_;
    return;
  }
  const std::optional<NodeId> named = course::node_of(message.leader(), config_.replicas);
  const NodeId leader = named && named->value < config_.replicas ? *named : no_node;
  if (leader == config_.self && named_ != leader) leads_since_ = departed.at;
  named_ = leader;
  if (*to != no_node && to->value >= config_.replicas) return reply(*to, message, leader, after, effects);
  const PayloadRef payload =
      make_datagram(effects.pool(), leader, config_.types->number(message.type()), departed.bytes);
  for (const NodeId each : NodeSet::first(config_.replicas))
    if (each != config_.self && (*to == no_node || each == *to))
      effects.send(SendKind::message, each, payload, 0, effects.last_write(), after);
}

void ProcessActor::reply(NodeId client, const course::MessageText& message, NodeId leader, Duration after,
                         Effects& effects) {
  Result<PayloadRef> made = course::decode_reply(message, leader, effects.pool());
  if (made)
    effects.send(SendKind::reply, client, std::move(made.value()), 0, effects.last_write(), after);
  else
    ++malformed_;
}

void ProcessActor::add_findings(std::vector<ProgramFinding>& findings) const {
  if (process_ == nullptr) return;
  const std::string id = course::id_text(config_.self, config_.replicas);
  if (const auto& ended = process_->ending(); ended && ended->kind == Ending::Kind::exited)
    findings.push_back(
        {"died", config_.self, ended->at, 1,
         concat({id, " ", ended->words(), ", by itself, at ", microsecond_seconds(ended->at - Time{}), " s"})});
  if (!socket_)
    findings.push_back({"no_hello", config_.self, time_never, 1,
                        id + " never said hello: nobody knows where it listens, and nothing was delivered to it"});
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
    add(process_->ending()->words() + " at " + microsecond_seconds(process_->ending()->at - Time{}) + " s");
  if (malformed_ > 0) add(std::to_string(malformed_) + " messages that break the rules");
  if (strangers_ > 0) add(std::to_string(strangers_) + " datagrams to ports where nobody is");
  if (process_->machine().polls)
    add("polls without blocking: found nothing " + std::to_string(process_->machine().idle_waits) + " times");
  for (const std::string& remark : process_->machine().remarks) add(remark);
  return text;
}

}  // namespace whitewater::tools::virtual_time
