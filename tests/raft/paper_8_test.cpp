// Raft §8, the two rules that keep reads linearizable: the no-op at the start of a term, and the confirmation of
// leadership before a read is answered. Sessions (§8, second paragraph) belong to the store.
#include "tests/catch.hpp"
#include "tests/raft/paper_fixture.hpp"

using namespace whitewater;
using namespace whitewater::raft;
using namespace whitewater::raft::paper;

namespace {

bool answered(const Subject& leader, std::uint64_t token) {
  for (const Output::ReadReady& ready : leader.output().reads)
    if (ready.token == token) return true;
  return false;
}

// Of term 1, its no-op committed, and nothing on the way.
Subject settled_leader(PayloadPool& pool) {
  Subject leader(pool, {});
  leader.become_leader();
  for (unsigned follower = 1; follower < 5; ++follower) leader.acknowledge(follower);
  REQUIRE(leader.committed() == 1);
  leader.pass(milliseconds(1));
  return leader;
}

// Lets the leader send what it has to for a read, and says whether it answered without being confirmed.
bool answers_alone(Subject& leader, std::uint64_t token) {
  bool alone = answered(leader, token);
  const Time end = leader.now() + leader.node().config().timing.heartbeat_interval;
  while (!alone && leader.role() == Is::leader && leader.node().next_deadline() <= end) {
    leader.wake();
    alone = answered(leader, token);
  }
  return alone;
}

}  // namespace

TEST_CASE("§8 a leader commits a no-op at the start of its term to learn what is committed") {
  PayloadPool pool;
  Subject leader(pool, {.current_term = 2, .log = {1, 2}});
  leader.become_leader();
  REQUIRE(leader.log() == Terms{1, 2, 3});
  REQUIRE_FALSE(leader.node().entry(Index{3}).command);
  REQUIRE(leader.committed() == 0);
  leader.acknowledge(1);
  leader.acknowledge(2);
  REQUIRE(leader.committed() == 3);
}

TEST_CASE("§8 a read is not answered before a majority has confirmed the leader after it arrived") {
  PayloadPool pool;
  Subject leader = settled_leader(pool);
  REQUIRE(leader.read(7));
  REQUIRE_FALSE(answers_alone(leader, 7));
  leader.acknowledge(1);
  REQUIRE_FALSE(answered(leader, 7));
  leader.acknowledge(2);
  REQUIRE(answered(leader, 7));
  REQUIRE(leader.output().reads.front().index >= Index{1});
}

TEST_CASE("§8 an answer to a heartbeat that was sent before the read arrived does not confirm it") {
  PayloadPool pool;
  Subject leader = settled_leader(pool);
  std::uint64_t earlier = 0;
  while (leader.receivers<AppendEntries>().size() < 4) leader.wake();
  earlier = leader.sent<AppendEntries>(1)->round;
  leader.pass(milliseconds(1));
  REQUIRE(leader.read(7));
  for (unsigned follower = 1; follower < 5; ++follower) {
    leader.receive(follower, AppendAccepted{Term{1}, Index{1}, earlier});
    REQUIRE_FALSE(answered(leader, 7));
  }
}

TEST_CASE("§8 nor does an answer to one that was sent just before, while the leader's clock stood still") {
  PayloadPool pool;
  Subject leader = settled_leader(pool);
  while (leader.receivers<AppendEntries>().size() < 4) leader.wake();
  const std::uint64_t earlier = leader.sent<AppendEntries>(1)->round;
  REQUIRE(leader.read(7));
  for (unsigned follower = 1; follower < 5; ++follower) {
    leader.receive(follower, AppendAccepted{Term{1}, Index{1}, earlier});
    REQUIRE_FALSE(answered(leader, 7));
  }
}

