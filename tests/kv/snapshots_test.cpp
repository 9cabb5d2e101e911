// A replica that takes snapshots: the log before them goes, the state does not; who is behind, or starts anew, gets the
// state from the snapshot, with the memory of which puts were applied.
#include "core/raft/output.hpp"
#include "tests/kv/bench.hpp"

using namespace whitewater;
using kv::Bench;
using Outcome = client::Reply::Outcome;

namespace {

void put_many(Bench& bench, unsigned first, unsigned last) {
  for (unsigned i = first; i <= last; ++i) {
    const std::string mid = kv::numbered("m", i);
    bench.put(bench.wait_for_leader(), 20, mid, kv::numbered("k", i % 7), mid);
    REQUIRE(bench.run_until([&] { return !bench.answers_to(mid).empty(); }));
    REQUIRE(bench.answers_to(mid).front().outcome == Outcome::ok);
  }
}

unsigned remarks_of(const Bench& bench, NodeId node, raft::NoteCode code) {
  unsigned count = 0;
  for (const Bench::Remark& remark : bench.remarks)
    count += remark.replica == node && remark.note.code == static_cast<std::uint32_t>(code) ? 1u : 0u;
  return count;
}

void require_equal_content(const Bench& bench) {
  for (const NodeId node : bench.replicas()) {
    REQUIRE(bench.actor(node).applied() == bench.actor(bench.leader()).applied());
    REQUIRE(bench.actor(node).store().content_hash() == bench.actor(bench.leader()).store().content_hash());
  }
}

}  // namespace

TEST_CASE("the log before a snapshot goes, in memory and on the disk") {
  Bench bench(3);
  bench.config.snapshot_every = 10;
  bench.start();
  put_many(bench, 1, 45);
  bench.run(seconds(3));
  for (const NodeId node : bench.replicas()) {
    const raft::Node& raft = bench.actor(node).raft();
    REQUIRE(raft.snapshot() != nullptr);
    CHECK(raft.snapshot()->head.last.index.value % 10 == 0);
    CHECK(raft.first_index() == raft.snapshot()->head.last.index.next());
    CHECK(bench.disk_begins(node) == raft.first_index().value);
    CHECK(raft.last_index() - raft.first_index() < 12);
    CHECK(remarks_of(bench, node, raft::NoteCode::snapshot_taken) == 4);
  }
  require_equal_content(bench);
}

TEST_CASE("replicas that have applied the same entries take the same snapshot") {
  Bench bench(3);
  bench.config.snapshot_every = 10;
  bench.start();
  put_many(bench, 1, 12);
  bench.run(seconds(3));
  for (const NodeId node : bench.replicas())
    CHECK(bench.actor(node).raft().snapshot()->head == bench.actor(NodeId{0}).raft().snapshot()->head);
}

TEST_CASE("some of the entries before a snapshot stay if the configuration says so") {
  Bench bench(3);
  bench.config.snapshot_every = 10;
  bench.config.raft.snapshot_keeps = 4;
  bench.start();
  put_many(bench, 1, 25);
  bench.run(seconds(3));
  const raft::Node& raft = bench.actor(bench.leader()).raft();
  CHECK(raft.first_index().value + 4 == raft.snapshot()->head.last.index.value + 1);
}

TEST_CASE("a replica that was away for long gets the snapshot, in chunks") {
  Bench bench(3);
  bench.config.snapshot_every = 10;
  bench.config.raft.snapshot_chunk_bytes = 50;
  bench.start();
  const NodeId away = bench.other_than(bench.wait_for_leader());
  put_many(bench, 1, 3);
  bench.kill(away);
  put_many(bench, 4, 60);
  bench.restart(away);
  bench.run(seconds(10));
  CHECK(remarks_of(bench, away, raft::NoteCode::snapshot_installed) == 1);
  CHECK(bench.disk_begins(away) > 40);
  require_equal_content(bench);
  put_many(bench, 61, 63);
  bench.run(seconds(3));
  require_equal_content(bench);
}

TEST_CASE("all replicas start again from their snapshots") {
  Bench bench(3);
  bench.config.snapshot_every = 10;
  bench.start();
  put_many(bench, 1, 37);
  bench.run(seconds(3));
  const std::uint64_t content = bench.actor(bench.leader()).store().content_hash();
  for (const NodeId node : bench.replicas()) bench.kill(node);
  for (const NodeId node : bench.replicas()) bench.restart(node);
  for (const NodeId node : bench.replicas()) CHECK(bench.actor(node).applied().value >= 30);
  bench.wait_for_leader();
  bench.run(seconds(3));
  require_equal_content(bench);
  CHECK(bench.actor(bench.leader()).store().content_hash() == content);
  bench.get(bench.leader(), 21, "g", "k3");
  REQUIRE(bench.run_until([&] { return !bench.answers_to("g").empty(); }));
  CHECK(bench.answers_to("g").front().value == "m31");
}

TEST_CASE("a put that was applied before the snapshot takes no effect again") {
  Bench bench(3);
  bench.config.snapshot_every = 10;
  bench.start();
  put_many(bench, 1, 1);  // k1 is m1
  put_many(bench, 8, 30);
  for (const NodeId node : bench.replicas()) bench.kill(node);
  for (const NodeId node : bench.replicas()) bench.restart(node);
  const NodeId leader = bench.wait_for_leader();
  bench.put(leader, 20, "m1", "k1", "m1");
  bench.run(seconds(3));
  bench.get(bench.leader(), 21, "g", "k1");
  REQUIRE(bench.run_until([&] { return !bench.answers_to("g").empty(); }));
  CHECK(bench.answers_to("g").front().value == "m29");
}

TEST_CASE("a put of a deposed leader whose place a snapshot has taken is asked again, and done once") {
  Bench bench(3);
  bench.config.snapshot_every = 5;
  bench.start();
  const NodeId deposed = bench.wait_for_leader();
  put_many(bench, 1, 2);
  bench.cut(NodeSet::of(deposed));
  bench.put(deposed, 22, "lost", "own", "lost");
  REQUIRE(bench.run_until([&] { return bench.leader().valid() && bench.leader() != deposed; }));
  for (unsigned i = 3; i <= 20; ++i) bench.put(bench.leader(), 20, kv::numbered("m", i), "k", "v");
  bench.run(seconds(2));
  bench.heal();
  bench.run(seconds(20));
  CHECK(remarks_of(bench, deposed, raft::NoteCode::snapshot_installed) == 1);
  CHECK(bench.actor(deposed).held() == 0);
  require_equal_content(bench);
  const auto answers = bench.answers_to("lost");
  REQUIRE(answers.size() == 1);
  CHECK((answers.front().outcome == Outcome::redirect || answers.front().outcome == Outcome::ok));
}
