// The small parts: timing, policies, majorities, names of messages.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "core/raft/identity.hpp"
#include "core/raft/message_fold.hpp"
#include "core/raft/replication/replication_policy.hpp"
#include "core/raft/timing.hpp"
#include "tests/catch.hpp"
#include "tests/raft/cluster.hpp"

using namespace whitewater;
using namespace whitewater::raft;

TEST_CASE("a lease is shorter than the promise by twice the drift, in integers") {
  Timing timing;
  timing.election_timeout_min = milliseconds(600);
  timing.clock_drift_ppm = 1'000;
  CHECK(timing.lease() == nanoseconds(598'800'000));
  timing.clock_drift_ppm = 0;
  CHECK(timing.lease() == milliseconds(600));
}

TEST_CASE("an inconsistent timing is refused by the name of the field") {
  CHECK_FALSE(Timing{}.invalid().has_value());
  const auto field = [](auto change) {
    Timing timing;
    change(timing);
    const std::optional<Error> error = timing.invalid();
    return error ? error->where : std::string("none");
  };
  CHECK(field([](Timing& t) { t.heartbeat_interval = t.election_timeout_min; }) == "heartbeat_interval");
  CHECK(field([](Timing& t) { t.heartbeat_interval = {}; }) == "heartbeat_interval");
  CHECK(field([](Timing& t) { t.election_timeout_max = milliseconds(599); }) == "election_timeout_max");
  CHECK(field([](Timing& t) { t.election_timeout_max = t.election_timeout_min; }) == "none");
  CHECK(field([](Timing& t) { t.retransmit_after = milliseconds(601); }) == "retransmit_after");
  CHECK(field([](Timing& t) { t.retransmit_after = {}; }) == "retransmit_after");
  CHECK(field([](Timing& t) { t.hedge_after = nanoseconds(-1); }) == "hedge_after");
  CHECK(field([](Timing& t) { t.commit_notice_after = nanoseconds(-1); }) == "commit_notice_after");
  CHECK(field([](Timing& t) { t.clock_drift_ppm = 500'000; }) == "clock_drift_ppm");
  CHECK(field([](Timing& t) { t.first_election_delay = seconds(7'000'000'000); }) == "first_election_delay");
  CHECK(field([](Timing& t) { t.first_election_delay = milliseconds(-600); }) == "none");
  CHECK(field([](Timing& t) { t.first_election_delay = milliseconds(-601); }) == "first_election_delay");
}

TEST_CASE("broadcast addresses all, thrifty a rotating bare majority") {
  FollowerSets sets;
  sets.all = sets.reachable = sets.prompt = NodeSet::first(5) - NodeSet::of(NodeId{2});
  CHECK(first_targets(ReplicationPolicy::broadcast, sets, 2, 0) == sets.all);
  unsigned addressed[5] = {};
  for (unsigned turn = 0; turn < 8; turn += 2) {
    const NodeSet targets = first_targets(ReplicationPolicy::thrifty, sets, 2, turn);
    CHECK(targets.size() == 2);
    CHECK_FALSE(targets.contains(NodeId{2}));
    for (NodeId target : targets) ++addressed[target.value];
  }
  for (unsigned node : {0u, 1u, 3u, 4u}) CHECK(addressed[node] == 2);
}

TEST_CASE("thrifty prefers prompt followers and leaves out silent ones") {
  FollowerSets sets;
  sets.all = NodeSet::first(5) - NodeSet::of(NodeId{0});
  sets.reachable = sets.all - NodeSet::of(NodeId{1});
  sets.prompt = NodeSet::of(NodeId{1}) | NodeSet::of(NodeId{4});
  for (unsigned turn = 0; turn < 8; ++turn) {
    const NodeSet targets = first_targets(ReplicationPolicy::thrifty, sets, 2, turn);
    CHECK(targets.size() == 2);
    CHECK(targets.contains(NodeId{4}));
    CHECK_FALSE(targets.contains(NodeId{1}));
  }
  sets.reachable = NodeSet::of(NodeId{3});
  CHECK(first_targets(ReplicationPolicy::thrifty, sets, 2, 1) == NodeSet::of(NodeId{3}));
}

TEST_CASE("messages have names, and every field counts in their fold") {
  PayloadPool pool;
  const Entry entry{{1}, make_payload<TestCommand>(pool, std::uint64_t{1})};
  const PayloadRef batch = make_batch(pool, &entry, 1);
  const std::vector<std::pair<Message, std::string>> all{
      {PreVoteRequest{{1}, {2}, {3}}, "pre_vote_request"},
      {PreVoteRequest{{1}, {3}, {2}}, "pre_vote_request"},
      {PreVoteGranted{{1}, {2}}, "pre_vote_granted"},
      {PreVoteDenied{{1}, {2}}, "pre_vote_denied"},
      {VoteRequest{{1}, {2}, {3}}, "vote_request"},
      {VoteGranted{{1}, {2}}, "vote_granted"},
      {VoteGranted{{2}, {1}}, "vote_granted"},
      {VoteDenied{{1}, {2}}, "vote_denied"},
      {AppendEntries{{1}, {2}, {3}, {4}, 5, {}}, "heartbeat"},
      {AppendEntries{{1}, {2}, {3}, {4}, 5, batch}, "append_entries"},
      {AppendEntries{{1}, {2}, {3}, {4}, 6, batch}, "append_entries"},
      {AppendEntries{{1}, {2}, {4}, {3}, 5, batch}, "append_entries"},
      {AppendAccepted{{1}, {2}, 3}, "append_accepted"},
      {AppendAccepted{{1}, {3}, 2}, "append_accepted"},
      {AppendRejected{{1}, {2}, {3}, {4}, 5}, "append_rejected"},
      {AppendRejected{{1}, {2}, {4}, {3}, 5}, "append_rejected"},
      {CommitNotice{{1}, {2}}, "commit_notice"},
  };
  std::set<std::uint64_t> folds;
  for (const auto& [message, name] : all) {
    CHECK(message_name(message) == name);
    folds.insert(message_fold(message));
  }
  CHECK(folds.size() == all.size());
  CHECK(message_wire_bytes(all[8].first) == 2 + 5 * 8 + 4);
  CHECK(message_wire_bytes(all[9].first) == 2 + 5 * 8 + 4 + 12 + 8);
}

TEST_CASE("identities tell kinds, terms, indexes and attempts apart") {
  std::set<std::uint64_t> names;
  for (std::uint64_t term = 0; term < 12; ++term)
    for (std::uint64_t index = 0; index < 12; ++index)
      for (std::uint64_t attempt = 0; attempt < 12; ++attempt)
        for (MessageKind kind : {MessageKind::append_entries, MessageKind::heartbeat, MessageKind::vote_request})
          names.insert(message_identity(kind, {term}, {index}, attempt));
  CHECK(names.size() == 12 * 12 * 12 * 3);
}

TEST_CASE("no two requests for votes have the same name, through any number of campaigns that nobody answers") {
  // A simulated network draws by name: with names that begin anew, one lost round would be lost for ever.
  PayloadPool pool;
  Output out{pool};
  Config config;
  config.self = NodeId{0};
  Node node(config);
  node.start(Time{}, {}, {}, out);
  std::vector<std::uint64_t> names;
  for (int i = 0; i < 50; ++i) {
    out.clear();
    node.tick(node.next_deadline(), out);
    for (const Output::Send& send : out.sends) {
      REQUIRE(std::holds_alternative<PreVoteRequest>(send.message()));
      names.push_back(send.identity);
    }
  }
  REQUIRE(names.size() >= 50);
  std::sort(names.begin(), names.end());
  CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
}
