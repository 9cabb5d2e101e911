// What a single node puts out: writes, sends and reads, and what waits for what.
#include "core/raft/node.hpp"

#include <vector>

#include "tests/catch.hpp"
#include "tests/raft/node_bench.hpp"

using namespace whitewater;
using namespace whitewater::raft;

namespace {

using Bench = NodeBench;

Config thrifty() {
  Config config;
  config.replication = ReplicationPolicy::thrifty;
  config.heartbeats = HeartbeatPolicy::suppressed;
  return config;
}

const AppendEntries& append_of(const Output::Send& send) {
  return std::get<AppendEntries>(send.message());
}

}  // namespace

TEST_CASE("broadcast is one message to all, and shares its batch with the disk") {
  Bench bench;
  bench.lead();
  const Output& out = bench.propose();
  REQUIRE(out.sends.size() == 1);
  REQUIRE(out.writes.size() == 1);
  CHECK(out.sends[0].to == NodeSet::first(5) - NodeSet::of(NodeId{0}));
  CHECK(out.sends[0].claim == Claim::everything);
  CHECK(same_object(append_of(out.sends[0]).entries, out.writes[0].payload));
  CHECK(out.writes[0].index == Index{2});
}

TEST_CASE("a follower writes the batch that arrived, before it acknowledges") {
  Bench bench;
  const Entry entries[] = {{{1}, {}}, {{1}, {}}};
  const PayloadRef both = make_batch(bench.pool, entries, 2);
  const Output& out = bench.step(1, AppendEntries{{1}, {0}, {0}, {0}, 7, both});
  REQUIRE(out.writes.size() == 2);
  CHECK(out.writes[0].kind == Output::Write::Kind::hard_state);
  CHECK(out.writes[1].kind == Output::Write::Kind::append);
  CHECK(same_object(out.writes[1].payload, both));
  REQUIRE(out.sends.size() == 1);
  CHECK(out.sends[0].claim == Claim::everything);
  CHECK(std::get<AppendAccepted>(out.sends[0].message()).match_index == Index{2});
  CHECK(std::get<AppendAccepted>(out.sends[0].message()).round == 7);
}

TEST_CASE("of a batch that is partly known a follower writes the new entries only") {
  Bench bench;
  const Entry entries[] = {{{1}, {}}, {{1}, {}}, {{1}, {}}};
  bench.step(1, AppendEntries{{1}, {0}, {0}, {0}, 1, make_batch(bench.pool, entries, 1)});
  const Output& out = bench.step(1, AppendEntries{{1}, {0}, {0}, {0}, 2, make_batch(bench.pool, entries, 3)});
  REQUIRE(out.writes.size() == 1);
  CHECK(out.writes[0].index == Index{2});
  CHECK(out.writes[0].payload.get_if<EntryBatch>()->count == 2);
}

TEST_CASE("an append that was overtaken shortens nothing and is answered with all that is known") {
  Bench bench;
  const Entry entries[] = {{{1}, {}}, {{1}, {}}, {{1}, {}}};
  bench.step(1, AppendEntries{{1}, {0}, {0}, {0}, 2, make_batch(bench.pool, entries, 3)});
  const Output& out = bench.step(1, AppendEntries{{1}, {0}, {0}, {0}, 1, make_batch(bench.pool, entries, 1)});
  CHECK(bench.node.last_index() == Index{3});
  CHECK(out.writes.empty());
  CHECK(std::get<AppendAccepted>(out.sends[0].message()).match_index == Index{3});
}

TEST_CASE("heartbeats wait for no disk and name an entry that the follower holds") {
  Bench bench;
  bench.lead();
  bench.propose();
  const Output& out = bench.tick(bench.now + milliseconds(150));
  bool seen = false;
  for (const Output::Send& send : out.sends) {
    if (append_of(send).entries) continue;
    seen = true;
    CHECK(send.claim == Claim::term);
    CHECK(append_of(send).prev_log_index == Index{1});
  }
  CHECK(seen);
}

TEST_CASE("an append of committed entries claims nothing that this call writes") {
  Config config;
  config.inflight_max = 1;
  Bench bench(config);
  bench.lead();
  bench.propose();
  for (unsigned i = 1; i <= 2; ++i) bench.accept(i, 2);
  REQUIRE(bench.node.commit_index() == Index{2});
  const Output& out = bench.tick(bench.now + bench.node.config().timing.retransmit_after);
  bool seen = false;
  for (const Output::Send& send : out.sends) {
    if (!append_of(send).entries) continue;
    seen = true;
    CHECK(send.claim == Claim::earlier);
  }
  CHECK(seen);
}

TEST_CASE("an answer claims what is written only where the node commits without a follower") {
  for (const unsigned replicas : {1u, 2u, 3u, 5u}) {
    Config config;
    config.replicas = replicas;
    const Bench bench(config);
    CHECK(bench.node.claim_of_answer() == (replicas == 1 ? Claim::everything : Claim::nothing));
  }
}

