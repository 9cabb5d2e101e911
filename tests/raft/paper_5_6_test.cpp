// Raft §5.6, sentence by sentence: safety never depends on time, availability does.
#include "tests/catch.hpp"
#include "tests/raft/paper_fixture.hpp"

using namespace whitewater;
using namespace whitewater::raft;
using namespace whitewater::raft::paper;

namespace {

const Subject* leader_of(std::initializer_list<const Subject*> servers) {
  for (const Subject* server : servers)
    if (server->role() == Is::leader) return server;
  return nullptr;
}

}  // namespace

TEST_CASE("§5.6 broadcast time ≪ election timeout: a timing that says otherwise is refused") {
  REQUIRE_FALSE(Timing{}.invalid().has_value());
  Timing slow_heartbeat;
  slow_heartbeat.heartbeat_interval = slow_heartbeat.election_timeout_min;
  REQUIRE(slow_heartbeat.invalid().has_value());
  Timing empty_interval;
  empty_interval.election_timeout_max = empty_interval.election_timeout_min - milliseconds(1);
  REQUIRE(empty_interval.invalid().has_value());
}

TEST_CASE("§5.6 heartbeats within the election timeout keep a steady leader in place") {
  PayloadPool pool;
  Subject a(pool, {.self = 0, .replicas = 3});
  Subject b(pool, {.self = 1, .replicas = 3});
  Subject c(pool, {.self = 2, .replicas = 3});
  Network network({&a, &b, &c});
  while (leader_of({&a, &b, &c}) == nullptr) network.step();
  const Subject* leader = leader_of({&a, &b, &c});
  const std::uint64_t term = leader->term();
  const Time end = leader->now() + seconds(60);
  while (leader->now() < end) network.step();
  REQUIRE(leader->role() == Is::leader);
  for (const Subject* server : {&a, &b, &c}) REQUIRE(server->term() == term);
}

TEST_CASE("§5.6 without a leader the cluster is down for about an election timeout, then goes on") {
  PayloadPool pool;
  Subject a(pool, {.self = 0, .replicas = 3});
  Subject b(pool, {.self = 1, .replicas = 3});
  Subject c(pool, {.self = 2, .replicas = 3});
  a.become_leader();
  Network({&a, &b, &c}).settle();
  const Time failed = b.now();
  Network rest({&b, &c});
  while (leader_of({&b, &c}) == nullptr) rest.step();
  const Duration down = leader_of({&b, &c})->now() - failed;
  const Timing timing = b.node().config().timing;
  REQUIRE(down >= timing.election_timeout_min);
  REQUIRE(down <= timing.election_timeout_max * 3);
  REQUIRE(leader_of({&b, &c})->committed() >= 1);
}

TEST_CASE("§5.6 safety does not depend on time: a leader that slept for an hour cannot commit alone") {
  PayloadPool pool;
  Subject old(pool, {.self = 0, .replicas = 3});
  Subject b(pool, {.self = 1, .replicas = 3});
  Subject c(pool, {.self = 2, .replicas = 3});
  old.become_leader();
  Network({&old, &b, &c}).settle();
  Network rest({&b, &c});
  while (leader_of({&b, &c}) == nullptr) rest.step();
  const Subject* successor = leader_of({&b, &c});
  old.pass(seconds(3600));
  old.propose(1);
  REQUIRE(old.committed() == 1);
  Network everyone({&old, &b, &c});
  everyone.settle();
  REQUIRE(old.role() == Is::follower);
  REQUIRE(old.committed() <= successor->committed());
  for (int heartbeats = 0; heartbeats < 10 && old.log() != successor->log(); ++heartbeats) everyone.step();
  REQUIRE(old.term() == successor->term());
  REQUIRE(old.log() == successor->log());
}
