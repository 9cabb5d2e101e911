// Raft §7, log compaction, and figure 13, InstallSnapshot: one test a sentence.
#include <string>

#include "tests/catch.hpp"
#include "tests/raft/paper_fixture.hpp"

using namespace whitewater;
using namespace whitewater::raft;
using namespace whitewater::raft::paper;

namespace {

constexpr std::string_view state = "0123456789";  // three chunks of four bytes

// A leader of term 2 that has committed its log of terms 1, 1, 2, and then took a snapshot of the first two entries.
struct CompactedLeader {
  explicit CompactedLeader(PayloadPool& pool, std::uint32_t keeps = 0)
      : node(pool, {.replicas = 3, .current_term = 1, .log = {1, 1}, .keeps = keeps}) {
    node.become_leader();
    node.acknowledge_up_to(1, 3);
    node.take_snapshot(2, state);
  }
  // Follower 2 refuses what comes behind the snapshot: its log is empty.
  void lacks_everything() { node.receive(2, AppendRejected{Term{2}, Index{2}, Term{}, Index{1}, 0}); }
  void answer(std::uint64_t match, std::uint64_t snapshot, std::uint64_t bytes, std::uint64_t round) {
    node.receive(2, SnapshotAccepted{Term{2}, Index{match}, snapshot, bytes, round});
  }
  Subject node;
};

PayloadRef snapshot_of(PayloadPool& pool, std::uint64_t index, std::uint64_t term, std::string_view text = state) {
  Log log;
  for (std::uint64_t i = 1; i <= index; ++i) log.append(entry_at(pool, i, i == index ? term : 1));
  return make_snapshot(pool, log.point_at({index}), NodeSet::first(3), text, 4);
}

// Sends the chunk from node 1, the leader of that term, and returns the answer.
SnapshotAccepted send(Subject& to, std::uint64_t term, const PayloadRef& snapshot, std::uint32_t place,
                      std::uint64_t round = 7) {
  to.receive(1, InstallSnapshot{Term{term}, round, snapshot.get_if<Snapshot>()->chunks()[place]});
  return to.sent<SnapshotAccepted>(1).value();
}

std::string text_of(const Snapshot& snapshot) {
  std::string text;
  for (std::uint32_t place = 0; place < snapshot.count; ++place) text += snapshot.chunk(place).state();
  return text;
}

}  // namespace

TEST_CASE("§7: each server takes snapshots independently, covering just the committed entries in its log") {
  PayloadPool pool;
  Subject follower(pool, {.replicas = 3, .current_term = 1, .log = {1, 1, 1}});
  follower.receive(1, message(pool, {.term = 1, .prev_index = 3, .prev_term = 1, .commit = 2}));
  REQUIRE(follower.committed() == 2);
  REQUIRE_THROWS_AS(follower.take_snapshot(3, state), CheckFailure);
  follower.take_snapshot(2, state);
  REQUIRE(text_of(*follower.durable_snapshot()) == state);
  REQUIRE(follower.durable_log() == Terms{1});
  REQUIRE(follower.log() == Terms{1});
}

TEST_CASE("§7: the snapshot keeps the last included index and term, and the configuration as of that index") {
  PayloadPool pool;
  CompactedLeader leader(pool);
  const SnapshotHead& head = leader.node.durable_snapshot()->head;
  REQUIRE(head.last.index == Index{2});
  REQUIRE(head.last.term == Term{1});
  REQUIRE(head.voters == NodeSet::first(3));
}

TEST_CASE("§7: the last included index and term support the consistency check of the first entry behind them") {
  PayloadPool pool;
  Subject follower(pool, {.replicas = 3, .current_term = 1, .log = {1, 1}});
  follower.receive(1, message(pool, {.term = 1, .prev_index = 2, .prev_term = 1, .commit = 2}));
  follower.take_snapshot(2, state);
  REQUIRE(follower.log().empty());
  follower.receive(1, message(pool, {.term = 2, .prev_index = 2, .prev_term = 2, .entries = {2}}));
  REQUIRE(follower.sent<AppendRejected>(1));
  follower.receive(1, message(pool, {.term = 2, .prev_index = 2, .prev_term = 1, .entries = {2}}));
  REQUIRE(follower.sent<AppendAccepted>(1)->match_index == Index{3});
}

