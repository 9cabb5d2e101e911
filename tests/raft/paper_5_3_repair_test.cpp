// Raft §5.3, second half: how a leader makes a follower's log a duplicate of its own. Figure 7.
#include <algorithm>

#include "tests/catch.hpp"
#include "tests/raft/paper_fixture.hpp"

using namespace whitewater;
using namespace whitewater::raft;
using namespace whitewater::raft::paper;

TEST_CASE("§5.3 a conflicting entry and all that follow it give way to the leader's") {
  PayloadPool pool;
  Subject follower(pool, {.current_term = 3, .log = {1, 2, 2, 3}});
  follower.receive(1, message(pool, {.term = 4, .prev_index = 1, .prev_term = 1, .entries = {4}}));
  REQUIRE(follower.log() == Terms{1, 4});
  REQUIRE(follower.durable_log() == Terms{1, 4});
  REQUIRE(follower.sent<AppendAccepted>(1)->match_index == Index{2});
}

TEST_CASE("§5.3 what the follower has already is kept, and what lies behind it when nothing conflicts") {
  PayloadPool pool;
  Subject follower(pool, {.current_term = 2, .log = {1, 2, 2, 2}});
  follower.receive(1, message(pool, {.term = 2, .prev_index = 1, .prev_term = 1, .entries = {2}}));
  REQUIRE(follower.log() == Terms{1, 2, 2, 2});
  REQUIRE(follower.durable_log() == Terms{1, 2, 2, 2});
  REQUIRE(follower.sent<AppendAccepted>(1)->match_index == Index{2});
  follower.receive(1, message(pool, {.term = 2, .prev_index = 2, .prev_term = 2, .entries = {2, 2, 2}}));
  REQUIRE(follower.log() == Terms{1, 2, 2, 2, 2});
}

TEST_CASE("§5.3 a leader first assumes that each follower's log equals its own") {
  PayloadPool pool;
  Subject leader(pool, {.current_term = 4, .log = {1, 1, 4}});
  leader.become_leader();
  for (unsigned follower = 1; follower < 5; ++follower) {
    REQUIRE(leader.sent<AppendEntries>(follower)->prev_log_index == Index{3});
    REQUIRE(leader.sent<AppendEntries>(follower)->prev_log_term == Term{4});
    REQUIRE(leader.node().match_index(NodeId{static_cast<std::uint16_t>(follower)}) == Index{0});
  }
}

TEST_CASE("§5.3 after a rejection the leader tries again from an earlier entry") {
  PayloadPool pool;
  Subject leader(pool, {.current_term = 4, .log = {1, 1, 4}});
  leader.become_leader();
  leader.receive(1, AppendRejected{Term{5}, Index{3}, Term{0}, Index{2}, 0});  // its log ends at 1
  REQUIRE(leader.sent<AppendEntries>(1).has_value());
  REQUIRE(leader.sent<AppendEntries>(1)->prev_log_index == Index{1});
  REQUIRE(leader.sent<AppendEntries>(1)->prev_log_term == Term{1});
}

TEST_CASE("§5.3 a late rejection does not take back what a follower has confirmed") {
  PayloadPool pool;
  Subject leader(pool, {.current_term = 4, .log = {1, 1, 4}});
  leader.become_leader();
  leader.acknowledge_up_to(1, 4);
  leader.receive(1, AppendRejected{Term{5}, Index{3}, Term{0}, Index{1}, 0});
  REQUIRE(leader.node().match_index(NodeId{1}) == Index{4});
  leader.propose(7);
  REQUIRE(leader.sent<AppendEntries>(1)->prev_log_index == Index{4});
}

TEST_CASE("§5.3 a rejection names the term of the conflicting entry and the first index of that term") {
  PayloadPool pool;
  Subject follower(pool, {.current_term = 3, .log = {1, 2, 2, 2, 3}});
  follower.receive(1, message(pool, {.term = 5, .prev_index = 4, .prev_term = 4}));
  REQUIRE(follower.sent<AppendRejected>(1)->prev_log_index == Index{4});
  REQUIRE(follower.sent<AppendRejected>(1)->conflict_term == Term{2});
  REQUIRE(follower.sent<AppendRejected>(1)->conflict_index == Index{2});
  follower.receive(1, message(pool, {.term = 5, .prev_index = 9, .prev_term = 4}));
  REQUIRE(follower.sent<AppendRejected>(1)->conflict_term == Term{0});
  REQUIRE(follower.sent<AppendRejected>(1)->conflict_index == Index{6});
}