TEST_CASE("appends that wait for a stalled disk do not suppress heartbeats") {
  Config config;
  config.heartbeats = HeartbeatPolicy::suppressed;
  Bench bench(config);
  bench.lead();
  NodeSet told;
  for (int i = 0; i < 15; ++i) {
    bench.propose();  // every 20 ms, and nothing is answered
    bench.tick(bench.now + milliseconds(20));
    for (const Output::Send& send : bench.out.sends)
      if (send.claim != Claim::everything) told = told | send.to;
  }
  CHECK(told.size() == 4);
}

TEST_CASE("a follower that is silent costs heartbeats only, and is caught up when it answers") {
  Bench bench;
  bench.lead();
  bench.propose();
  for (unsigned i = 1; i <= 3; ++i) bench.accept(i, 2);
  unsigned appends = 0;
  const Time start = bench.now;
  while (bench.now < start + seconds(3)) {
    for (const Output::Send& send : bench.tick(bench.node.next_deadline()).sends)
      appends += send.to.contains(NodeId{4}) && append_of(send).entries;
    for (unsigned i = 1; i <= 3; ++i) bench.accept(i, 2);
  }
  CHECK(appends >= 1);
  CHECK(appends <= 4);
  const Output& out = bench.step(4, AppendAccepted{{1}, {1}, static_cast<std::uint64_t>(bench.now.ns)});
  REQUIRE(out.sends.size() == 1);
  CHECK(out.sends[0].to == NodeSet::of(NodeId{4}));
  CHECK(append_of(out.sends[0]).entries);
}

TEST_CASE("thrifty sends to a bare majority, then hedges to one more at a time") {
  Bench bench(thrifty());
  bench.lead();
  const Output& out = bench.propose();
  NodeSet asked;
  for (const Output::Send& send : out.sends) asked = asked | send.to;
  CHECK(asked.size() == 2);
  for (unsigned size = 3; size <= 4; ++size) {
    bench.tick(bench.now + milliseconds(10));
    for (const Output::Send& send : bench.out.sends) asked = asked | send.to;
    CHECK(asked.size() == size);
  }
}

TEST_CASE("thrifty rotates, and the next append carries what a follower was not sent") {
  Bench bench(thrifty());
  bench.lead();
  NodeSet first;
  for (const Output::Send& send : bench.propose().sends) first = first | send.to;
  for (NodeId node : first) bench.accept(node.value, 2);
  REQUIRE(bench.node.commit_index() == Index{2});
  const Output& out = bench.propose();
  for (const Output::Send& send : out.sends) {
    CHECK((send.to & first).empty());
    CHECK(append_of(send).entries.get_if<EntryBatch>()->count == 2);
  }
}

TEST_CASE("a restarted voter keeps the promise that it may have given") {
  Bench restarted({}, HardState{{3}, no_node});
  restarted.now = Time{} + milliseconds(599);
  restarted.step(1, VoteRequest{{4}, {9}, {3}});
  CHECK(std::holds_alternative<VoteDenied>(restarted.out.sends[0].message()));
  CHECK(restarted.node.current_term() == Term{3});
  restarted.now = Time{} + milliseconds(600);
  restarted.step(1, VoteRequest{{4}, {9}, {3}});
  CHECK(std::holds_alternative<VoteGranted>(restarted.out.sends[0].message()));

  Bench brand_new;
  brand_new.step(1, VoteRequest{{1}, {0}, {0}});
  CHECK(std::holds_alternative<VoteGranted>(brand_new.out.sends[0].message()));
}

TEST_CASE("a lease answers at once, is renewed in the background, and ends") {
  Config config;
  config.reads = ReadPolicy::lease;
  config.heartbeats = HeartbeatPolicy::suppressed;
  Bench bench(config);
  bench.lead();
  bench.read(1);
  REQUIRE(bench.out.reads.size() == 1);
  CHECK(bench.out.sends.empty());
  bench.now = bench.now + milliseconds(400);
  bench.read(2);
  CHECK(bench.out.reads.size() == 1);
  CHECK(bench.out.sends.size() == 1);
  bench.now = bench.now + milliseconds(300);
  bench.read(3);
  CHECK(bench.out.reads.empty());
  bench.accept(1, 1);
  CHECK(bench.out.reads.empty());
  bench.accept(2, 1);
  REQUIRE(bench.out.reads.size() == 1);
  CHECK(bench.out.reads[0].token == 3);
}

TEST_CASE("one round confirms the reads that came before it, and not those after") {
  Bench bench;
  bench.lead();
  bench.now = bench.now + milliseconds(1);
  bench.read(1);
  const auto round = static_cast<std::uint64_t>(bench.now.ns);
  bench.now = bench.now + milliseconds(1);
  CHECK(bench.read(2).sends.empty());
  bench.step(1, AppendAccepted{{1}, {1}, round});
  bench.step(2, AppendRejected{{1}, {9}, {0}, {1}, round});  // a refusal is an answer, too
  REQUIRE(bench.out.reads.size() == 1);
  CHECK(bench.out.reads[0].token == 1);
  CHECK(bench.out.sends.size() == 1);  // the round for the second
  bench.accept(1, 1);
  CHECK(bench.out.reads.empty());
  bench.accept(3, 1);
  REQUIRE(bench.out.reads.size() == 1);
  CHECK(bench.out.reads[0].token == 2);
}