TEST_CASE("§7: once the snapshot is written, all entries up to it, and any snapshot before, may go") {
  PayloadPool pool;
  CompactedLeader leader(pool);
  using Kind = Output::Write::Kind;
  REQUIRE(leader.node.output().writes.size() == 2);
  REQUIRE(leader.node.output().writes[0].kind == Kind::snapshot);
  REQUIRE(leader.node.output().writes[1].kind == Kind::trim);
  REQUIRE(leader.node.node().first_index() == Index{3});
  leader.node.take_snapshot(3, "later");
  REQUIRE(text_of(*leader.node.durable_snapshot()) == "later");
  REQUIRE_THROWS_AS(leader.node.take_snapshot(3, "again"), CheckFailure);
}

TEST_CASE("entries that a snapshot covers stay for followers that are a little behind, as many as is asked for") {
  PayloadPool pool;
  CompactedLeader leader(pool, 1);
  REQUIRE(leader.node.node().first_index() == Index{2});
  leader.node.receive(2, AppendRejected{Term{2}, Index{2}, Term{}, Index{2}, 0});
  REQUIRE(leader.node.sent<AppendEntries>(2)->prev_log_index == Index{1});
}

TEST_CASE("§7: the leader sends a snapshot when it has discarded the next entry that the follower needs") {
  PayloadPool pool;
  CompactedLeader leader(pool);
  leader.lacks_everything();
  const auto first = leader.node.sent<InstallSnapshot>(2).value();
  REQUIRE(first.term == Term{2});
  REQUIRE_FALSE(leader.node.sent<AppendEntries>(2));
  const auto& chunk = *first.chunk.get_if<SnapshotChunk>();
  REQUIRE(chunk.offset == 0);
  REQUIRE(chunk.state() == "0123");
}

TEST_CASE("figure 13: leaders always send chunks in order, the next one after the answer") {
  PayloadPool pool;
  CompactedLeader leader(pool);
  leader.lacks_everything();
  std::string sent;
  for (std::uint64_t bytes : {0u, 4u, 8u}) {
    const auto message = leader.node.sent<InstallSnapshot>(2).value();
    const auto& chunk = *message.chunk.get_if<SnapshotChunk>();
    REQUIRE(chunk.offset == bytes);
    sent += chunk.state();
    const std::uint64_t match = chunk.end() == chunk.head.bytes ? 2 : 0;
    leader.answer(match, chunk.head.id, chunk.end(), message.round);
  }
  REQUIRE(sent == state);
  REQUIRE_FALSE(leader.node.sent<InstallSnapshot>(2));
  REQUIRE(leader.node.sent<AppendEntries>(2)->prev_log_index == Index{2});
  REQUIRE(leader.node.node().match_index(NodeId{2}) == Index{2});
}

TEST_CASE("figure 13: a chunk without an answer is sent again, and an answer to another snapshot moves nothing") {
  PayloadPool pool;
  CompactedLeader leader(pool);
  leader.lacks_everything();
  const auto first = leader.node.sent<InstallSnapshot>(2).value();
  const SnapshotHead head = first.chunk.get_if<SnapshotChunk>()->head;
  const std::uint64_t identity = leader.node.send_of<InstallSnapshot>(2)->identity;
  leader.answer(0, head.id + 1, 4, first.round);
  REQUIRE_FALSE(leader.node.sent<InstallSnapshot>(2));
  while (!leader.node.sent<InstallSnapshot>(2)) leader.node.wake();
  REQUIRE(same_object(leader.node.sent<InstallSnapshot>(2)->chunk, first.chunk));
  REQUIRE(leader.node.send_of<InstallSnapshot>(2)->identity != identity);
}

TEST_CASE("a follower that lost what it had received is sent the snapshot from its beginning") {
  PayloadPool pool;
  CompactedLeader leader(pool);
  leader.lacks_everything();
  const auto first = leader.node.sent<InstallSnapshot>(2).value();
  const std::uint64_t id = first.chunk.get_if<SnapshotChunk>()->head.id;
  leader.answer(0, id, 4, first.round);
  const auto second = leader.node.sent<InstallSnapshot>(2).value();
  REQUIRE(second.chunk.get_if<SnapshotChunk>()->offset == 4);
  leader.answer(0, id, 0, second.round);
  REQUIRE(leader.node.sent<InstallSnapshot>(2)->chunk.get_if<SnapshotChunk>()->offset == 0);
}