namespace {

// Figure 7: the log of the leader when it comes to power in term 8, and of its six possible followers.
const Terms figure_7_leader{1, 1, 1, 4, 4, 5, 5, 6, 6, 6};

struct Figure7 {
  const char* name;
  Terms log;
  std::uint64_t terms_in_conflict;  // each costs at most one round
};

std::vector<Figure7> figure_7() {
  return {{"a", {1, 1, 1, 4, 4, 5, 5, 6, 6}, 0},
          {"b", {1, 1, 1, 4}, 0},
          {"c", {1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6}, 0},
          {"d", {1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7}, 0},
          {"e", {1, 1, 1, 4, 4, 4, 4}, 1},
          {"f", {1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3}, 2}};
}

}  // namespace

TEST_CASE("§5.3 figure 7: a leader brings each of the followers a to f to its own log") {
  for (const Figure7& figure : figure_7()) {
    CAPTURE(figure.name);
    PayloadPool pool;
    Subject leader(pool, {.self = 0, .replicas = 7, .current_term = 7, .log = figure_7_leader});
    Subject follower(pool, {.self = 1, .replicas = 7, .current_term = 7, .log = figure.log});
    leader.campaign();
    for (unsigned voter = 2; voter <= 4; ++voter) leader.receive(voter, VoteGranted{Term{8}, Index{0}});
    REQUIRE(leader.role() == Is::leader);
    Network network({&leader, &follower});
    network.settle();

    Terms expected = figure_7_leader;
    expected.push_back(8);  // the no-op of the new leader
    REQUIRE(follower.log() == expected);
    REQUIRE(follower.durable_log() == expected);
    REQUIRE(follower.node().chain_hash(Index{11}) == leader.node().chain_hash(Index{11}));
    REQUIRE(leader.node().match_index(NodeId{1}) == Index{11});
  }
}

TEST_CASE("§5.3 the hint skips all entries of a conflicting term in one round") {
  for (const Figure7& figure : figure_7()) {
    CAPTURE(figure.name);
    PayloadPool pool;
    Subject leader(pool, {.self = 0, .replicas = 7, .current_term = 7, .log = figure_7_leader});
    Subject follower(pool, {.self = 1, .replicas = 7, .current_term = 7, .log = figure.log});
    leader.campaign();
    for (unsigned voter = 2; voter <= 4; ++voter) leader.receive(voter, VoteGranted{Term{8}, Index{0}});
    Network network({&leader, &follower});
    network.settle();
    const std::uint64_t too_short = figure.log.size() < figure_7_leader.size() ? 1 : 0;
    REQUIRE(network.rejections <= figure.terms_in_conflict + too_short);
  }
}

TEST_CASE("§5.3 Leader Append-Only: whatever followers say, a leader never alters its own entries") {
  for (const Figure7& figure : figure_7()) {
    CAPTURE(figure.name);
    PayloadPool pool;
    Subject leader(pool, {.self = 0, .replicas = 3, .current_term = 7, .log = figure_7_leader});
    leader.become_leader();
    const std::uint64_t before = leader.node().chain_hash(Index{11});
    Subject follower(pool, {.self = 1, .replicas = 3, .current_term = 8, .log = figure.log});
    Network({&leader, &follower}).settle();
    leader.receive(2, AppendRejected{Term{8}, Index{10}, Term{2}, Index{1}, 0});
    leader.receive(2, AppendRejected{Term{8}, Index{10}, Term{0}, Index{1}, 0});
    leader.propose(9);
    REQUIRE(leader.node().chain_hash(Index{11}) == before);
    REQUIRE(leader.last() == 12);
    const auto& writes = leader.output().writes;
    REQUIRE(std::none_of(writes.begin(), writes.end(),
                         [](const Output::Write& w) { return w.kind == Output::Write::Kind::truncate; }));
  }
}
