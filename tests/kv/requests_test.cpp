// Where requests go: answered by the leader, redirected or held by everyone else.
#include "tests/kv/bench.hpp"

using namespace whitewater;
using kv::Bench;
using kv::NoteCode;
using Outcome = client::Reply::Outcome;

TEST_CASE("the leader answers a put when it is committed, and a get with what was put") {
  Bench bench(3);
  bench.start();
  const NodeId leader = bench.wait_for_leader();
  bench.put(leader, 20, "p1", "key", "one");
  CHECK(bench.answers_to("p1").empty());
  bench.run(milliseconds(20));
  bench.put(leader, 20, "p2", "key", "two");
  bench.run(milliseconds(20));
  bench.get(leader, 20, "g1", "key");
  bench.get(leader, 20, "g2", "never put");
  bench.run(milliseconds(20));

  for (const char* mid : {"p1", "p2"}) {
    const auto put = bench.answers_to(mid);
    REQUIRE(put.size() == 1);
    CHECK(put[0].outcome == Outcome::ok);
    CHECK(put[0].replica == leader);
    CHECK(put[0].client == NodeId{20});
    CHECK(put[0].leader == leader);
    CHECK_FALSE(put[0].has_value);
  }
  const auto get = bench.answers_to("g1");
  REQUIRE(get.size() == 1);
  CHECK((get[0].outcome == Outcome::ok && get[0].has_value && get[0].value == "two"));
  const auto empty = bench.answers_to("g2");
  REQUIRE(empty.size() == 1);
  CHECK((empty[0].outcome == Outcome::ok && empty[0].has_value && empty[0].value.empty()));
}

TEST_CASE("gathered puts share one entry batch, and each takes effect once") {
  Bench bench(3);
  bench.config.gather_puts = true;
  bench.start();
  const NodeId leader = bench.wait_for_leader();
  bench.run(milliseconds(20));
  REQUIRE(bench.messages_in_flight() == 0);
  const raft::Index before = bench.actor(leader).raft().last_index();
  bench.put(leader, 20, "p1", "a", "1");
  bench.put(leader, 21, "p2", "b", "2");
  bench.put(leader, 20, "p1", "a", "1");  // once more, in the same breath
  bench.put(leader, 20, "p3", "a", "3");
  CHECK(bench.actor(leader).raft().last_index() == before);
  bench.run({});
  CHECK(bench.actor(leader).raft().last_index() == before + 3);
  // A message to each follower carries all three.
  CHECK(bench.messages_in_flight() == 2);
  bench.run(milliseconds(20));
  bench.get(leader, 20, "g", "a");
  bench.put(leader, 21, "p2", "b", "2");  // once more, later
  bench.run(milliseconds(20));
  for (const char* mid : {"p1", "p3", "g"}) CHECK(bench.answers_to(mid).size() == 1);
  CHECK(bench.answers_to("p2").size() == 2);
  CHECK(bench.answers_to("g").at(0).value == "3");
  CHECK(bench.actor(leader).raft().last_index() == before + 3);
}

TEST_CASE("puts that were gathered by a leader that is none any more are placed anew") {
  Bench bench(3);
  bench.config.gather_puts = true;
  bench.start();
  const NodeId old = bench.wait_for_leader();
  const NodeId other = bench.other_than(old);
  bench.put(old, 20, "p", "key", "value");
  // Before its timer fires it hears of a later term.
  bench.message(old, other, bench.pool_message(other, raft::AppendRejected{raft::Term{99}, {}, {}, {}, 0}));
  REQUIRE_FALSE(bench.actor(old).raft().leading());
  const raft::Index last = bench.actor(old).raft().last_index();
  bench.run({});
  CHECK(bench.actor(old).raft().last_index() == last);
  CHECK(bench.actor(old).held() == 1);
  REQUIRE(bench.run_until([&] { return !bench.answers_to("p").empty(); }));
  bench.run(seconds(1));
  CHECK(bench.answers_to("p").size() == 1);
}

TEST_CASE("a single replica that gathers leads itself and answers") {
  Bench bench(1);
  bench.config.gather_puts = true;
  bench.start();
  const NodeId leader = bench.wait_for_leader();
  bench.put(leader, 20, "p", "key", "value");
  bench.run(milliseconds(20));
  CHECK(bench.answers_to("p").size() == 1);
}

