// Raft §5.3, sentence by sentence: log replication. Repair of diverged logs is in paper_5_3_repair_test.cpp.
#include "tests/catch.hpp"
#include "tests/raft/paper_fixture.hpp"

using namespace whitewater;
using namespace whitewater::raft;
using namespace whitewater::raft::paper;

namespace {

constexpr NodeSet others{0b11110};

// The leader of term 1 whose no-op, entry 1, is committed.
Subject settled_leader(PayloadPool& pool) {
  Subject leader(pool, {});
  leader.become_leader();
  for (unsigned follower = 1; follower < 5; ++follower) leader.acknowledge(follower);
  REQUIRE(leader.committed() == 1);
  return leader;
}

}  // namespace

TEST_CASE("§5.3 the leader appends a command to its own log and sends it to all others in parallel") {
  PayloadPool pool;
  Subject leader = settled_leader(pool);
  const auto index = leader.propose(77);
  REQUIRE(index == Index{2});
  REQUIRE(leader.durable_log() == Terms{1, 1});
  REQUIRE(leader.receivers<AppendEntries>() == others);
  const auto append = leader.sent<AppendEntries>(1);
  REQUIRE(append->prev_log_index == Index{1});
  REQUIRE(append->prev_log_term == Term{1});
  REQUIRE(entry_count(*append) == 1);
  const Entry& carried = (*append->entries.get_if<EntryBatch>())[0];
  REQUIRE(carried.term == Term{1});
  REQUIRE(carried.command.fold() == leader.node().entry(Index{2}).command.fold());
}

TEST_CASE("§5.3 an entry is committed once its leader has it on a majority, and not before") {
  PayloadPool pool;
  Subject leader = settled_leader(pool);
  leader.propose(77);
  leader.acknowledge(1);
  REQUIRE(leader.committed() == 1);
  leader.acknowledge(1);  // the same follower again
  REQUIRE(leader.committed() == 1);
  leader.acknowledge(2);
  REQUIRE(leader.committed() == 2);
}

TEST_CASE("§5.3 committing an entry commits all before it, those of other leaders too") {
  PayloadPool pool;
  Subject leader(pool, {.current_term = 3, .log = {1, 2, 3}});
  leader.become_leader();
  REQUIRE(leader.committed() == 0);
  leader.acknowledge_up_to(1, 4);
  leader.acknowledge_up_to(2, 4);
  REQUIRE(leader.committed() == 4);
}

TEST_CASE("§5.3 the leader tells the commit index in later AppendEntries, heartbeats included") {
  PayloadPool pool;
  Subject leader = settled_leader(pool);
  leader.propose(77);
  REQUIRE(leader.sent<AppendEntries>(4)->leader_commit == Index{1});
  leader.acknowledge(1);
  leader.acknowledge(2);
  leader.acknowledge(3);
  leader.acknowledge(4);
  const Time end = leader.now() + leader.node().config().timing.heartbeat_interval;
  NodeSet told;
  while (leader.node().next_deadline() <= end) {
    leader.wake();
    for (const NodeId follower : leader.receivers<AppendEntries>())
      if (leader.sent<AppendEntries>(follower.value)->leader_commit == Index{2}) told.insert(follower);
  }
  REQUIRE(told == others);
}

TEST_CASE("§5.3 a follower that learns of a committed entry commits it, up to what it has verified") {
  PayloadPool pool;
  Subject follower(pool, {.log = {1, 1}});
  follower.receive(1, message(pool, {.term = 1, .prev_index = 2, .prev_term = 1, .entries = {1}, .commit = 2}));
  REQUIRE(follower.committed() == 2);
  follower.receive(1, message(pool, {.term = 1, .prev_index = 3, .prev_term = 1, .commit = 9}));
  REQUIRE(follower.committed() == 3);
}

TEST_CASE("§5.3 a follower does not commit what lies behind the entries that the leader has named") {
  PayloadPool pool;
  Subject follower(pool, {.current_term = 2, .log = {1, 2, 2}});  // entries 2 and 3 may be refuse
  follower.receive(1, message(pool, {.term = 3, .prev_index = 1, .prev_term = 1, .commit = 3}));
  REQUIRE(follower.committed() == 1);
  follower.receive(1, CommitNotice{Term{3}, Index{3}});
  REQUIRE(follower.committed() == 1);
}

TEST_CASE("§5.3 the leader sends again to a follower that does not answer, after committing too") {
  PayloadPool pool;
  Subject leader = settled_leader(pool);
  leader.propose(77);
  for (unsigned follower = 1; follower < 4; ++follower) leader.acknowledge(follower);
  REQUIRE(leader.committed() == 2);
  int retries = 0;
  for (int wakes = 0; wakes < 100 && retries < 2; ++wakes) {
    leader.wake();
    const auto append = leader.sent<AppendEntries>(4);
    if (append && append->prev_log_index == Index{1} && entry_count(*append) == 1) ++retries;
  }
  REQUIRE(retries == 2);
}