TEST_CASE("figure 13, step 1: a snapshot of an older term is refused with the current term") {
  PayloadPool pool;
  Subject follower(pool, {.replicas = 3, .current_term = 5});
  const SnapshotAccepted answer = send(follower, 4, snapshot_of(pool, 3, 2), 0);
  REQUIRE(answer.term == Term{5});
  REQUIRE(answer.match_index == Index{0});
  REQUIRE(answer.bytes == 0);
  REQUIRE(follower.durable_snapshot() == nullptr);
  CompactedLeader leader(pool);
  leader.node.receive(2, SnapshotAccepted{Term{9}, Index{0}, 0, 0, 0});
  REQUIRE(leader.node.role() == Is::follower);
  REQUIRE(leader.node.term() == 9);
}

TEST_CASE("figure 13, steps 2 to 4: the follower writes nothing and waits for more chunks until the last is here") {
  PayloadPool pool;
  Subject follower(pool, {.replicas = 3, .current_term = 2});
  const PayloadRef snapshot = snapshot_of(pool, 3, 2);
  REQUIRE(send(follower, 2, snapshot, 0).bytes == 4);
  REQUIRE(send(follower, 2, snapshot, 2).bytes == 4);  // not the next one
  REQUIRE(send(follower, 2, snapshot, 0).bytes == 4);  // a duplicate
  const SnapshotAccepted second = send(follower, 2, snapshot, 1, 9);
  REQUIRE(second.bytes == 8);
  REQUIRE(second.round == 9);
  REQUIRE(second.match_index == Index{0});
  REQUIRE(follower.output().writes.empty());
  REQUIRE(follower.durable_snapshot() == nullptr);
}

TEST_CASE("figure 13, step 5: chunks of a snapshot with a smaller index, or of an older term, do not mix with others") {
  PayloadPool pool;
  Subject follower(pool, {.replicas = 3, .current_term = 2});
  const PayloadRef small = snapshot_of(pool, 3, 2, "abcdefghij");
  const PayloadRef large = snapshot_of(pool, 5, 2);
  REQUIRE(send(follower, 2, small, 0).bytes == 4);
  REQUIRE(send(follower, 2, large, 0).bytes == 4);  // discards the smaller one
  REQUIRE(send(follower, 2, small, 1).bytes == 0);
  REQUIRE(send(follower, 2, large, 1).bytes == 8);
  REQUIRE(send(follower, 3, large, 2).bytes == 0);  // another leader: from the beginning
  for (std::uint32_t place : {0u, 1u, 2u}) send(follower, 3, large, place);
  REQUIRE(text_of(*follower.durable_snapshot()) == state);
}

TEST_CASE("figure 13, step 6: a log that holds the last included entry keeps what follows it") {
  PayloadPool pool;
  Subject follower(pool, {.replicas = 3, .current_term = 1, .log = {1, 1, 2, 2}});
  const SnapshotAccepted answer = send(follower, 2, snapshot_of(pool, 3, 2), 0);
  REQUIRE(follower.log() == Terms{1, 1, 2, 2});
  REQUIRE(follower.durable_log() == Terms{1, 1, 2, 2});
  REQUIRE(answer.match_index == Index{3});
  REQUIRE(follower.committed() == 3);
}

TEST_CASE("figure 13, steps 7 and 8: otherwise the whole log goes, and the state machine is reset by the snapshot") {
  PayloadPool pool;
  for (const Terms& log : {Terms{}, Terms{1, 1}, Terms{1, 1, 1, 1}}) {
    Subject follower(pool, {.replicas = 3, .current_term = 1, .log = log});
    const PayloadRef snapshot = snapshot_of(pool, 3, 2);
    for (std::uint32_t place : {0u, 1u}) REQUIRE(send(follower, 2, snapshot, place).match_index == Index{0});
    const SnapshotAccepted answer = send(follower, 2, snapshot, 2);
    REQUIRE(answer.match_index == Index{3});
    REQUIRE(answer.bytes == state.size());
    REQUIRE(follower.output().snapshot_installed);
    REQUIRE(follower.send_of<SnapshotAccepted>(1)->claim == Claim::everything);
    REQUIRE(follower.log().empty());
    REQUIRE(follower.durable_log().empty());
    REQUIRE(follower.last() == 3);
    REQUIRE(follower.node().last_term() == Term{2});
    REQUIRE(follower.committed() == 3);
    REQUIRE(text_of(*follower.node().snapshot()) == state);
    follower.receive(1, message(pool, {.term = 2, .prev_index = 3, .prev_term = 2, .entries = {2}}));
    REQUIRE(follower.sent<AppendAccepted>(1)->match_index == Index{4});
  }
}

