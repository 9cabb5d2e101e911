// What becomes of requests when leaders change: who answers, who does not, and when a request that came into
// a lost leader's log may be given back to its client.
#include "tests/kv/bench.hpp"

using namespace whitewater;
using kv::Bench;
using kv::NoteCode;
using Outcome = client::Reply::Outcome;

namespace {

bool all_have_applied(const Bench& bench, raft::Index index) {
  for (const NodeId node : bench.replicas())
    if (bench.alive(node) && bench.actor(node).applied() < index) return false;
  return true;
}

// As many others as it takes to leave side in the minority of five, with leader in it.
NodeSet minority_with(const Bench& bench, NodeId leader) {
  return NodeSet::of(leader) | NodeSet::of(bench.other_than(leader));
}

}  // namespace

TEST_CASE("a new leader answers the puts of its predecessor that it commits") {
  Bench bench(3);
  bench.start();
  const NodeId dead = bench.wait_for_leader();
  bench.run(milliseconds(200));
  bench.put(dead, 20, "p", "key", "value");
  bench.kill(dead);  // its appends are on their way
  const NodeId leader = bench.wait_for_leader();
  bench.run(seconds(1));
  REQUIRE(leader != dead);
  REQUIRE(bench.answers_to("p").size() == 1);
  CHECK(bench.answers_to("p")[0].outcome == Outcome::ok);
  CHECK(bench.answers_to("p")[0].replica == leader);
  CHECK(bench.actor(leader).store().get("key").value == "value");
}

TEST_CASE("a new leader does not answer again what its predecessor was known to have committed") {
  Bench bench(3);
  bench.start();
  const NodeId dead = bench.wait_for_leader();
  bench.put(dead, 20, "p", "key", "value");
  bench.run(milliseconds(500));  // heartbeats tell the followers that it is committed
  REQUIRE(bench.answers_to("p").size() == 1);
  bench.kill(dead);
  bench.wait_for_leader();
  bench.run(seconds(1));
  CHECK(bench.answers_to("p").size() == 1);
}

TEST_CASE("followers never answer puts") {
  Bench bench(5);
  bench.start();
  const NodeId leader = bench.wait_for_leader();
  for (std::uint64_t i = 0; i < 20; ++i) bench.put(leader, 20, std::to_string(i), kv::numbered("key", i % 3), "value");
  bench.run(seconds(1));
  CHECK(bench.answers.size() == 20);
  for (const auto& answer : bench.answers) CHECK(answer.replica == leader);
  CHECK(bench.remarks_of(NoteCode::put_applied) == 100);
}

TEST_CASE("a put that a new leader commits is not given back by the old one") {
  Bench bench(3);
  bench.start();
  const NodeId old = bench.wait_for_leader();
  bench.run(milliseconds(200));
  bench.put(old, 20, "p", "key", "value");
  bench.cut(NodeSet::of(old));  // its appends are on their way, their answers are not heard
  REQUIRE(bench.run_until([&] { return bench.leader().valid() && bench.leader() != old; }));
  const NodeId leader = bench.leader();
  bench.run(seconds(1));
  bench.heal();
  bench.run(seconds(2));
  REQUIRE(bench.answers_to("p").size() == 1);
  CHECK(bench.answers_to("p")[0].replica == leader);
  CHECK(bench.answers_to("p")[0].outcome == Outcome::ok);
  CHECK(bench.remarks_of(NoteCode::put_displaced) == 0);
}

TEST_CASE("a put that another entry displaced is redirected, and only then") {
  Bench bench(5);
  bench.start();
  const NodeId old = bench.wait_for_leader();
  bench.run(milliseconds(200));
  bench.lose_messages_in_flight();
  bench.cut(minority_with(bench, old));
  bench.put(old, 20, "p", "key", "lost");
  REQUIRE(bench.run_until([&] { return bench.leader().valid() && bench.leader() != old; }));
  const NodeId leader = bench.leader();
  bench.put(leader, 21, "q", "key", "kept");
  bench.run(seconds(3));
  CHECK(bench.answers_to("p").empty());
  bench.heal();
  bench.run(seconds(2));
  REQUIRE(bench.answers_to("p").size() == 1);
  CHECK(bench.answers_to("p")[0].outcome == Outcome::redirect);
  CHECK(bench.answers_to("p")[0].leader == leader);
  CHECK(bench.remarks_of(NoteCode::put_displaced) == 1);
  for (const NodeId node : bench.replicas()) CHECK(bench.actor(node).store().get("key").value == "kept");
}

TEST_CASE("gets that wait for confirmation when the leader is lost are redirected to the next") {
  Bench bench(5);
  bench.start();
  const NodeId old = bench.wait_for_leader();
  bench.put(old, 20, "p", "key", "old");
  bench.run(milliseconds(500));
  bench.lose_messages_in_flight();
  bench.cut(minority_with(bench, old));
  bench.get(old, 20, "early", "key");
  REQUIRE(bench.run_until([&] { return bench.leader().valid() && bench.leader() != old; }));
  const NodeId leader = bench.leader();
  bench.put(leader, 20, "q", "key", "new");
  bench.run(seconds(3));
  bench.get(old, 20, "late", "key");
  CHECK(bench.answers_to("early").empty());
  CHECK(bench.answers_to("late").empty());
  bench.heal();
  bench.run(seconds(2));
  for (const char* mid : {"early", "late"}) {
    REQUIRE(bench.answers_to(mid).size() == 1);
    CHECK(bench.answers_to(mid)[0].outcome == Outcome::redirect);
    CHECK(bench.answers_to(mid)[0].leader == leader);
  }
}

