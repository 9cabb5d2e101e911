// Commit notices: when a leader sends one, to whom, and what a follower makes of it.
#include "tests/raft/node_bench.hpp"

using namespace whitewater;
using namespace whitewater::raft;

namespace {

using Bench = NodeBench;

}  // namespace

TEST_CASE("a commit notice goes to one follower that holds the entry, when nothing else told one") {
  Config config;
  config.timing.commit_notice_after = milliseconds(3);
  config.heartbeats = HeartbeatPolicy::suppressed;
  Bench bench(config);
  bench.lead();
  bench.tick(bench.now + milliseconds(3));
  bench.propose();
  bench.accept(1, 2);
  bench.accept(3, 2);
  CHECK(bench.node.next_deadline() == bench.now + milliseconds(3));
  const Output& out = bench.tick(bench.now + milliseconds(3));
  REQUIRE(out.sends.size() == 1);
  CHECK(std::get<CommitNotice>(out.sends[0].message()).leader_commit == Index{2});
  CHECK(out.sends[0].to.size() == 1);
  CHECK((out.sends[0].to == NodeSet::of(NodeId{1}) || out.sends[0].to == NodeSet::of(NodeId{3})));
}

TEST_CASE("a leader that commits in quick succession waits twice as long with its notice") {
  Config config;
  config.timing.commit_notice_after = milliseconds(10);
  config.heartbeats = HeartbeatPolicy::suppressed;
  Bench bench(config);
  bench.lead();
  const auto commit_every = [&](Duration gap, std::uint64_t times) {
    for (std::uint64_t i = 0; i < times; ++i) {
      bench.tick(bench.now + gap);
      bench.propose();
      for (unsigned follower = 1; follower < 5; ++follower) bench.accept(follower, bench.node.last_index().value);
    }
    REQUIRE(bench.node.commit_index() == bench.node.last_index());
    return bench.node.next_deadline() - bench.now;
  };
  CHECK(commit_every(milliseconds(30), 5) == milliseconds(10));
  CHECK(commit_every(milliseconds(8), 60) == milliseconds(20));
  CHECK(commit_every(milliseconds(30), 20) == milliseconds(10));
}

TEST_CASE("a follower commits by a notice only what this leader's appends have verified") {
  Bench bench;
  const Entry old[] = {{{1}, {}}, {{1}, {}}};
  bench.step(1, AppendEntries{{1}, {0}, {0}, {0}, 1, make_batch(bench.pool, old, 2)});
  bench.step(2, CommitNotice{{2}, {2}});
  CHECK(bench.node.leader() == NodeId{2});
  CHECK(bench.node.commit_index() == Index{0});
  bench.step(2, AppendEntries{{2}, {1}, {1}, {1}, 2, {}});
  bench.step(2, CommitNotice{{2}, {2}});
  CHECK(bench.node.commit_index() == Index{1});
}