TEST_CASE("§8 while the leader's clock stands still, reads are answered one after the other, each by its own round") {
  PayloadPool pool;
  Subject leader = settled_leader(pool);
  for (std::uint64_t token = 1; token < 20; ++token) {
    REQUIRE(leader.read(token));
    const NodeSet asked = leader.receivers<AppendEntries>();
    REQUIRE(asked.size() == 4);
    const std::uint64_t round = leader.sent<AppendEntries>(1)->round;
    leader.receive(1, AppendAccepted{Term{1}, Index{1}, round - 1});
    leader.receive(2, AppendAccepted{Term{1}, Index{1}, round - 1});
    REQUIRE_FALSE(answered(leader, token));
    leader.receive(3, AppendAccepted{Term{1}, Index{1}, round});
    REQUIRE_FALSE(answered(leader, token));
    leader.receive(4, AppendAccepted{Term{1}, Index{1}, round});
    REQUIRE(answered(leader, token));
  }
}

TEST_CASE("§8 rounds that run ahead of the clock make no lease longer") {
  PayloadPool pool;
  Subject leader = settled_leader(pool);
  const Time begin = leader.now();
  for (std::uint64_t token = 1; token < 20; ++token) {
    REQUIRE(leader.read(token));
    const std::uint64_t round = leader.sent<AppendEntries>(1)->round;
    // Answers arrive when time has passed, and some say more than is true.
    if (token == 19) leader.pass(milliseconds(5));
    leader.receive(1, AppendAccepted{Term{1}, Index{1}, round});
    leader.receive(2, AppendAccepted{Term{1}, Index{1}, round + 1'000});
    REQUIRE(answered(leader, token));
    leader.receive(3, AppendAccepted{Term{1}, Index{1}, round + 1'000});
    REQUIRE(leader.node().last_leader_contact() <= begin);
    REQUIRE(leader.node().last_leader_contact() > begin - nanoseconds(40));
  }
}

TEST_CASE("§8 a new leader answers no read before an entry of its term is committed") {
  PayloadPool pool;
  Subject leader(pool, {.current_term = 2, .log = {1, 2}});
  leader.become_leader();
  leader.pass(milliseconds(1));
  REQUIRE(leader.read(7));
  REQUIRE_FALSE(answers_alone(leader, 7));
  // A majority confirms the leader, but holds the old entries only.
  const std::uint64_t round = static_cast<std::uint64_t>(leader.now().ns);
  for (unsigned follower = 1; follower < 5; ++follower) {
    leader.receive(follower, AppendAccepted{Term{3}, Index{2}, round});
    REQUIRE_FALSE(answered(leader, 7));
  }
  REQUIRE(leader.committed() == 0);
  bool done = false;
  for (unsigned follower = 1; follower < 5; ++follower) {
    leader.receive(follower, AppendAccepted{Term{3}, Index{3}, round});
    if (answered(leader, 7)) {
      done = true;
      REQUIRE(leader.output().reads.front().index == Index{3});
    }
  }
  REQUIRE(done);
}

TEST_CASE("§8 a read sees every entry that was committed when it arrived") {
  PayloadPool pool;
  Subject leader = settled_leader(pool);
  leader.propose(1);
  leader.acknowledge(1);
  leader.acknowledge(2);
  REQUIRE(leader.committed() == 2);
  leader.pass(milliseconds(1));
  REQUIRE(leader.read(7));
  REQUIRE_FALSE(answers_alone(leader, 7));
  leader.acknowledge(1);
  leader.acknowledge(2);
  REQUIRE(answered(leader, 7));
  REQUIRE(leader.output().reads.front().index >= Index{2});
}

TEST_CASE("§8 a deposed leader answers no read: it says that those asked never will be") {
  PayloadPool pool;
  Subject leader = settled_leader(pool);
  REQUIRE(leader.read(7));
  leader.receive(3, message(pool, {.term = 2, .prev_index = 1, .prev_term = 1}));
  REQUIRE_FALSE(answered(leader, 7));
  REQUIRE(leader.output().reads_abandoned);
  leader.acknowledge(1);
  leader.acknowledge(2);
  REQUIRE_FALSE(answered(leader, 7));
}

TEST_CASE("§8 only a leader takes reads") {
  PayloadPool pool;
  Subject follower(pool, {});
  REQUIRE_FALSE(follower.read(7));
  follower.campaign();
  REQUIRE_FALSE(follower.read(8));
}
