// A warm node allocates nothing: not for entries, messages, reads or elections, and not in a second life.

#include "core/raft/node.hpp"
#include "tests/catch.hpp"
#include "tests/raft/cluster.hpp"
#include "tools/allocation_counter.hpp"

using namespace whitewater;
using namespace whitewater::raft;

namespace {

struct Pair {
  PayloadPool pool;
  Output out{pool};
  Output follower_out{pool};
  Node leader;
  Node follower;
  Message append;
  Time now{};

  void to_leader(unsigned from, const Message& message) {
    out.clear();
    leader.step(now, NodeId{static_cast<std::uint16_t>(from)}, message, out);
  }

  // One life of a leader in term 1 and one of its followers: 200 entries, each read back.
  void live(ReplicationPolicy policy) {
    Config config;
    config.replication = policy;
    config.self = NodeId{0};
    leader.reset(config);
    config.self = NodeId{1};
    follower.reset(config);
    now = {};
    out.clear();
    leader.start(now, {}, {}, out);
    follower_out.clear();
    follower.start(now, {}, {}, follower_out);
    now = leader.next_deadline();
    out.clear();
    leader.tick(now, out);
    for (unsigned i = 1; i <= 2; ++i) to_leader(i, PreVoteGranted{{1}, {0}});
    for (unsigned i = 1; i <= 2; ++i) to_leader(i, VoteGranted{{1}, {0}});
    append = out.sends[0].message();
    for (std::uint64_t k = 1; k <= 200; ++k) {
      follower_out.clear();
      follower.step(now, NodeId{0}, append, follower_out);
      for (unsigned i = 1; i <= 4; ++i)
        to_leader(i, AppendAccepted{{1}, leader.last_index(), static_cast<std::uint64_t>(now.ns)});
      now = now + milliseconds(1);
      out.clear();
      leader.read(now, k, out);
      for (unsigned i = 1; i <= 4; ++i) to_leader(i, AppendAccepted{{1}, {0}, static_cast<std::uint64_t>(now.ns)});
      out.clear();
      leader.propose(now, make_payload<TestCommand>(pool, k), out);
      append = out.sends[0].message();
      if (now >= leader.next_deadline()) {
        out.clear();
        leader.tick(now, out);
      }
    }
    append = PreVoteRequest{};
  }
};

}  // namespace

TEST_CASE("a second life allocates nothing") {
  for (ReplicationPolicy policy : {ReplicationPolicy::broadcast, ReplicationPolicy::thrifty}) {
    Pair pair;
    pair.live(policy);
    const Index committed = pair.leader.commit_index();
    const std::uint64_t before = tools::allocations_so_far();
    pair.live(policy);
    const std::uint64_t after = tools::allocations_so_far();
    CHECK(after == before);
    CHECK(pair.leader.commit_index() == committed);
    CHECK(committed == Index{200});
  }
}
