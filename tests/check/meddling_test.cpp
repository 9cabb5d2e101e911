// Real replicas in a simulated cluster, and somebody who falsifies what they are handed or what they want done: every
// property that is about more than logs bites. Without him, nothing does, through kills, restarts, slow disks,
// partitions, losses and duplicates.
#include <string>

#include "scenarios/systems/raft_states.hpp"
#include "tests/catch.hpp"
#include "tests/check/property_world.hpp"

using namespace whitewater;
using namespace whitewater::checks;

namespace {

void slow_disks(PropertyWorld& world) {
  world.config.disk = {simnet::DelayModel::Kind::uniform, microseconds(100), milliseconds(3), {}, {}, {}, {}};
}

template <class Condition>
void drop_writes(Effects& effects, Condition&& condition) {
  erase_if(effects.writes, condition);
}

bool is_hard_state(const Effects::Write& write) {
  return write.kind == Effects::Write::Kind::replace;
}
bool is_append(const Effects::Write& write) {
  return write.kind == Effects::Write::Kind::append;
}

}  // namespace

TEST_CASE("vote is durable: a vote that is not written, or does not wait") {
  PropertyWorld world;
  SECTION("not written") {
    world.meddle_after([](NodeId, const Event&, Effects& effects) {
      for (const Effects::Send& send : effects.sends)
        if (message_of<raft::VoteGranted>(send) != nullptr) return drop_writes(effects, is_hard_state);
    });
  }
  SECTION("not waited for") {
    slow_disks(world);
    world.meddle_after([](NodeId, const Event&, Effects& effects) {
      for (Effects::Send& send : effects.sends)
        if (message_of<raft::VoteGranted>(send) != nullptr) send.after_write = 0;
    });
  }
  SECTION("asked for, not written") {
    world.replica_config.raft.prevote = false;
    world.meddle_after([](NodeId, const Event&, Effects& effects) {
      for (const Effects::Send& send : effects.sends)
        if (message_of<raft::VoteRequest>(send) != nullptr) return drop_writes(effects, is_hard_state);
    });
  }
  world.run(seconds(5));
  require_violation(world, "vote_is_durable");
}

TEST_CASE("vote is durable: a vote for somebody else than was written") {
  PropertyWorld world;
  world.meddle_after([](NodeId node, const Event&, Effects& effects) {
    for (Effects::Send& send : effects.sends)
      if (message_of<raft::VoteGranted>(send) != nullptr)
        send.to = NodeId{static_cast<std::uint16_t>(3 - node.value - send.to.value)};  // the third of 0, 1 and 2
  });
  world.run(seconds(5));
  require_violation(world, "vote_is_durable");
}

TEST_CASE("acknowledged is durable: entries that are not written, or not waited for") {
  PropertyWorld world;
  SECTION("not written") {
    world.meddle_after([](NodeId, const Event&, Effects& effects) {
      for (const Effects::Send& send : effects.sends)
        if (message_of<raft::AppendAccepted>(send) != nullptr) return drop_writes(effects, is_append);
    });
  }
  SECTION("not waited for") {
    slow_disks(world);
    world.meddle_after([](NodeId, const Event&, Effects& effects) {
      for (Effects::Send& send : effects.sends)
        if (message_of<raft::AppendAccepted>(send) != nullptr) send.after_write = 0;
    });
  }
  SECTION("in a term that is not written") {
    world.meddle_after([](NodeId, const Event&, Effects& effects) {
      for (const Effects::Send& send : effects.sends)
        if (message_of<raft::AppendAccepted>(send) != nullptr) return drop_writes(effects, is_hard_state);
    });
    // Cut off while the others elect a leader: it hears of the term from an append.
    world.fault({}, KindId::partition, PropertyWorld::target(NodeId{2}));
    world.fault_ends(seconds(4), KindId::partition, {});
    world.replica_config.raft.prevote = true;
  }
  world.run(seconds(9));
  require_violation(world, "acknowledged_is_durable");
}

