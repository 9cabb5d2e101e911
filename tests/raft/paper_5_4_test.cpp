// Raft §5.4, sentence by sentence: why committed entries stay. Figure 8.
#include "tests/catch.hpp"
#include "tests/raft/paper_fixture.hpp"

using namespace whitewater;
using namespace whitewater::raft;
using namespace whitewater::raft::paper;

TEST_CASE("§5.4.1 a voter denies its vote when its own log is more up to date") {
  struct Case {
    const char* why;
    std::uint64_t last_index;
    std::uint64_t last_term;
    bool granted;
  };
  for (const Case& c : {
           Case{"the later last term is more up to date, even when shorter", 1, 4, true},
           Case{"the earlier last term is less, even when longer", 9, 2, false},
           Case{"of equal last terms the longer is more", 4, 3, true},
           Case{"of equal last terms the shorter is less", 2, 3, false},
           Case{"an equal log is as up to date", 3, 3, true},
           Case{"an empty log is less than any other", 0, 0, false},
       }) {
    CAPTURE(c.why);
    PayloadPool pool;
    Subject voter(pool, {.current_term = 4, .log = {1, 3, 3}});
    voter.forget_leader();
    voter.receive(1, VoteRequest{Term{5}, Index{c.last_index}, Term{c.last_term}});
    REQUIRE(voter.sent<VoteGranted>(1).has_value() == c.granted);
    REQUIRE(voter.sent<VoteDenied>(1).has_value() == !c.granted);
    REQUIRE(voter.term() == 5);  // the term is taken over either way
    REQUIRE(voter.node().voted_for() == (c.granted ? NodeId{1} : no_node));
  }
}

TEST_CASE("§5.4.1 a denial for the log leaves the vote to a better candidate of the same term") {
  PayloadPool pool;
  Subject voter(pool, {.current_term = 4, .log = {1, 3, 3}});
  voter.forget_leader();
  voter.receive(1, VoteRequest{Term{5}, Index{2}, Term{3}});
  REQUIRE(voter.sent<VoteDenied>(1).has_value());
  voter.receive(2, VoteRequest{Term{5}, Index{3}, Term{3}});
  REQUIRE(voter.sent<VoteGranted>(2).has_value());
}

TEST_CASE("§5.4.1 the request carries the candidate's last entry as it is after a repair") {
  PayloadPool pool;
  Subject server(pool, {.current_term = 3, .log = {1, 2, 2, 3}});
  server.receive(1, message(pool, {.term = 4, .prev_index = 1, .prev_term = 1, .entries = {4}}));
  server.campaign();
  REQUIRE(server.sent<VoteRequest>(1)->last_log_index == Index{2});
  REQUIRE(server.sent<VoteRequest>(1)->last_log_term == Term{4});
}

TEST_CASE("§5.4.2 entries of earlier terms are not committed by counting replicas") {
  PayloadPool pool;
  Subject leader(pool, {.current_term = 3, .log = {1, 2}});
  leader.become_leader();  // term 4; the no-op is entry 3
  for (unsigned follower = 1; follower < 5; ++follower) leader.acknowledge_up_to(follower, 2);
  REQUIRE(leader.committed() == 0);
}

TEST_CASE("§5.4.2 once an entry of its own term is committed, all before it are") {
  PayloadPool pool;
  Subject leader(pool, {.current_term = 3, .log = {1, 2}});
  leader.become_leader();
  leader.acknowledge_up_to(1, 2);
  leader.acknowledge_up_to(2, 3);
  REQUIRE(leader.committed() == 0);
  leader.acknowledge_up_to(1, 3);
  REQUIRE(leader.committed() == 3);
}

TEST_CASE("§5.4.2 entries keep their terms when a later leader replicates them") {
  PayloadPool pool;
  Subject leader(pool, {.self = 0, .replicas = 3, .current_term = 5, .log = {1, 2, 5}});
  Subject follower(pool, {.self = 1, .replicas = 3, .current_term = 5});
  leader.become_leader();
  Network({&leader, &follower}).settle();
  REQUIRE(follower.log() == Terms{1, 2, 5, 6});
}

namespace {

// Figure 8 (c): S1 leads again in term 4 and has brought its entry of term 2 to a majority, S1 to S3; S5 holds an
// entry of term 3 in its place. The servers of the figure are 0 to 4 here.
struct Figure8 {
  PayloadPool pool;
  Subject s1{pool, {.self = 0, .current_term = 3, .log = {1, 2}}};
  Subject s2{pool, {.self = 1, .current_term = 3, .log = {1, 2}}};
  Subject s3{pool, {.self = 2, .current_term = 3, .log = {1}}};
  Subject s4{pool, {.self = 3, .current_term = 3, .log = {1}}};
  Subject s5{pool, {.self = 4, .current_term = 3, .log = {1, 3}}};