TEST_CASE("a single replica leads itself and answers") {
  Bench bench(1);
  bench.start();
  const NodeId leader = bench.wait_for_leader();
  bench.put(leader, 20, "p", "key", "value");
  bench.get(leader, 20, "g", "key");
  bench.run(milliseconds(20));
  CHECK(bench.answers_to("p").size() == 1);
  REQUIRE(bench.answers_to("g").size() == 1);
  CHECK(bench.answers_to("g")[0].value == "value");
}

TEST_CASE("a follower that hears its leader redirects to it") {
  Bench bench(3);
  bench.start();
  const NodeId leader = bench.wait_for_leader();
  bench.run(milliseconds(300));
  const NodeId follower = bench.other_than(leader);
  bench.put(follower, 20, "p", "key", "value");
  bench.get(follower, 21, "g", "key");
  for (const char* mid : {"p", "g"}) {
    REQUIRE(bench.answers_to(mid).size() == 1);
    CHECK(bench.answers_to(mid)[0].outcome == Outcome::redirect);
    CHECK(bench.answers_to(mid)[0].leader == leader);
  }
}

TEST_CASE("without a leader requests are held, and each is answered once there is one") {
  Bench bench(3);
  bench.start();
  for (const NodeId replica : bench.replicas()) {
    bench.put(replica, 20, kv::numbered("p", replica.value), "key", "value");
    bench.get(replica, 21, kv::numbered("g", replica.value), "key");
  }
  CHECK(bench.answers.empty());
  CHECK(bench.remarks_of(NoteCode::request_held) == 6);
  const NodeId leader = bench.wait_for_leader();
  bench.run(seconds(1));
  CHECK(bench.answers.size() == 6);
  for (const auto& answer : bench.answers)
    CHECK(answer.outcome == (answer.replica == leader ? Outcome::ok : Outcome::redirect));
  for (const NodeId replica : bench.replicas()) CHECK(bench.actor(replica).held() == 0);
}

TEST_CASE("a client that comes back from a dead leader is held, not sent there again") {
  Bench bench(3);
  bench.start();
  const NodeId dead = bench.wait_for_leader();
  bench.run(milliseconds(200));
  const NodeId follower = bench.other_than(dead);
  bench.kill(dead);
  bench.put(follower, 20, "first", "key", "value");
  REQUIRE(bench.answers_to("first").size() == 1);
  CHECK(bench.answers_to("first")[0].leader == dead);
  bench.put(follower, 20, "again", "key", "value");
  CHECK(bench.answers_to("again").empty());
  bench.put(follower, 21, "other client", "key", "value");
  CHECK(bench.answers_to("other client").size() == 1);
  bench.wait_for_leader();
  bench.run(seconds(1));
  REQUIRE(bench.answers_to("again").size() == 1);
  CHECK(bench.answers_to("again")[0].leader == bench.leader());
}

TEST_CASE("a leader that is not heard any more is nobody to redirect to") {
  Bench bench(3);
  bench.config.redirect_freshness = milliseconds(200);
  bench.start();
  const NodeId leader = bench.wait_for_leader();
  bench.run(milliseconds(200));
  bench.kill(leader);
  bench.run(milliseconds(250));
  const NodeId follower = bench.other_than(leader);
  REQUIRE(bench.actor(follower).raft().leader() == leader);
  bench.put(follower, 20, "p", "key", "value");
  CHECK(bench.answers.empty());
  CHECK(bench.actor(follower).held() == 1);
}

TEST_CASE("a deposed leader that hears one follower is told of its successor, and redirects to it") {
  Bench bench(5);
  bench.start();
  const NodeId deposed = bench.wait_for_leader();
  bench.run(milliseconds(300));
  bench.cut(NodeSet::of(deposed));
  REQUIRE(bench.run_until([&] { return bench.leader().valid() && bench.leader() != deposed; }));
  const NodeId successor = bench.leader();
  // What it put into its log while it led may still be committed, so that would wait.
  REQUIRE(bench.run_until([&] { return !bench.actor(deposed).raft().leading(); }));
  bench.put(deposed, 20, "p", "key", "value");
  CHECK(bench.answers_to("p").empty());
  // A follower of the successor is heard, and hears the deposed leader; nobody else does.
  NodeSet others = bench.replicas() - NodeSet::of(deposed) - NodeSet::of(successor);
  bench.link_only(deposed, *others.begin());
  bench.run(seconds(3));
  REQUIRE(bench.answers_to("p").size() == 1);
  CHECK(bench.answers_to("p")[0].outcome == Outcome::redirect);
  CHECK(bench.answers_to("p")[0].leader == successor);
  CHECK_FALSE(bench.actor(deposed).raft().leader().valid());
}