TEST_CASE("term of messages: one that the node was never in, or has not written") {
  PropertyWorld world;
  SECTION("never in") {
    world.meddle_after([](NodeId, const Event&, Effects& effects) {
      for (Effects::Send& send : effects.sends)
        if (const auto* append = message_of<raft::AppendEntries>(send)) {
          raft::AppendEntries other = *append;
          other.term = other.term.next();
          send.payload = effects.make<raft::PeerMessage>(no_node, raft::Message(other));
        }
    });
  }
  SECTION("not waited for") {
    slow_disks(world);
    world.replica_config.raft.prevote = false;
    raft::Timing& timing = world.replica_config.raft.timing;
    timing.election_timeout_max = timing.election_timeout_min + milliseconds(1);  // they collide
    world.meddle_after([](NodeId, const Event&, Effects& effects) {
      for (Effects::Send& send : effects.sends)
        if (message_of<raft::VoteDenied>(send) != nullptr) send.after_write = 0;
    });
  }
  world.run(seconds(20));
  require_violation(world, "term_of_messages");
}

// Its disk was exchanged for one that has forgotten the vote: the host itself gives it another past.
TEST_CASE("one vote: a second one after a restart") {
  FirstViolation violation;
  RaftProperties judge{violation};
  PayloadPool pool;
  raft::Config config;
  config.self = NodeId{0};
  config.replicas = 3;
  judge.reset(config, true);
  raft::Node node(config);
  const auto life_with_vote = [&](NodeId vote) {
    const raft::HardState hard{raft::Term{4}, vote};
    const std::array<PayloadRef, 1> slots{make_payload<raft::HardState>(pool, hard)};
    raft::Output out(pool);
    node.reset(config);
    node.start(Time{}, hard, {}, out);
    return judge.started(NodeId{0}, Started{{1, {}, slots}}, node);
  };
  CHECK(life_with_vote(NodeId{1}));
  CHECK(life_with_vote(no_node));
  CHECK(life_with_vote(NodeId{1}));
  CHECK_FALSE(life_with_vote(NodeId{2}));
  REQUIRE(violation.get().has_value());
  CHECK(std::string(violation.get()->property) == "one_vote");
  CHECK(violation.get()->sentence.starts_with("node 0000 voted for node 0001 in term 4, and then for node 0002"));
  node.reset(config);
}

TEST_CASE("elected by majority: votes that nobody gave") {
  PropertyWorld world;
  for (std::uint16_t i = 0; i < PropertyWorld::replicas; ++i)
    world.meddled.at(i)->before = [&world, i](const Event& event, const auto& hand) {
      hand(event);
      const raft::Node& raft = world.actor(NodeId{i}).raft();
      if (raft.role() != raft::Node::RoleKind::candidate) return;
      const PayloadRef forged = make_payload<raft::PeerMessage>(
          world.world.pool(), no_node, raft::Message(raft::VoteGranted{raft.current_term(), {}}));
      hand(MessageArrived{NodeId{static_cast<std::uint16_t>((i + 1) % 3)}, forged});
    };
  world.run(seconds(5));
  require_violation(world, "elected_by_majority");
}

TEST_CASE("restart keeps durable: a node forgets its log, or its term") {
  PropertyWorld world;
  world.fault(seconds(3), KindId::kill, PropertyWorld::target(NodeId{1}));
  world.fault_ends(seconds(4), KindId::kill, PropertyWorld::target(NodeId{1}));
  bool keep_slots = false;
  SECTION("log") {
    keep_slots = true;
  }
  SECTION("term and vote") {}
  world.meddled.at(1)->before = [&](const Event& event, const auto& hand) {
    if (const auto* started = std::get_if<Started>(&event))
      hand(Started{keep_slots ? Recovered{1, {}, started->recovered.slots} : Recovered{}});
    else
      hand(event);
  };
  world.run(seconds(6));
  require_violation(world, "restart_keeps_durable");
}

TEST_CASE("match is true: an acknowledgement that nobody sent") {
  PropertyWorld world;
  for (std::uint16_t i = 0; i < PropertyWorld::replicas; ++i)
    world.meddled.at(i)->before = [&world, i](const Event& event, const auto& hand) {
      const raft::Node& raft = world.actor(NodeId{i}).raft();
      const auto* arrived = std::get_if<MessageArrived>(&event);
      if (arrived == nullptr || !raft.leading()) return hand(event);
      const PayloadRef forged = make_payload<raft::PeerMessage>(
          world.world.pool(), no_node,
          raft::Message(raft::AppendAccepted{raft.current_term(), raft.last_index(), std::uint64_t{0}}));
      hand(MessageArrived{arrived->from, forged});
    };
  // Nothing reaches the followers: what the leader is told is never so.
  world.meddle_after([](NodeId, const Event&, Effects& effects) {
    erase_if(effects.sends, [](const Effects::Send& send) {
      const auto* append = message_of<raft::AppendEntries>(send);
      return append != nullptr && append->entries;
    });
  });
  world.run(seconds(9));
  REQUIRE(world.observer.violation().has_value());
  // Whichever the leader does first on the strength of it.
  const std::string property = world.observer.violation()->property;
  CHECK((property == "match_is_true" || property == "committed_is_durable"));
}

