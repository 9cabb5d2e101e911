// Asks one replica after the other until it is answered.
#include "scenarios/workloads/liveness_probe.hpp"

#include "core/base/hash.hpp"

namespace whitewater::scenarios {

namespace {

constexpr TimerId patience_timer{0};
constexpr std::string_view probe_key = "liveness";
constexpr std::string_view probe_value = "alive";

}  // namespace

void LivenessProbe::reset(NodeId self, unsigned replicas, Duration patience) {
  *this = {};
  self_ = self;
  replicas_ = replicas;
  patience_ = patience;
}

std::string LivenessProbe::waits_for() const {
  if (step_ == Step::wrong_value) return "the value that was put";
  return step_ == Step::put ? "an answer to a fresh put" : "an answer to a fresh get";
}

std::string LivenessProbe::mid() const {
  return (step_ == Step::put ? "probe-put." : "probe-get.") + std::to_string(attempts_);
}

NodeId LivenessProbe::next_replica() {
  return NodeId{static_cast<std::uint16_t>(sends_ % replicas_)};
}

void LivenessProbe::ask(NodeId to, Time now, Effects& effects) {
  const std::string name = mid();
  PayloadRef request = step_ == Step::put
                           ? client::make_put(effects.pool(), self_, no_node, name, probe_key, probe_value)
                           : client::make_get(effects.pool(), self_, no_node, name, probe_key);
  ++sends_;
  effects.send_request(to, std::move(request), hash_words(hash_bytes(name), sends_));
  effects.set_timer(patience_timer, now + patience_);
}

void LivenessProbe::handle(const Event& event, Time now, Effects& effects) {
  if (const auto* arrived = std::get_if<ReplyArrived>(&event)) {
    const auto* reply = arrived->payload.get_if<client::Reply>();
    if (reply != nullptr && reply->mid() == mid() && step_ <= Step::get) on_reply(*reply, now, effects);
  } else if (step_ <= Step::get) {
    ask(next_replica(), now, effects);
  }
  rolling_ = hash_words(rolling_, sends_, attempts_, static_cast<std::uint64_t>(step_));
}

void LivenessProbe::on_reply(const client::Reply& reply, Time now, Effects& effects) {
  if (reply.outcome != client::Reply::Outcome::ok) {
    ++attempts_;
    // After redirects in a circle, wait a little: otherwise time would stand still.
    if (attempts_ % (2 * replicas_) == 0) return effects.set_timer(patience_timer, now + patience_);
    return ask(reply.leader.value < replicas_ ? reply.leader : next_replica(), now, effects);
  }
  if (step_ == Step::put) {
    step_ = Step::get;
    return ask(next_replica(), now, effects);
  }
  step_ = reply.has_value && reply.value() == probe_value ? Step::done : Step::wrong_value;
  effects.cancel_timer(patience_timer);
}

}  // namespace whitewater::scenarios
