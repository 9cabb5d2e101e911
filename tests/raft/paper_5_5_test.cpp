// Raft §5.5 and §5.6, sentence by sentence: crashes of followers and candidates, and time.
#include "tests/catch.hpp"
#include "tests/raft/paper_fixture.hpp"

using namespace whitewater;
using namespace whitewater::raft;
using namespace whitewater::raft::paper;

TEST_CASE("§5.5 entries for a crashed follower are sent again until it is back and has them") {
  PayloadPool pool;
  Subject leader(pool, {.self = 0, .replicas = 3});
  Subject live(pool, {.self = 1, .replicas = 3});
  Subject crashed(pool, {.self = 2, .replicas = 3});
  leader.become_leader();
  for (std::uint64_t k = 0; k < 5; ++k) leader.propose(k);
  Network without({&leader, &live});
  const Time back = leader.now() + seconds(5);
  while (leader.now() < back) without.step();
  REQUIRE(leader.committed() == 6);

  crashed.restart();
  Network everyone({&leader, &live, &crashed});
  const Time limit = leader.now() + seconds(1);
  while (crashed.committed() < 6 && leader.now() < limit) {
    leader.wake();
    everyone.settle();
  }
  REQUIRE(crashed.log() == leader.log());
  REQUIRE(crashed.committed() == 6);
  REQUIRE(leader.role() == Is::leader);
}

TEST_CASE("§5.5 a candidate asks again while it gets no answer") {
  PayloadPool pool;
  Subject candidate(pool, {});
  candidate.campaign();
  for (int again = 0; again < 3; ++again) {
    NodeSet asked;
    const Time limit = candidate.now() + candidate.node().config().timing.election_timeout_max;
    while (asked.size() < 4 && candidate.now() <= limit) {
      candidate.wake();
      asked = asked | candidate.receivers<VoteRequest>();
    }
    REQUIRE(asked == NodeSet{0b11110});
  }
}

TEST_CASE("§5.5 RPCs are idempotent: AppendEntries twice leaves one log and gives one answer") {
  PayloadPool pool;
  Subject follower(pool, {.log = {1}});
  const auto append = message(pool, {.term = 2, .prev_index = 1, .prev_term = 1, .entries = {2, 2}, .commit = 2});
  follower.receive(1, append);
  const auto first = follower.sent<AppendAccepted>(1);
  const std::uint64_t hash = follower.node().chain_hash(Index{3});
  follower.receive(1, append);
  const auto second = follower.sent<AppendAccepted>(1);
  REQUIRE(first.has_value());
  REQUIRE(second.has_value());
  REQUIRE(first->match_index == second->match_index);
  REQUIRE(follower.log() == Terms{1, 2, 2});
  REQUIRE(follower.node().chain_hash(Index{3}) == hash);
  REQUIRE(follower.committed() == 2);
  REQUIRE(follower.output().writes.empty());  // entries that are there already are not written again
}

TEST_CASE("§5.5 RPCs are idempotent: a vote request twice is granted twice") {
  PayloadPool pool;
  Subject voter(pool, {});
  for (int again = 0; again < 2; ++again) {
    voter.receive(1, VoteRequest{Term{1}, Index{0}, Term{0}});
    REQUIRE(voter.sent<VoteGranted>(1)->term == Term{1});
  }
}

TEST_CASE("§5.5 answers are idempotent: one accepted twice moves nothing") {
  PayloadPool pool;
  Subject leader(pool, {});
  leader.become_leader();
  for (unsigned follower = 1; follower < 5; ++follower) leader.acknowledge(follower);
  leader.propose(1);
  leader.acknowledge_up_to(1, 2);
  leader.acknowledge_up_to(1, 2);
  leader.acknowledge_up_to(1, 1);  // and an older one late
  REQUIRE(leader.node().match_index(NodeId{1}) == Index{2});
  REQUIRE(leader.committed() == 1);
}

TEST_CASE("§5.5 a crash between completing an RPC and answering it costs only a repetition") {
  PayloadPool pool;
  Subject follower(pool, {});
  const auto append = message(pool, {.term = 1, .entries = {1, 1}});
  follower.receive(1, append);
  follower.restart();  // the answer is lost
  REQUIRE(follower.log() == Terms{1, 1});
  follower.receive(1, append);
  REQUIRE(follower.sent<AppendAccepted>(1)->match_index == Index{2});
  REQUIRE(follower.log() == Terms{1, 1});
}

TEST_CASE("§5.5 figure 2: log, term and vote are durable; commit index and role are learned anew") {
  PayloadPool pool;
  Subject leader(pool, {.replicas = 3});
  leader.become_leader();
  leader.acknowledge(1);
  REQUIRE(leader.committed() == 1);
  leader.restart();
  REQUIRE(leader.role() == Is::follower);
  REQUIRE(leader.term() == 1);
  REQUIRE(leader.node().voted_for() == NodeId{0});
  REQUIRE(leader.log() == Terms{1});
  REQUIRE(leader.committed() == 0);
  leader.receive(1, message(pool, {.term = 2, .prev_index = 1, .prev_term = 1, .commit = 1}));
  REQUIRE(leader.committed() == 1);
}