TEST_CASE("answered is committed: an answer to a put that has only arrived") {
  PropertyWorld world;
  world.meddle_after([](NodeId node, const Event& event, Effects& effects) {
    const auto* arrived = std::get_if<RequestArrived>(&event);
    if (arrived == nullptr) return;
    const auto* request = arrived->payload.get_if<client::Request>();
    if (request->operation == client::Request::Operation::put)
      effects.send_reply(request->client, client::make_ok(effects.pool(), node, request->mid()));
  });
  world.run(seconds(5));
  require_violation(world, "answered_is_committed");
}

TEST_CASE("read is fresh: a replica answers from what it has, however old") {
  PropertyWorld world;
  world.fault(seconds(2), KindId::partition, PropertyWorld::target(NodeId{0}));
  world.meddle_after([](NodeId node, const Event& event, Effects& effects) {
    const auto* arrived = std::get_if<RequestArrived>(&event);
    if (arrived == nullptr) return;
    const auto* request = arrived->payload.get_if<client::Request>();
    if (request->operation == client::Request::Operation::get)
      effects.send_reply(request->client, client::make_ok_value(effects.pool(), node, request->mid(), "?"));
  });
  world.run(seconds(9));
  require_violation(world, "read_is_fresh");
}

TEST_CASE("effect at most once: an old put is put into the leader's store a second time") {
  PropertyWorld world;
  bool done = false;
  for (std::uint16_t i = 0; i < PropertyWorld::replicas; ++i)
    world.meddled.at(i)->before = [&, i](const Event& event, const auto& hand) {
      const kv::ReplicaActor& actor = world.actor(NodeId{i});
      const std::uint64_t applied = actor.applied().value;
      hand(event);
      // A leader applies first, so no other state shows that this one is wrong.
      if (done || !actor.raft().leading() || actor.applied().value == applied) return;
      for (std::uint64_t index = 1; index < applied && !done; ++index) {
        const PayloadRef& command = actor.raft().entry(raft::Index{index}).command;
        const auto* put = command.get_if<client::Request>();
        done = put != nullptr && actor.store().get(put->key()).value != put->value();
        if (done) const_cast<kv::Store&>(actor.store()).put(command);
      }
    };
  world.run(seconds(5));
  require_violation(world, "effect_at_most_once");
}

TEST_CASE("answered as asked: every replica that applies a put answers it") {
  PropertyWorld world;
  std::array<std::uint64_t, PropertyWorld::replicas> answered{};
  world.meddle_after([&](NodeId node, const Event&, Effects& effects) {
    const kv::ReplicaActor& actor = world.actor(node);
    if (actor.raft().leading()) return;
    for (std::uint64_t& index = answered.at(node.value); index < actor.applied().value;) {
      const auto* put = actor.raft().entry(raft::Index{++index}).command.get_if<client::Request>();
      if (put != nullptr) effects.send_reply(put->client, client::make_ok(effects.pool(), node, put->mid()));
    }
  });
  world.run(seconds(9));
  require_violation(world, "answered_as_asked");
}

TEST_CASE("read is fresh: a leader answers with the value before") {
  PropertyWorld world;
  world.meddle_after([](NodeId node, const Event&, Effects& effects) {
    for (Effects::Send& send : effects.sends) {
      const auto* reply = send.payload.get_if<client::Reply>();
      if (reply == nullptr || !reply->has_value || reply->value().empty()) continue;
      // Values are the numbers of requests, and each key's numbers are five apart: the key had it once, or never.
      const std::string before = std::to_string(std::stoul(std::string(reply->value())) - 5);
      send.payload = client::make_ok_value(effects.pool(), node, reply->mid(), before);
    }
  });
  world.run(seconds(9));
  require_violation(world, "read_is_fresh");
}

