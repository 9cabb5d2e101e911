// Raft §5.2, sentence by sentence: leader election.
#include <set>

#include "tests/catch.hpp"
#include "tests/raft/paper_fixture.hpp"

using namespace whitewater;
using namespace whitewater::raft;
using namespace whitewater::raft::paper;

namespace {

constexpr NodeSet others{0b11110};  // of server 0 in a cluster of five

}  // namespace

TEST_CASE("§5.2 a server stays a follower while it hears from a leader") {
  PayloadPool pool;
  Subject follower(pool, {.current_term = 1});
  const Timing timing = follower.node().config().timing;
  for (int beat = 0; beat < 20; ++beat) {
    follower.receive(1, message(pool, {.term = 1}));
    REQUIRE(follower.node().next_deadline() >= follower.now() + timing.election_timeout_min);
    follower.pass(timing.heartbeat_interval);
  }
  REQUIRE(follower.role() == Is::follower);
  REQUIRE(follower.term() == 1);
}

TEST_CASE("§5.2 granting a vote postpones one's own election, denying does not") {
  PayloadPool pool;
  Subject granting(pool, {.current_term = 1});
  const Duration timeout_min = granting.node().config().timing.election_timeout_min;
  granting.forget_leader();
  granting.receive(1, VoteRequest{Term{1}, Index{0}, Term{0}});
  REQUIRE(granting.receivers<VoteGranted>() == NodeSet::of(NodeId{1}));
  REQUIRE(granting.node().next_deadline() >= granting.now() + timeout_min);

  Subject denying(pool, {.current_term = 1, .log = {1}});
  const Time deadline = denying.node().next_deadline();
  denying.forget_leader();
  denying.receive(1, VoteRequest{Term{1}, Index{0}, Term{0}});
  REQUIRE(denying.receivers<VoteDenied>() == NodeSet::of(NodeId{1}));
  REQUIRE(denying.node().next_deadline() == deadline);
}

TEST_CASE("§5.2 entries of a stale leader do not postpone an election") {
  PayloadPool pool;
  Subject follower(pool, {.current_term = 5});
  const Time deadline = follower.node().next_deadline();
  follower.pass(milliseconds(100));
  follower.receive(1, message(pool, {.term = 4}));
  REQUIRE(follower.node().next_deadline() == deadline);
}

TEST_CASE("§5.2 leaders send heartbeats, empty AppendEntries, to all followers periodically") {
  PayloadPool pool;
  Subject leader(pool, {});
  leader.become_leader();
  for (unsigned follower = 1; follower < 5; ++follower) leader.acknowledge(follower);
  for (int beat = 0; beat < 3; ++beat) {
    const Time before = leader.now();
    NodeSet reached;
    while (leader.now() - before <= leader.node().config().timing.heartbeat_interval && reached != others) {
      leader.wake();
      for (unsigned follower = 1; follower < 5; ++follower) {
        const auto heartbeat = leader.sent<AppendEntries>(follower);
        if (heartbeat && entry_count(*heartbeat) == 0) reached.insert(NodeId{static_cast<std::uint16_t>(follower)});
      }
    }
    REQUIRE(reached == others);
  }
}

TEST_CASE("§5.2 a follower that hears nothing for the election timeout begins an election") {
  PayloadPool pool;
  Subject follower(pool, {});
  const Timing timing = follower.node().config().timing;
  const Time started = follower.now();
  follower.campaign();
  REQUIRE(follower.now() - started >= timing.election_timeout_min);
  REQUIRE(follower.now() - started <= timing.election_timeout_max);
}

TEST_CASE("§5.2 a candidate takes the next term, votes for itself durably, and asks all others in parallel") {
  PayloadPool pool;
  Subject server(pool, {.current_term = 3, .log = {1, 3}});
  server.campaign();
  REQUIRE(server.role() == Is::candidate);
  REQUIRE(server.term() == 4);
  REQUIRE(server.durable().current_term == Term{4});
  REQUIRE(server.durable().voted_for == NodeId{0});
  REQUIRE(server.receivers<VoteRequest>() == others);
  REQUIRE(server.sent<VoteRequest>(1)->last_log_index == Index{2});
  REQUIRE(server.sent<VoteRequest>(1)->last_log_term == Term{3});
  REQUIRE(server.send_of<VoteRequest>(1)->claim == Claim::everything);
}