TEST_CASE("nobody is redirected by the word of others to a leader that a replica itself hears no more") {
  kv::ToldLeader told;
  Bench bench(3);
  const auto denial = [&](std::uint64_t term) {
    return *bench.pool_message(NodeId{2}, raft::PreVoteDenied{raft::Term{term}, {}}).get_if<raft::PeerMessage>();
  };
  told.hear(denial(4), raft::Term{4}, bench.now());
  CHECK_FALSE(told.holds_in(raft::Term{4}));
  told.hear(denial(5), raft::Term{4}, bench.now());
  CHECK(told.holds_in(raft::Term{4}));
  CHECK(told.holds_in(raft::Term{5}));
  CHECK_FALSE(told.holds_in(raft::Term{6}));
  CHECK(told.leader == NodeId{2});
  // What is older, names nobody, or is no refusal, changes nothing.
  told.hear({NodeId{1}, raft::PreVoteDenied{raft::Term{4}, {}}}, raft::Term{3}, bench.now());
  told.hear({no_node, raft::PreVoteDenied{raft::Term{7}, {}}}, raft::Term{4}, bench.now());
  told.hear({NodeId{1}, raft::PreVoteRequest{raft::Term{8}, {}, {}}}, raft::Term{4}, bench.now());
  CHECK(told.leader == NodeId{2});
  CHECK(told.term == raft::Term{5});
}

TEST_CASE("no more requests are held than allowed: one more is answered fail") {
  Bench bench(3);
  bench.config.held_max = 2;
  bench.start();
  for (const char* mid : {"a", "b", "c"}) bench.put(NodeId{0}, 20, mid, mid, "value");
  REQUIRE(bench.answers.size() == 1);
  CHECK(bench.answers[0].mid == "c");
  CHECK(bench.answers[0].outcome == Outcome::fail);
  CHECK(bench.actor(NodeId{0}).held() == 2);
}

TEST_CASE("payloads of unknown kinds, and requests of nobody, are ignored") {
  Bench bench(3);
  bench.start();
  const NodeId leader = bench.wait_for_leader();
  bench.run(milliseconds(50));
  const PayloadRef stranger = make_payload<raft::HardState>(bench.pool, raft::Term{9}, NodeId{1});
  const std::size_t remarks = bench.remarks.size();
  const raft::Index last = bench.actor(leader).raft().last_index();
  bench.request(leader, NodeId{20}, stranger);
  bench.request(leader, NodeId{20}, PayloadRef{});
  bench.message(leader, NodeId{1}, stranger);
  bench.message(leader, NodeId{1}, PayloadRef{});
  bench.request(leader, no_node, client::make_put(bench.pool, no_node, no_node, "m", "k", "v"));
  CHECK(bench.remarks.size() == remarks);
  CHECK(bench.actor(leader).raft().last_index() == last);
  CHECK(bench.answers.empty());
}

TEST_CASE("a put that is sent twice is one log entry and takes effect once") {
  Bench bench(3);
  bench.start();
  const NodeId leader = bench.wait_for_leader();
  const raft::Index before = bench.actor(leader).raft().last_index();
  bench.put(leader, 20, "p", "key", "value");
  bench.put(leader, 20, "p", "key", "value");  // while it is under way
  bench.run(milliseconds(20));
  CHECK(bench.answers_to("p").size() == 1);
  bench.put(leader, 20, "q", "key", "newer");
  bench.run(milliseconds(20));
  bench.put(leader, 20, "p", "key", "value");  // once it has been applied
  CHECK(bench.answers_to("p").size() == 2);
  CHECK(bench.actor(leader).raft().last_index() == before + 2);
  CHECK(bench.actor(leader).store().get("key").value == "newer");
}