  // S1 is elected by S2 and S3; only its entry of term 2 reaches S3, not yet its no-op of term 4.
  void reach_c() {
    s1.campaign();
    s1.receive(1, VoteGranted{Term{4}, Index{0}});
    s1.receive(2, VoteGranted{Term{4}, Index{0}});
    for (Subject* voter : {&s2, &s3}) {
      voter->forget_leader();
      voter->receive(0, VoteRequest{Term{4}, Index{2}, Term{2}});
      check(voter->sent<VoteGranted>(0).has_value(), "S2 and S3 vote for S1, whose log is at least as up to date");
    }
    s3.receive(0, message(pool, {.term = 4, .prev_index = 1, .prev_term = 1, .entries = {2}}));
    s1.acknowledge_up_to(1, 2);
    s1.acknowledge_up_to(2, 2);
  }
};

}  // namespace

TEST_CASE("§5.4.2 figure 8 (c): an old entry on a majority is not committed yet") {
  Figure8 figure;
  figure.reach_c();
  REQUIRE(figure.s3.log() == Terms{1, 2});
  REQUIRE(figure.s1.committed() == 0);
}

TEST_CASE("§5.4.2 figure 8 (d): it can be overwritten, and then nobody had committed it") {
  Figure8 f;
  f.reach_c();
  f.s5.campaign();  // term 4: S1 has it already
  f.s5.campaign();
  REQUIRE(f.s5.term() == 5);
  Network({&f.s2, &f.s3, &f.s4, &f.s5}).settle();
  REQUIRE(f.s5.role() == Is::leader);
  for (const Subject* server : {&f.s2, &f.s3, &f.s4}) REQUIRE(server->log() == Terms{1, 3, 5});
  REQUIRE(f.s1.committed() == 0);
  REQUIRE(f.s5.committed() == 3);
}

TEST_CASE("§5.4.3 figure 8 (e), Leader Completeness: with an entry of its own term committed, S5 cannot win") {
  Figure8 f;
  f.reach_c();
  Network({&f.s1, &f.s2, &f.s3}).settle();
  for (int i = 0; i < 20 && f.s3.last() < 3; ++i) Network({&f.s1, &f.s2, &f.s3}).step();
  REQUIRE(f.s1.committed() == 3);
  for (int election = 0; election < 5; ++election) {
    f.s5.campaign();
    Network({&f.s2, &f.s3, &f.s4, &f.s5}).settle();
    REQUIRE(f.s5.role() != Is::leader);
  }
  REQUIRE(f.s2.log() == Terms{1, 2, 4});
}

TEST_CASE("§5.4.3 a later leader has every committed entry") {
  PayloadPool pool;
  Subject a(pool, {.self = 0, .replicas = 3});
  Subject b(pool, {.self = 1, .replicas = 3});
  Subject c(pool, {.self = 2, .replicas = 3});
  a.become_leader();
  Network({&a, &b}).settle();
  a.propose(7);
  Network({&a, &b}).settle();
  REQUIRE(a.committed() == 2);
  const std::uint64_t committed = a.node().chain_hash(Index{2});
  for (int i = 0; i < 10 && b.role() != Is::leader; ++i) {
    c.campaign();  // it has nothing, so it must lose
    Network({&b, &c}).settle();
    REQUIRE(c.role() != Is::leader);
    b.campaign();
    Network({&b, &c}).settle();
  }
  REQUIRE(b.role() == Is::leader);
  REQUIRE(b.node().chain_hash(Index{2}) == committed);
  REQUIRE(c.node().chain_hash(Index{2}) == committed);
}

TEST_CASE("§5.4.3 State Machine Safety: a commit index never goes back") {
  PayloadPool pool;
  Subject follower(pool, {.log = {1, 1, 1}});
  follower.receive(1, message(pool, {.term = 1, .prev_index = 3, .prev_term = 1, .commit = 3}));
  REQUIRE(follower.committed() == 3);
  follower.receive(1, message(pool, {.term = 1, .prev_index = 3, .prev_term = 1, .commit = 1}));
  REQUIRE(follower.committed() == 3);
  follower.receive(2, message(pool, {.term = 2, .prev_index = 1, .prev_term = 1, .commit = 0}));
  REQUIRE(follower.committed() == 3);
  follower.receive(2, CommitNotice{Term{2}, Index{2}});
  REQUIRE(follower.committed() == 3);
}