TEST_CASE("§5.2 a candidate wins with votes from a majority for the same term, and not before") {
  PayloadPool pool;
  for (const unsigned replicas : {2u, 3u, 4u, 5u, 7u}) {
    CAPTURE(replicas);
    Subject candidate(pool, {.replicas = replicas});
    candidate.campaign();
    for (unsigned votes = 1; votes < replicas / 2 + 1; ++votes) {
      REQUIRE(candidate.role() == Is::candidate);
      candidate.receive(votes, VoteGranted{Term{1}, Index{0}});
    }
    REQUIRE(candidate.role() == Is::leader);
  }
}

TEST_CASE("§5.2 the only server of a cluster is its own majority") {
  PayloadPool pool;
  Subject server(pool, {.replicas = 1});
  server.campaign();
  REQUIRE(server.role() == Is::leader);
  REQUIRE(server.propose(1).has_value());
  REQUIRE(server.committed() == server.last());
}

TEST_CASE("§5.2 a vote counts once, only when granted, and only in its own term") {
  PayloadPool pool;
  Subject candidate(pool, {.current_term = 3});
  candidate.campaign();
  candidate.receive(1, VoteGranted{Term{4}, Index{0}});
  candidate.receive(1, VoteGranted{Term{4}, Index{0}});
  candidate.receive(2, VoteDenied{Term{4}, Index{0}});
  candidate.receive(3, VoteGranted{Term{3}, Index{0}});
  candidate.receive(9, VoteGranted{Term{4}, Index{0}});  // no voter
  candidate.receive(0, VoteGranted{Term{4}, Index{0}});  // itself
  REQUIRE(candidate.role() == Is::candidate);
  candidate.receive(4, VoteGranted{Term{4}, Index{0}});
  REQUIRE(candidate.role() == Is::leader);
}

TEST_CASE("§5.2 a server votes for at most one candidate in a term, first come, first served") {
  PayloadPool pool;
  Subject voter(pool, {});
  voter.receive(1, VoteRequest{Term{1}, Index{0}, Term{0}});
  REQUIRE(voter.sent<VoteGranted>(1).has_value());
  REQUIRE(voter.send_of<VoteGranted>(1)->claim == Claim::everything);
  REQUIRE(voter.durable().voted_for == NodeId{1});
  voter.receive(2, VoteRequest{Term{1}, Index{9}, Term{1}});
  REQUIRE(voter.sent<VoteDenied>(2).has_value());
  voter.receive(2, VoteRequest{Term{2}, Index{9}, Term{1}});
  REQUIRE(voter.sent<VoteGranted>(2).has_value());
}

TEST_CASE("§5.2 the one vote of a term survives a restart") {
  PayloadPool pool;
  Subject voter(pool, {});
  voter.receive(1, VoteRequest{Term{1}, Index{0}, Term{0}});
  voter.restart();
  REQUIRE(voter.node().voted_for() == NodeId{1});
  voter.forget_leader();
  voter.receive(2, VoteRequest{Term{1}, Index{0}, Term{0}});
  REQUIRE(voter.receivers<VoteGranted>().empty());
  voter.receive(1, VoteRequest{Term{1}, Index{0}, Term{0}});
  REQUIRE(voter.sent<VoteGranted>(1).has_value());

  Subject candidate(pool, {});
  candidate.campaign();
  candidate.restart();
  candidate.forget_leader();
  candidate.receive(2, VoteRequest{Term{1}, Index{9}, Term{1}});
  REQUIRE(candidate.receivers<VoteGranted>().empty());
}

TEST_CASE("§5.2 a candidate has its own vote and gives it to no rival of its term") {
  PayloadPool pool;
  Subject candidate(pool, {});
  candidate.campaign();
  candidate.receive(1, VoteRequest{Term{1}, Index{9}, Term{1}});
  REQUIRE(candidate.receivers<VoteGranted>().empty());
  REQUIRE(candidate.role() == Is::candidate);
}

TEST_CASE("§5.2 once elected, a leader sends heartbeats at once to establish its authority") {
  PayloadPool pool;
  Subject leader(pool, {});
  leader.become_leader();
  REQUIRE(leader.receivers<AppendEntries>() == others);
}

