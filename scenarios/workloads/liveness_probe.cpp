// Asks one replica after the other until it is answered.
#include "scenarios/workloads/liveness_probe.hpp"

#include <utility>

#include "core/base/hash.hpp"

namespace whitewater::scenarios {

namespace {

constexpr TimerId patience_timer{0};
constexpr std::string_view probe_key = "liveness";
constexpr std::string_view probe_value = "alive";

}  // namespace

void LivenessProbe::reset(NodeId self, unsigned replicas, Duration patience, ProbeBooks& books) {
  std::vector<ReportedRequest> gets = std::move(gets_);
  gets.clear();
  *this = {};
  gets_ = std::move(gets);
  books_ = &books;
  self_ = self;
  replicas_ = replicas;
  patience_ = patience;
}

std::string LivenessProbe::waits_for() const {
  if (step_ == Step::wrong_value) return "the value that was put";
  if (step_ == Step::get_before) return "an answer to a get of a key that was put before";
  return step_ == Step::put ? "an answer to a fresh put" : "an answer to a fresh get";
}

std::string LivenessProbe::mid() const {
  const char* const word = step_ == Step::get_before ? "probe-old." : step_ == Step::put ? "probe-put." : "probe-get.";
  return word + std::to_string(attempts_);
}

NodeId LivenessProbe::next_replica() {
  return NodeId{static_cast<std::uint16_t>(sends_ % replicas_)};
}

void LivenessProbe::ask(NodeId to, Time now, Effects& effects) {
  const std::string name = mid();
  PayloadRef request = step_ == Step::put
                           ? client::make_put(effects.pool(), self_, no_node, name, probe_key, probe_value)
                           : client::make_get(effects.pool(), self_, no_node, name,
                                              step_ == Step::get ? probe_key : std::string_view(key_));
  ++sends_;
  if (step_ == Step::get_before) note_asked(*request.get_if<client::Request>(), to, now);
  effects.send_request(to, std::move(request), hash_words(hash_bytes(name), sends_));
  effects.set_timer(patience_timer, now + patience_);
}

void LivenessProbe::handle(const Event& event, Time now, Effects& effects) {
  if (std::holds_alternative<Started>(event)) key_ = books_->key_to_get();
  if (const auto* arrived = std::get_if<ReplyArrived>(&event)) {
    const auto* reply = arrived->payload.get_if<client::Reply>();
    if (reply != nullptr && reply->mid() == mid() && step_ <= Step::get) on_reply(*reply, arrived->from, now, effects);
  } else if (step_ <= Step::get) {
    ask(next_replica(), now, effects);
  }
  rolling_ = hash_words(rolling_, sends_, attempts_, static_cast<std::uint64_t>(step_));
}

void LivenessProbe::note_asked(const client::Request& request, NodeId to, Time now) {
  if (!gets_.empty() && gets_.back().name == request.name()) return;  // it is asked again, under the same name
  ReportedRequest& get = gets_.emplace_back();
  get.name = request.name();
  get.attempt = static_cast<std::uint32_t>(gets_.size() - 1);
  get.mid = request.mid();
  get.operation = "get";
  get.key = request.key();
  get.client = self_;
  get.to = to;
  get.sent = now;
  books_->probe_asks(request, now);
}

void LivenessProbe::note_answered(const client::Reply& reply, NodeId from, Time now) {
  ReportedRequest& get = gets_.back();
  get.answered = now;
  get.answered_by = from;
  switch (reply.outcome) {
    case client::Reply::Outcome::ok:
      get.state = ReportedRequest::State::ok;
      if (reply.has_value) get.read = reply.value();
      return books_->probe_reads(reply.value(), now);
    case client::Reply::Outcome::redirect:
      get.state = ReportedRequest::State::redirected;
      return;
    case client::Reply::Outcome::fail:
      get.state = ReportedRequest::State::failed;
      return;
  }
}

void LivenessProbe::on_reply(const client::Reply& reply, NodeId from, Time now, Effects& effects) {
  if (step_ == Step::get_before) note_answered(reply, from, now);
  if (reply.outcome != client::Reply::Outcome::ok) {
    ++attempts_;
    // After redirects in a circle, wait a little: otherwise time would stand still.
    if (attempts_ % (2 * replicas_) == 0) return effects.set_timer(patience_timer, now + patience_);
    return ask(reply.leader.value < replicas_ ? reply.leader : next_replica(), now, effects);
  }
  if (step_ != Step::get) {
    step_ = step_ == Step::put ? Step::get : Step::put;
    return ask(next_replica(), now, effects);
  }
  step_ = reply.has_value && reply.value() == probe_value ? Step::done : Step::wrong_value;
  effects.cancel_timer(patience_timer);
}

}  // namespace whitewater::scenarios