TEST_CASE("a put that came into the log twice takes effect once, and every sending of it is answered") {
  Bench bench(3);
  bench.start();
  const NodeId dead = bench.wait_for_leader();
  bench.run(milliseconds(200));
  bench.put(dead, 20, "p", "key", "value");
  bench.kill(dead);
  // To the next leader at once, before it knows whether the first one is committed.
  const auto next = [&] {
    for (const NodeId node : bench.replicas())
      if (bench.alive(node) && bench.actor(node).raft().leading()) return node;
    return no_node;
  };
  REQUIRE(bench.run_until([&] { return next().valid(); }));
  const NodeId leader = next();
  bench.put(leader, 20, "p", "key", "value");
  bench.run(seconds(1));
  CHECK(bench.answers_to("p").size() == 2);
  CHECK(bench.remarks_of(NoteCode::put_duplicate) == 2);  // at both that live
  CHECK(bench.actor(leader).sessions().size() == 1);
}

TEST_CASE("what was answered is there after every replica was started again") {
  Bench bench(3);
  bench.start();
  NodeId leader = bench.wait_for_leader();
  for (std::uint64_t i = 0; i < 10; ++i) bench.put(leader, 20, std::to_string(i), kv::numbered("key", i), "value");
  bench.run(seconds(1));
  REQUIRE(bench.answers.size() == 10);
  const std::uint64_t content = bench.actor(leader).store().content_hash();
  for (const NodeId node : bench.replicas()) bench.kill(node);
  bench.run(seconds(1));
  for (const NodeId node : bench.replicas()) bench.restart(node);
  for (const NodeId node : bench.replicas()) CHECK(bench.actor(node).store().size() == 0);
  leader = bench.wait_for_leader();
  bench.run(seconds(1));
  REQUIRE(all_have_applied(bench, bench.actor(leader).raft().last_index()));
  for (const NodeId node : bench.replicas()) CHECK(bench.actor(node).store().content_hash() == content);
  bench.get(leader, 21, "g", "key7");
  bench.run(milliseconds(50));
  REQUIRE(bench.answers_to("g").size() == 1);
  CHECK(bench.answers_to("g")[0].value == "value");
}

// Raft figure 8, seen from the side that was overwritten.
TEST_CASE("a put that was truncated here but came back through another leader is not given back") {
  Bench bench(5);
  bench.start();
  const NodeId old = bench.wait_for_leader();
  bench.run(milliseconds(200));
  bench.lose_messages_in_flight();
  const NodeId witness = bench.other_than(old);
  bench.cut(NodeSet::of(old) | NodeSet::of(witness));
  bench.put(old, 20, "p", "key", "value");
  const raft::Index index = bench.actor(old).raft().last_index();
  REQUIRE(bench.run_until([&] { return bench.actor(witness).raft().last_index() == index; }));

  // Another is elected by the rest, and its first entry reaches nobody but the old leader, where it displaces p.
  const raft::Term term = bench.actor(old).raft().current_term();
  NodeId usurper;
  REQUIRE(bench.run_until([&] {
    for (const NodeId node : bench.replicas())
      if (bench.actor(node).raft().leading() && bench.actor(node).raft().current_term() > term) usurper = node;
    return usurper.valid();
  }));
  bench.lose_messages_in_flight();
  bench.cut(NodeSet::of(old) | NodeSet::of(usurper));
  REQUIRE(bench.run_until([&] { return bench.actor(old).raft().last_term() > term; }));
  bench.run(milliseconds(50));
  CHECK(bench.answers_to("p").empty());

  // The witness has the longest log of those that are left.
  bench.kill(usurper);
  bench.cut(NodeSet::of(old));
  REQUIRE(bench.run_until([&] { return bench.leader() == witness; }));
  bench.run(seconds(1));
  bench.heal();
  bench.run(seconds(2));
  REQUIRE(bench.answers_to("p").size() == 1);
  CHECK(bench.answers_to("p")[0].outcome == Outcome::ok);
  CHECK(bench.answers_to("p")[0].replica == witness);
  CHECK(bench.actor(old).store().get("key").value == "value");
  CHECK(bench.remarks_of(NoteCode::put_displaced) == 0);
}

TEST_CASE("what any of its voters knows to be committed, a new leader does not answer again") {
  unsigned successions = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Bench bench(3, seed);
    bench.start();
    const NodeId old = bench.wait_for_leader();
    bench.run(milliseconds(200));
    bench.put(old, 20, "p", "key", "value");
    const raft::Index index = bench.actor(old).raft().last_index();
    const NodeId knowing = bench.other_than(old);
    const NodeId ignorant = bench.other_than(old, knowing);
    REQUIRE(bench.run_until([&] { return bench.actor(ignorant).raft().last_index() == index; }));
    bench.run(milliseconds(5));
    bench.cut(NodeSet::of(ignorant));  // so it does not hear that p is committed
    REQUIRE(bench.run_until([&] { return bench.actor(knowing).applied() >= index; }));
    bench.kill(old);
    bench.heal();
    REQUIRE(bench.actor(ignorant).applied() < index);
    const NodeId leader = bench.wait_for_leader();
    bench.run(seconds(1));
    CHECK(bench.answers_to("p").size() == 1);
    successions += leader == ignorant ? 1u : 0u;
  }
  CHECK(successions > 0);
}