TEST_CASE("§5.2 a candidate recognises a leader of its own or a later term and becomes its follower") {
  PayloadPool pool;
  for (const std::uint64_t term : {4u, 5u}) {
    Subject candidate(pool, {.current_term = 3});
    candidate.campaign();
    candidate.receive(2, message(pool, {.term = term}));
    REQUIRE(candidate.role() == Is::follower);
    REQUIRE(candidate.node().leader() == NodeId{2});
    REQUIRE(candidate.term() == term);
  }
}

TEST_CASE("§5.2 a candidate rejects a leader of an earlier term and stays a candidate") {
  PayloadPool pool;
  Subject candidate(pool, {.current_term = 3});
  candidate.campaign();
  candidate.receive(2, message(pool, {.term = 3}));
  REQUIRE(candidate.sent<AppendRejected>(2)->term == Term{4});
  REQUIRE(candidate.role() == Is::candidate);
}

TEST_CASE("§5.2 with the vote split, each candidate times out and begins a new election in the next term") {
  PayloadPool pool;
  Subject candidate(pool, {});
  candidate.campaign();
  candidate.receive(1, VoteGranted{Term{1}, Index{0}});
  candidate.receive(2, VoteDenied{Term{1}, Index{0}});
  candidate.receive(3, VoteDenied{Term{1}, Index{0}});
  candidate.campaign();
  REQUIRE(candidate.term() == 2);
  REQUIRE(candidate.receivers<VoteRequest>() == others);
  candidate.receive(2, VoteGranted{Term{2}, Index{0}});  // the vote of term 1 is void
  REQUIRE(candidate.role() == Is::candidate);
}

TEST_CASE("§5.2 election timeouts are drawn at random from a fixed interval") {
  PayloadPool pool;
  std::set<std::int64_t> drawn;
  for (unsigned server = 0; server < 5; ++server) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      Subject follower(pool, {.self = server, .seed = seed});
      const Timing timing = follower.node().config().timing;
      const Duration timeout = follower.node().next_deadline() - follower.now();
      REQUIRE(timeout >= timing.election_timeout_min);
      REQUIRE(timeout <= timing.election_timeout_max);
      drawn.insert(timeout.ns);
    }
  }
  REQUIRE(drawn.size() > 95);
}

TEST_CASE("§5.2 a candidate draws a new timeout for each election") {
  PayloadPool pool;
  Subject candidate(pool, {});
  std::set<std::int64_t> drawn;
  for (int election = 0; election < 10; ++election) {
    const Time before = candidate.now();
    candidate.campaign();
    drawn.insert((candidate.now() - before).ns);
  }
  REQUIRE(drawn.size() > 8);
}

TEST_CASE("§5.2 Election Safety: of two candidates of a term at most one becomes leader") {
  PayloadPool pool;
  for (unsigned order = 0; order < 8; ++order) {
    CAPTURE(order);
    Subject candidates[] = {{pool, {.self = 0}}, {pool, {.self = 1}}};
    for (Subject& candidate : candidates) candidate.campaign();
    for (unsigned i = 0; i < 3; ++i) {
      Subject voter(pool, {.self = 2 + i});
      const unsigned first = (order >> i) & 1u;
      for (const unsigned asking : {first, 1 - first}) {
        voter.receive(asking, VoteRequest{Term{1}, Index{0}, Term{0}});
        if (const auto granted = voter.sent<VoteGranted>(asking)) candidates[asking].receive(2 + i, *granted);
        if (const auto denied = voter.sent<VoteDenied>(asking)) candidates[asking].receive(2 + i, *denied);
      }
    }
    const bool leads[] = {candidates[0].role() == Is::leader, candidates[1].role() == Is::leader};
    REQUIRE(leads[0] != leads[1]);  // three voters always make a majority for one of the two
  }
}

TEST_CASE("§6 a server that may have heard a leader within the minimum timeout gives neither vote nor term") {
  PayloadPool pool;
  const VoteRequest request{Term{9}, Index{9}, Term{8}};
  Subject follower(pool, {.current_term = 4});
  follower.forget_leader();
  follower.receive(1, message(pool, {.term = 4}));
  follower.pass(follower.node().config().timing.election_timeout_min - nanoseconds(1));
  follower.receive(2, request);
  REQUIRE(follower.receivers<VoteGranted>().empty());
  REQUIRE(follower.term() == 4);
  follower.pass(nanoseconds(1));
  follower.receive(2, request);
  REQUIRE(follower.sent<VoteGranted>(2)->term == Term{9});
}
