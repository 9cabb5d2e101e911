// A simulated cluster with one client and all properties watched, in which a test may meddle: with what a replica is
// handed, and with what it wants done before anybody sees it. The replicas themselves are real.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/kv/replica_actor.hpp"
#include "core/raft/peer_message.hpp"
#include "scenarios/systems/property_observer.hpp"
#include "simnet/world.hpp"
#include "tests/catch.hpp"

namespace whitewater::checks {

using simnet::faults::KindId;

// A replica between which and its host somebody stands.
class Meddled final : public Actor {
 public:
  explicit Meddled(kv::ReplicaActor& replica) : replica_(replica) {}

  // Before the replica is handed an event: whatever is called on hand instead of it, or beside it, comes to the
  // replica.
  std::function<void(const Event&, const std::function<void(const Event&)>& hand)> before;
  // What it wants done.
  std::function<void(const Event&, Effects&)> after;

  void handle(const Event& event, Time now, Effects& effects) override {
    if (before)
      before(event, [&](const Event& other) { replica_.handle(other, now, effects); });
    else
      replica_.handle(event, now, effects);
    if (after) after(event, effects);
  }
  std::uint64_t fingerprint() const override { return replica_.fingerprint(); }

 private:
  kv::ReplicaActor& replica_;
};

// Puts and gets by turns, every few milliseconds, at the replica that it was last told of; else at each in turn.
class PropertyClient final : public Actor {
 public:
  explicit PropertyClient(unsigned replicas) : replicas_(replicas) {}

  void handle(const Event& event, Time now, Effects& effects) override {
    if (const auto* arrived = std::get_if<ReplyArrived>(&event)) {
      const auto* reply = arrived->payload.get_if<client::Reply>();
      leader_ = reply->leader;
      done += reply->outcome == client::Reply::Outcome::ok ? 1u : 0u;
      return;
    }
    const std::string mid = std::to_string(++sent_);
    const std::string key = std::to_string(sent_ % 5);
    const NodeId self{static_cast<std::uint16_t>(replicas_)};
    const NodeId to =
        leader_.valid() && sent_ % 7 != 0 ? leader_ : NodeId{static_cast<std::uint16_t>(sent_ % replicas_)};
    effects.send_request(to, sent_ % 3 == 0 ? client::make_get(effects.pool(), self, leader_, mid, key)
                                            : client::make_put(effects.pool(), self, leader_, mid, key, mid));
    effects.set_timer(TimerId{0}, now + milliseconds(10));
  }
  std::uint64_t fingerprint() const override { return sent_; }

  std::uint64_t done = 0;

 private:
  unsigned replicas_;
  NodeId leader_;
  std::uint64_t sent_ = 0;
};

class PropertyWorld {
 public:
  static constexpr unsigned replicas = 3;

  PropertyWorld() : client(replicas) {
    config.nodes = replicas + 1;
    config.replicas = replicas;
    config.message_link.delay.low = milliseconds(1);
    config.client_link.delay.low = microseconds(200);
    for (kv::ReplicaActor& actor : actors) meddled.emplace_back(std::make_unique<Meddled>(actor));
  }
  // Payloads go before the pool they lie in.
  ~PropertyWorld() {
    for (kv::ReplicaActor& actor : actors) actor.reset({});
  }
  PropertyWorld(const PropertyWorld&) = delete;
  PropertyWorld& operator=(const PropertyWorld&) = delete;

  // May be called again, for the same run anew.
  void run(Duration duration) {
    world.reset(config);
    client = PropertyClient(replicas);
    for (const NodeId node : NodeSet::first(replicas)) {
      kv::ReplicaConfig replica = replica_config;
      replica.raft.self = node;
      replica.raft.replicas = replicas;
      replica.raft.seed = config.seed;
      actors.at(node.value).reset(replica);
      world.add(node, *meddled.at(node.value));
      world.start(node);
    }
    world.add(NodeId{replicas}, client);
    world.start(NodeId{replicas});
    observer.watch(world, actors.data(), replicas);
    world.add_observer(observer);
    world.set_episodes(faults);
    try {
      world.run_until(Time{} + duration);
    } catch (const CheckFailure&) {
      // What was meddled with is done all the same when the run has been stopped, and a host may not bear it.
      if (!observer.violation()) throw;
    }
  }
  // Until one like it or its end.
  void fault(Duration at, KindId kind, const simnet::Target& whom, const simnet::Target& to = {}) {
    faults.push_back(simnet::faults::point_fault(Time{} + at, kind, whom, to));
  }
  void fault_ends(Duration at, KindId kind, const simnet::Target& whom) {
    faults.push_back(simnet::faults::ending(Time{} + at, kind, whom));
  }
  static simnet::Target target(NodeId node) { return {NodeSet::of(node), simnet::Target::no_role}; }

  // What stands between every replica and its host; told whose.
  void meddle_after(const std::function<void(NodeId, const Event&, Effects&)>& what) {
    for (std::uint16_t i = 0; i < replicas; ++i)
      meddled.at(i)->after = [what, i](const Event& event, Effects& effects) { what(NodeId{i}, event, effects); };
  }
  const kv::ReplicaActor& actor(NodeId node) const { return actors.at(node.value); }

  simnet::WorldConfig config;
  kv::ReplicaConfig replica_config;
  std::vector<simnet::faults::Episode> faults;
  simnet::World world;
  std::array<kv::ReplicaActor, replicas> actors;
  std::vector<std::unique_ptr<Meddled>> meddled;
  PropertyClient client;
  scenarios::PropertyObserver observer;
};

inline void require_violation(const PropertyWorld& world, const std::string& property) {
  REQUIRE(world.observer.violation().has_value());
  INFO(world.observer.violation()->text);
  CHECK(world.observer.violation()->property == property);
}

template <class Message>
const Message* message_of(const Effects::Send& send) {
  const auto* peer = send.payload.get_if<raft::PeerMessage>();
  return peer != nullptr ? std::get_if<Message>(&peer->message) : nullptr;
}

}  // namespace whitewater::checks