TEST_CASE("§7: the snapshot is written before the log goes, so a crash in between loses nothing") {
  PayloadPool pool;
  Subject follower(pool, {.replicas = 3, .current_term = 1, .log = {1, 1, 1, 1}});
  const PayloadRef snapshot = snapshot_of(pool, 3, 2);
  for (std::uint32_t place : {0u, 1u, 2u}) send(follower, 2, snapshot, place);
  const auto& writes = follower.output().writes;
  using Kind = Output::Write::Kind;
  REQUIRE(writes.size() == 3);
  REQUIRE(writes[0].kind == Kind::snapshot);
  REQUIRE(writes[1].kind == Kind::truncate);
  REQUIRE(writes[2].kind == Kind::trim);
  // A node that finds the snapshot and the old log brings the log in order.
  Config config;
  config.self = NodeId{0};
  config.replicas = 3;
  Node node(config);
  Output output(pool);
  const std::vector<Entry> old_log = {entry_at(pool, 1, 1), entry_at(pool, 2, 1), entry_at(pool, 3, 1)};
  node.start({}, Durable{{Term{2}, no_node}, snapshot, {1}, old_log}, output);
  REQUIRE(node.last_index() == Index{3});
  REQUIRE(node.last_term() == Term{2});
  REQUIRE(node.commit_index() == Index{3});
  REQUIRE(output.writes.size() == 2);
  REQUIRE(output.writes[0].kind == Kind::truncate);
  REQUIRE(output.writes[1].kind == Kind::trim);
}

TEST_CASE("a restart recovers the snapshot, and the log behind it") {
  PayloadPool pool;
  CompactedLeader leader(pool, 1);
  leader.node.restart();
  REQUIRE(leader.node.committed() == 2);
  REQUIRE(leader.node.last() == 3);
  REQUIRE(leader.node.log() == Terms{2});
  REQUIRE(leader.node.output().writes.empty());
  REQUIRE(text_of(*leader.node.node().snapshot()) == state);
}

TEST_CASE("a snapshot that ends before what is committed installs nothing, and is acknowledged") {
  PayloadPool pool;
  Subject follower(pool, {.replicas = 3, .current_term = 2, .log = {1, 1, 1, 2}});
  follower.receive(1, message(pool, {.term = 2, .prev_index = 4, .prev_term = 2, .commit = 4}));
  follower.take_snapshot(4, "newer");
  const SnapshotAccepted answer = send(follower, 2, snapshot_of(pool, 3, 1), 0);
  REQUIRE(answer.match_index == Index{4});
  REQUIRE(text_of(*follower.durable_snapshot()) == "newer");
  REQUIRE(follower.committed() == 4);
}

TEST_CASE("a heartbeat to a follower whose last known entry is compacted begins before the first entry") {
  PayloadPool pool;
  CompactedLeader leader(pool);
  leader.lacks_everything();
  std::optional<AppendEntries> heartbeat;
  for (unsigned i = 0; i < 20 && !heartbeat; ++i) {
    leader.node.wake();
    heartbeat = leader.node.sent<AppendEntries>(2);
  }
  REQUIRE(heartbeat);
  REQUIRE(heartbeat->prev_log_index == Index{0});
  REQUIRE(heartbeat->prev_log_term == Term{0});
}

TEST_CASE("an append that begins within the compacted prefix is taken up from there on") {
  PayloadPool pool;
  Subject follower(pool, {.replicas = 3, .current_term = 1, .log = {1, 1, 1}});
  follower.receive(1, message(pool, {.term = 1, .prev_index = 3, .prev_term = 1, .commit = 3}));
  follower.take_snapshot(3, state);
  follower.receive(1, message(pool, {.term = 1, .prev_index = 1, .prev_term = 1, .entries = {1, 1, 1, 1}}));
  REQUIRE(follower.sent<AppendAccepted>(1)->match_index == Index{5});
  REQUIRE(follower.log() == Terms{1, 1});
  follower.receive(1, message(pool, {.term = 1, .prev_index = 0, .prev_term = 0, .entries = {1, 1}}));
  REQUIRE(follower.sent<AppendAccepted>(1)->match_index == Index{5});
  REQUIRE(follower.log() == Terms{1, 1});
}
