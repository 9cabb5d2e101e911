// Raft §5.1, sentence by sentence: roles and terms.
#include "tests/catch.hpp"
#include "tests/raft/paper_fixture.hpp"

using namespace whitewater;
using namespace whitewater::raft;
using namespace whitewater::raft::paper;

namespace {

// One message of every kind, in that term.
std::vector<Message> messages_of(std::uint64_t term) {
  const Term t{term};
  AppendEntries append;
  append.term = t;
  return {VoteRequest{t, Index{9}, t}, VoteDenied{t, Index{0}}, append,
          AppendRejected{t, Index{1}, Term{0}, Index{1}, 0}};
}

}  // namespace

TEST_CASE("§5.1 every server starts as a follower") {
  PayloadPool pool;
  REQUIRE(Subject(pool, {}).role() == Is::follower);
  REQUIRE(Subject(pool, {.current_term = 7, .log = {1, 7}}).role() == Is::follower);
}

TEST_CASE("§5.1 followers are passive: they send nothing on their own") {
  PayloadPool pool;
  Subject follower(pool, {});
  REQUIRE(follower.output().sends.empty());
  follower.receive(1, message(pool, {.term = 1}));
  REQUIRE(follower.receivers<AppendAccepted>() == NodeSet::of(NodeId{1}));
  REQUIRE(follower.output().sends.size() == 1);
}

TEST_CASE("§5.1 terms are consecutive integers: an election begins the next") {
  PayloadPool pool;
  Subject server(pool, {.current_term = 4});
  server.campaign();
  REQUIRE(server.term() == 5);
  server.campaign();
  REQUIRE(server.term() == 6);
}

TEST_CASE("§5.1 a server redirects to the leader that it knows") {
  PayloadPool pool;
  Subject follower(pool, {});
  REQUIRE(follower.node().leader() == no_node);
  follower.receive(3, message(pool, {.term = 2}));
  REQUIRE(follower.node().leader() == NodeId{3});
  REQUIRE_FALSE(follower.propose(1).has_value());
}

TEST_CASE("§5.1 a server with a smaller term takes the larger, from any message, and keeps it on disk") {
  PayloadPool pool;
  for (const Message& larger : messages_of(9)) {
    CAPTURE(message_name(larger));
    Subject server(pool, {.current_term = 4, .log = {1}});
    server.forget_leader();
    server.receive(2, larger);
    REQUIRE(server.term() == 9);
    REQUIRE(server.durable().current_term == Term{9});
    server.restart();
    REQUIRE(server.term() == 9);
  }
}

TEST_CASE("§5.1 a candidate that finds its term out of date becomes a follower at once") {
  PayloadPool pool;
  for (const Message& larger : messages_of(9)) {
    CAPTURE(message_name(larger));
    Subject candidate(pool, {.current_term = 4});
    candidate.campaign();
    REQUIRE(candidate.role() == Is::candidate);
    candidate.receive(2, larger);
    REQUIRE(candidate.role() == Is::follower);
  }
}

TEST_CASE("§5.1 a leader that finds its term out of date becomes a follower at once") {
  PayloadPool pool;
  for (const Message& larger : messages_of(9)) {
    CAPTURE(message_name(larger));
    Subject leader(pool, {.current_term = 4});
    leader.become_leader();
    REQUIRE(leader.role() == Is::leader);
    leader.forget_leader();
    leader.receive(2, larger);
    REQUIRE(leader.role() == Is::follower);
    REQUIRE_FALSE(leader.propose(1).has_value());
  }
}

TEST_CASE("§5.1 a vote request with a stale term is rejected, with the current one") {
  PayloadPool pool;
  Subject server(pool, {.current_term = 4});
  server.forget_leader();
  server.receive(2, VoteRequest{Term{3}, Index{9}, Term{3}});
  REQUIRE(server.receivers<VoteGranted>().empty());
  REQUIRE(server.sent<VoteDenied>(2).has_value());
  REQUIRE(server.sent<VoteDenied>(2)->term == Term{4});
  REQUIRE(server.node().voted_for() == no_node);
}

TEST_CASE("§5.1 entries with a stale term are rejected, with the current one") {
  PayloadPool pool;
  Subject server(pool, {.current_term = 4, .log = {1, 2}});
  server.receive(2, message(pool, {.term = 3, .prev_index = 2, .prev_term = 2, .entries = {3}, .commit = 2}));
  REQUIRE(server.receivers<AppendAccepted>().empty());
  REQUIRE(server.sent<AppendRejected>(2).has_value());
  REQUIRE(server.sent<AppendRejected>(2)->term == Term{4});
  REQUIRE(server.log() == Terms{1, 2});
  REQUIRE(server.committed() == 0);
  REQUIRE(server.node().leader() == no_node);
}

TEST_CASE("§5.1 answers to a request of an earlier term are ignored") {
  PayloadPool pool;
  Subject leader(pool, {.current_term = 4, .log = {1, 2}});
  leader.become_leader();
  leader.receive(1, AppendAccepted{Term{4}, Index{3}, 0});
  leader.receive(2, AppendAccepted{Term{4}, Index{3}, 0});
  REQUIRE(leader.committed() == 0);
  REQUIRE(leader.node().match_index(NodeId{1}) == Index{0});
  REQUIRE(leader.term() == 5);
}

TEST_CASE("§5.1 the current term rides on every message") {
  PayloadPool pool;
  Subject server(pool, {.current_term = 4});
  const auto all_carry = [&](std::uint64_t term) {
    REQUIRE_FALSE(server.output().sends.empty());
    for (const Output::Send& send : server.output().sends)
      REQUIRE(std::visit([](const auto& m) { return m.term; }, send.message()) == Term{term});
  };
  server.campaign();
  all_carry(5);
  server.receive(1, VoteGranted{Term{5}, Index{0}});
  server.receive(2, VoteGranted{Term{5}, Index{0}});
  all_carry(5);
  server.forget_leader();
  server.receive(3, VoteRequest{Term{8}, Index{9}, Term{8}});
  all_carry(8);
}
