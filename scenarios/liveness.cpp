// The probe's little protocol, and the conditions one by one.
#include "scenarios/liveness.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/hash.hpp"
#include "core/client/request.hpp"
#include "core/course/message_json.hpp"
#include "scenarios/concat.hpp"

namespace whitewater::scenarios {

namespace {

constexpr TimerId patience_timer{0};
constexpr std::string_view probe_key = "liveness";
constexpr std::string_view probe_value = "alive";

}  // namespace

// --- the probe -------------------------------------------------------------------------------------------------------

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
    // Whoever is sent round in circles waits a little, or time would stand still.
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

// --- the judge -------------------------------------------------------------------------------------------------------

Time LivenessJudge::phase_end(const Scenario& scenario, int third) {
  check(scenario.heal.has_value(), "liveness is judged after a heal");
  return Time{} + *scenario.heal + scenario.replica.timing.election_timeout_max * scenario.heal_within * third / 3;
}

std::vector<ReplicaView> LivenessJudge::views(const Cluster& cluster, unsigned replicas) {
  std::vector<ReplicaView> views;
  for (std::uint16_t i = 0; i < replicas; ++i)
    if (const std::optional<ReplicaView> view = cluster.view(NodeId{i})) views.push_back(*view);
  return views;
}

void LivenessJudge::settled(const Cluster& cluster, unsigned replicas) {
  replicas_ = replicas;
  settled_term_ = 0;
  for (const ReplicaView& view : views(cluster, replicas)) settled_term_ = std::max(settled_term_, view.term);
}

std::optional<std::string> LivenessJudge::served(const Cluster& cluster, const LivenessProbe& probe,
                                                 std::uint64_t entries_sent) {
  entries_sent_ = entries_sent;
  served_last_ = 0;
  for (const ReplicaView& view : views(cluster, replicas_)) served_last_ = std::max(served_last_, view.last_index);
  if (probe.done()) return std::nullopt;
  return "a client still waits for " + probe.waits_for();
}

std::optional<std::string> LivenessJudge::at_rest(const Cluster& cluster, std::uint64_t entries_sent) const {
  const std::vector<ReplicaView> all = views(cluster, replicas_);
  if (all.empty()) return std::nullopt;  // nothing is known of this protocol's replicas
  const auto leading = std::count_if(all.begin(), all.end(), [](const ReplicaView& view) { return view.leading; });
  if (leading != 1) return concat({std::to_string(leading), " replicas lead, not one"});
  const ReplicaView& first = all.front();
  for (std::size_t i = 1; i < all.size(); ++i) {
    const ReplicaView& view = all[i];
    const std::string who = "replicas " + course::id_text(NodeId{0}, replicas_) + " and " +
                            course::id_text(NodeId{static_cast<std::uint16_t>(i)}, replicas_);
    if (view.leader != first.leader) return who + " follow different leaders";
    if (view.last_index != first.last_index)
      return concat(
          {who, " have logs up to ", std::to_string(first.last_index), " and ", std::to_string(view.last_index)});
    if (view.applied != first.applied)
      return concat(
          {who, " have applied up to ", std::to_string(first.applied), " and ", std::to_string(view.applied)});
  }
  if (first.applied != first.last_index)
    return concat({"entries up to ", std::to_string(first.last_index), " are logged, but only ",
                   std::to_string(first.applied), " applied"});
  if (first.term > settled_term_ + 2)
    return concat({"the term went on from ", std::to_string(settled_term_), " to ", std::to_string(first.term)});
  if (first.last_index > served_last_)
    return concat({"the log grew from ", std::to_string(served_last_), " to ", std::to_string(first.last_index),
                   " without a request"});
  if (entries_sent > entries_sent_)
    return concat(
        {std::to_string(entries_sent - entries_sent_), " messages with entries were sent that everybody has"});
  return std::nullopt;
}

}  // namespace whitewater::scenarios
