// The probe's little protocol, and the conditions one by one.
#include "scenarios/experiment/liveness.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/base/hash.hpp"
#include "core/client/request.hpp"
#include "core/course/message_json.hpp"
#include "core/text/concat.hpp"
#include "scenarios/systems/replica_options.hpp"

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

Time LivenessJudge::quarter_end(const Scenario& scenario, int quarter) {
  check(scenario.heal.has_value(), "liveness is judged after a heal");
  return Time{} + *scenario.heal +
         replica_options(scenario).timing.election_timeout_max * scenario.heal_within * quarter / quarters;
}

std::vector<ReplicaView> LivenessJudge::views(const Cluster& cluster) const {
  std::vector<ReplicaView> views;
  for (std::uint16_t i = 0; i < replicas_; ++i)
    if (const std::optional<ReplicaView> view = cluster.view(NodeId{i})) views.push_back(*view);
  return views;
}

void LivenessJudge::begin_rest(const Cluster& cluster, unsigned replicas, const LivenessTraffic& traffic) {
  const bool first = replicas_ == 0;
  replicas_ = replicas;
  traffic_ = traffic;
  last_index_ = 0;
  for (const ReplicaView& view : views(cluster)) {
    if (first) first_term_ = std::max(first_term_, view.term);
    last_index_ = std::max(last_index_, view.last_index);
  }
}

// Nothing when all do.
std::optional<std::string> LivenessJudge::agree(const std::vector<ReplicaView>& all) const {
  const auto leading = std::count_if(all.begin(), all.end(), [](const ReplicaView& view) { return view.leading; });
  if (leading != 1) return concat({std::to_string(leading), " replicas lead, not one"});
  const ReplicaView& first = all.front();
  for (std::uint16_t i = 1; i < all.size(); ++i) {
    const ReplicaView& view = all[i];
    const std::string who =
        concat({"replicas ", course::id_text(NodeId{0}, replicas_), " and ", course::id_text(NodeId{i}, replicas_)});
    const auto differ = [&](std::string_view what, std::uint64_t a, std::uint64_t b) {
      return concat({who, what, std::to_string(a), " and ", std::to_string(b)});
    };
    if (view.leader != first.leader) return who + " follow different leaders";
    if (view.last_index != first.last_index) return differ(" have logs up to ", first.last_index, view.last_index);
    if (view.applied != first.applied) return differ(" have applied up to ", first.applied, view.applied);
  }
  if (first.applied == first.last_index) return std::nullopt;
  return concat({"entries up to ", std::to_string(first.last_index), " are logged, but only ",
                 std::to_string(first.applied), " applied"});
}

std::optional<std::string> LivenessJudge::end_rest(const Cluster& cluster, const LivenessTraffic& traffic) const {
  const std::vector<ReplicaView> all = views(cluster);
  if (all.empty()) return std::nullopt;  // nothing is known of this protocol's replicas
  // A client that still asked had every right to.
  if (traffic.requests > traffic_.requests) return std::nullopt;
  if (std::optional<std::string> found = agree(all)) return found;
  const ReplicaView& any = all.front();
  if (any.term > first_term_ + 2)
    return concat({"the term went on from ", std::to_string(first_term_), " to ", std::to_string(any.term)});
  if (any.last_index > last_index_)
    return concat({"the log grew from ", std::to_string(last_index_), " to ", std::to_string(any.last_index),
                   " without a request"});
  if (traffic.entries > traffic_.entries)
    return concat(
        {std::to_string(traffic.entries - traffic_.entries), " messages with entries were sent that everybody has"});
  return std::nullopt;
}

}  // namespace whitewater::scenarios