TEST_CASE("a read waits for an entry of the leader's own term") {
  Bench bench;
  bench.tick(bench.node.next_deadline());
  for (unsigned i = 1; i <= 2; ++i) bench.step(i, PreVoteGranted{{1}, {0}});
  for (unsigned i = 1; i <= 2; ++i) bench.step(i, VoteGranted{{1}, {0}});
  bench.now = bench.now + milliseconds(1);
  bench.read(1);
  bench.accept(1, 0);
  bench.accept(2, 0);
  CHECK(bench.out.reads.empty());
  bench.accept(1, 1);
  CHECK(bench.out.reads.empty());
  bench.accept(2, 1);
  REQUIRE(bench.out.reads.size() == 1);
  CHECK(bench.out.reads[0].index == Index{1});
}

TEST_CASE("a leader that is deposed says that its reads are abandoned") {
  Bench bench;
  bench.lead();
  bench.read(1);
  bench.step(1, AppendRejected{{7}, {1}, {0}, {1}, 0});
  CHECK_FALSE(bench.node.leading());
  CHECK(bench.out.reads_abandoned);
  CHECK_FALSE(bench.node.read(bench.now, 2, bench.out));
}

TEST_CASE("a leader that no majority answers steps down") {
  Bench bench;
  bench.lead();
  const Time start = bench.now;
  while (bench.node.leading() && bench.now < start + seconds(5)) {
    bench.tick(bench.node.next_deadline());
    bench.accept(1, 1);
  }
  CHECK_FALSE(bench.node.leading());
  CHECK(bench.now - start <= milliseconds(1200));
}

TEST_CASE("a winner knows the largest commit index that any voter reported") {
  Bench bench;
  const Entry entries[] = {{{1}, {}}, {{1}, {}}, {{1}, {}}};
  bench.step(1, AppendEntries{{1}, {0}, {0}, {1}, 1, make_batch(bench.pool, entries, 3)});
  bench.tick(bench.node.next_deadline());
  bench.step(3, PreVoteDenied{{1}, {3}});
  bench.step(1, PreVoteGranted{{2}, {2}});
  bench.step(2, PreVoteGranted{{2}, {0}});
  bench.step(1, VoteGranted{{2}, {2}});
  bench.step(2, VoteGranted{{2}, {0}});
  REQUIRE(bench.node.leading());
  CHECK(bench.node.answered_up_to() == Index{3});
  CHECK(bench.node.commit_index() == Index{1});
}

TEST_CASE("a duplicated grant counts once, and a late grant of the pre-vote not at all") {
  Bench bench;
  bench.tick(bench.node.next_deadline());
  for (int i = 0; i < 4; ++i) bench.step(1, PreVoteGranted{{1}, {0}});
  CHECK(bench.node.role() == Node::RoleKind::pre_candidate);
  bench.step(2, PreVoteGranted{{1}, {0}});
  CHECK(bench.node.role() == Node::RoleKind::candidate);
  for (unsigned i = 3; i <= 4; ++i) bench.step(i, PreVoteGranted{{1}, {0}});
  for (int i = 0; i < 4; ++i) bench.step(1, VoteGranted{{1}, {0}});
  CHECK(bench.node.role() == Node::RoleKind::candidate);
}

TEST_CASE("a pre-vote of a smaller term is answered, and its sender learns the larger one") {
  Bench bench({}, HardState{{5}, no_node});
  bench.step(1, PreVoteRequest{{2}, {9}, {1}});
  REQUIRE(bench.out.sends.size() == 1);
  CHECK(std::get<PreVoteDenied>(bench.out.sends[0].message()).term == Term{5});

  Bench behind;
  behind.tick(behind.node.next_deadline());
  behind.step(1, PreVoteDenied{{5}, {0}});
  CHECK(behind.node.role() == Node::RoleKind::follower);
  CHECK(behind.node.current_term() == Term{5});
}

TEST_CASE("two leaders of one term are not borne in silence") {
  Bench bench;
  bench.step(1, AppendEntries{{1}, {0}, {0}, {0}, 1, {}});
  CHECK_THROWS_AS(bench.step(2, AppendEntries{{1}, {0}, {0}, {0}, 1, {}}), CheckFailure);
}

TEST_CASE("a node that was reset is as good as new") {
  const auto story = [](Bench& bench) {
    bench.lead();
    bench.propose();
    bench.read(1);
    bench.tick(bench.node.next_deadline());
    bench.step(1, VoteRequest{{9}, {9}, {9}});
    return hash_words(bench.node.fingerprint(), static_cast<std::uint64_t>(bench.node.next_deadline().ns),
                      bench.out.sends.size(), bench.out.sends.empty() ? 0 : bench.out.sends[0].identity);
  };
  Bench fresh;
  const std::uint64_t expected = story(fresh);
  Bench used(thrifty());
  story(used);
  used.node.reset(fresh.node.config());
  used.now = {};
  used.commands = 0;
  used.out.clear();
  used.node.start(used.now, {}, {}, used.out);
  CHECK(story(used) == expected);
}