TEST_CASE("§5.3 … indefinitely: a mute follower still gets AppendEntries, and its first answer the entries") {
  PayloadPool pool;
  Subject leader = settled_leader(pool);
  leader.propose(77);
  for (unsigned follower = 1; follower < 4; ++follower) leader.acknowledge(follower);
  const Duration interval = leader.node().config().timing.heartbeat_interval;
  for (Time heard = leader.now(); leader.now() < Time{} + seconds(60);) {
    leader.wake();
    if (leader.sent<AppendEntries>(4)) heard = leader.now();
    REQUIRE(leader.now() - heard <= interval);
  }
  while (!leader.sent<AppendEntries>(4)) leader.wake();
  leader.receive(4, AppendAccepted{Term{1}, Index{1}, leader.sent<AppendEntries>(4)->round});
  REQUIRE(leader.sent<AppendEntries>(4)->prev_log_index == Index{1});
  REQUIRE(entry_count(*leader.sent<AppendEntries>(4)) == 1);
}

TEST_CASE("§5.3 a follower appends in order and answers once it is durable") {
  PayloadPool pool;
  Subject follower(pool, {});
  follower.receive(1, message(pool, {.term = 1, .entries = {1, 1, 1}}));
  REQUIRE(follower.durable_log() == Terms{1, 1, 1});
  REQUIRE(follower.sent<AppendAccepted>(1)->match_index == Index{3});
  REQUIRE(follower.send_of<AppendAccepted>(1)->claim == Claim::everything);
}

TEST_CASE("§5.3 a leader creates at most one entry with a given index in its term") {
  PayloadPool pool;
  Subject leader = settled_leader(pool);
  for (std::uint64_t k = 2; k < 10; ++k) REQUIRE(leader.propose(k) == Index{k});
  REQUIRE(leader.log() == Terms(9, 1));
}

TEST_CASE("§5.3 Log Matching: entries of one index and term hold the same command") {
  PayloadPool pool;
  Subject leader(pool, {.self = 0});
  Subject near(pool, {.self = 1});
  Subject far(pool, {.self = 2});
  leader.become_leader();
  Network({&leader, &near}).settle();
  leader.propose(77);
  Network({&leader, &near, &far}).settle();
  leader.propose(78);
  Network everyone({&leader, &near, &far});
  for (int i = 0; i < 50 && far.last() < 3; ++i) {
    leader.wake();
    everyone.settle();
  }
  for (const Subject* follower : {&near, &far}) {
    REQUIRE(follower->log() == leader.log());
    for (std::uint64_t i = 1; i <= leader.last(); ++i)
      REQUIRE(follower->node().entry(Index{i}).command.fold() == leader.node().entry(Index{i}).command.fold());
  }
}

TEST_CASE("§5.3 Log Matching: entries of one index and term have the same entries before them") {
  PayloadPool pool;
  Subject a(pool, {.self = 0, .log = {1, 1, 4}});
  Subject b(pool, {.self = 1, .current_term = 4, .log = {1, 2, 2}});
  const std::uint64_t apart = b.node().chain_hash(Index{3});
  REQUIRE(a.node().chain_hash(Index{1}) == b.node().chain_hash(Index{1}));
  REQUIRE(a.node().chain_hash(Index{3}) != apart);
  a.become_leader();
  Network({&a, &b}).settle();
  for (std::uint64_t i = 1; i <= a.last(); ++i) REQUIRE(a.node().chain_hash(Index{i}) == b.node().chain_hash(Index{i}));
}

TEST_CASE("§5.3 the consistency check: without the preceding entry, its index and its term, nothing is taken") {
  PayloadPool pool;
  struct Case {
    std::uint64_t prev_index;
    std::uint64_t prev_term;
    bool taken;
  };
  for (const Case& c : {Case{2, 2, true}, Case{2, 1, false}, Case{1, 1, true}, Case{3, 2, false}, Case{0, 0, true}}) {
    CAPTURE(c.prev_index, c.prev_term);
    Subject follower(pool, {.current_term = 2, .log = {1, 2}});
    follower.receive(1, message(pool, {.term = 3, .prev_index = c.prev_index, .prev_term = c.prev_term}));
    REQUIRE(follower.sent<AppendAccepted>(1).has_value() == c.taken);
    REQUIRE(follower.sent<AppendRejected>(1).has_value() == !c.taken);
    if (c.taken) REQUIRE(follower.sent<AppendAccepted>(1)->match_index == Index{c.prev_index});
    REQUIRE(follower.log() == Terms{1, 2});
    REQUIRE(follower.committed() == 0);
  }
}