TEST_CASE("election safety: a follower sends an append of the term that another leads") {
  PropertyWorld world;
  world.meddle_after([](NodeId node, const Event&, Effects& effects) {
    for (std::size_t i = 0, count = effects.sends.size(); i < count; ++i) {
      const auto* accepted = message_of<raft::AppendAccepted>(effects.sends[i]);
      if (accepted == nullptr) continue;
      const raft::AppendEntries append{accepted->term, accepted->match_index, accepted->term, {}, 0, {}};
      effects.send_message(NodeId{static_cast<std::uint16_t>((node.value + 1) % 3)},
                           effects.make<raft::PeerMessage>(node, raft::Message(append)));
    }
  });
  world.run(seconds(5));
  require_violation(world, "election_safety");
}

TEST_CASE("a violation says what was handled, and how all replicas stood") {
  PropertyWorld world;
  world.fault(seconds(2), KindId::kill, PropertyWorld::target(NodeId{2}));
  world.meddle_after([&](NodeId node, const Event& event, Effects& effects) {
    const auto* arrived = std::get_if<RequestArrived>(&event);
    if (arrived == nullptr || world.world.now() < Time{} + seconds(3)) return;
    const auto* request = arrived->payload.get_if<client::Request>();
    effects.send_reply(request->client, client::make_ok(effects.pool(), node, request->mid()));
  });
  world.run(seconds(5));
  REQUIRE(world.observer.violation().has_value());
  const scenarios::Violation& violation = *world.observer.violation();
  CHECK(violation.property == "answered_is_committed");
  CHECK(violation.handled.starts_with("receives "));
  CHECK(violation.event == world.world.events());
  CHECK(violation.time == world.world.now());
  REQUIRE(raft_states(violation).size() == 3);
  unsigned leaders = 0;
  for (const scenarios::RaftState& replica : raft_states(violation)) {
    CHECK(replica.alive == (replica.node != NodeId{2}));
    CHECK(replica.durable_index == replica.last_index);
    CHECK(replica.term >= 1);
    leaders += replica.alive && replica.role == "leader" ? 1u : 0u;
  }
  CHECK(leaders == 1);
  CHECK(world.world.stopped());
}

namespace {

// Every replica is cut off, killed and started again, some several times.
void disturb(PropertyWorld& world, std::uint64_t seed) {
  for (std::uint64_t i = 0; i < 8; ++i) {
    const std::uint64_t word = hash_words(seed, i);
    const simnet::Target target = PropertyWorld::target(NodeId{static_cast<std::uint16_t>(word % 3)});
    const Duration at =
        milliseconds(1'500 + static_cast<std::int64_t>(i) * 1'500 + static_cast<std::int64_t>(word % 700));
    if (word / 8 % 2 == 0) world.fault(at, KindId::partition, target);
    world.fault(at + milliseconds(200), KindId::kill, target);
    world.fault_ends(at + milliseconds(200 + static_cast<std::int64_t>(word / 64 % 400)), KindId::kill, target);
    world.fault_ends(at + milliseconds(900), KindId::partition, {});
  }
}

}  // namespace

TEST_CASE("correct replicas violate nothing, through kills, restarts, partitions, losses and duplicates") {
  std::uint64_t done = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    PropertyWorld world;
    world.config.seed = seed;
    world.config.message_link = {
        {simnet::DelayModel::Kind::uniform, microseconds(200), milliseconds(9), {}, {}, {}, {}},
        Probability{50'000},
        Probability{100'000},
        false};
    if (seed % 3 != 0) slow_disks(world);
    world.replica_config.raft.replication =
        seed % 2 == 0 ? raft::ReplicationPolicy::thrifty : raft::ReplicationPolicy::broadcast;
    world.replica_config.raft.reads = seed % 5 < 2 ? raft::ReadPolicy::lease : raft::ReadPolicy::read_index;
    world.replica_config.raft.prevote = seed % 7 != 0;
    world.replica_config.gather_puts = seed % 4 == 0;
    disturb(world, seed);
    world.run(seconds(15));
    INFO("seed " << seed);
    if (world.observer.violation())
      INFO(world.observer.violation()->property + ": " + world.observer.violation()->text);
    REQUIRE_FALSE(world.observer.violation().has_value());
    done += world.client.done;
  }
  CHECK(done > 60'000);
}
