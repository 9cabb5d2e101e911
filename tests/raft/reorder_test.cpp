// Appends that overtake each other on their way to a follower: taken up when what they follow has come.
#include "core/raft/replication/reorder_buffer.hpp"

#include <vector>

#include "core/raft/node.hpp"
#include "tests/catch.hpp"
#include "tests/raft/cluster.hpp"

using namespace whitewater;
using namespace whitewater::raft;

namespace {

// A follower in term 2 of a cluster whose node 1 leads.
struct Follower5 {
  PayloadPool pool;
  Output out{pool};
  Node node;
  std::uint64_t round = 0;

  Follower5() {
    Config config;
    config.self = NodeId{0};
    node.reset(config);
    node.start({}, {}, {}, out);
    step(append(0, 1));
  }
  AppendEntries append(std::uint64_t prev, std::uint32_t count, std::uint64_t commit = 0, std::uint64_t term = 2) {
    std::vector<Entry> entries(count, Entry{{term}, {}});
    return {{term}, {prev}, {prev == 0 ? 0 : term}, {commit}, ++round, make_batch(pool, entries.data(), count)};
  }
  const Message& step(const AppendEntries& append) {
    out.clear();
    node.step({}, NodeId{1}, append, out);
    REQUIRE(out.sends.size() == 1);
    return out.sends[0].message();
  }
};

Index accepted(const Message& answer) {
  return std::get<AppendAccepted>(answer).match_index;
}

}  // namespace

TEST_CASE("appends that come in any order end in the order of the log") {
  Follower5 follower;
  const AppendEntries second = follower.append(1, 1, 1);
  const AppendEntries third = follower.append(2, 2, 1);
  const AppendEntries fourth = follower.append(4, 1, 4);
  CHECK(accepted(follower.step(fourth)) == Index{1});
  CHECK(accepted(follower.step(third)) == Index{1});
  CHECK(follower.out.writes.empty());
  CHECK(follower.node.last_index() == Index{1});

  CHECK(accepted(follower.step(second)) == Index{5});
  CHECK(follower.out.writes.size() == 3);
  CHECK(follower.node.last_index() == Index{5});
  CHECK(follower.node.commit_index() == Index{4});
}

TEST_CASE("the answer to an append that waits still shows its leader that it was heard") {
  Follower5 follower;
  const AppendEntries third = follower.append(2, 1);
  CHECK(std::get<AppendAccepted>(follower.step(third)).round == third.round);
}

// A leader that was told of a longer log, which has been cut since, sends what lies behind a gap for ever.
TEST_CASE("an append behind a gap that comes again is refused") {
  Follower5 follower;
  const AppendEntries third = follower.append(2, 1);
  (void)follower.step(third);
  const auto& refusal = std::get<AppendRejected>(follower.step(third));
  CHECK(refusal.conflict_term == Term{});
  CHECK(refusal.conflict_index == Index{2});
}

TEST_CASE("a follower that has agreed to nothing in this term refuses what lies behind a gap") {
  Follower5 follower;
  const AppendEntries later = follower.append(2, 1, 0, 3);
  CHECK(std::holds_alternative<AppendRejected>(follower.step(later)));
}

TEST_CASE("what waited for an older leader is not taken up under a newer one") {
  Follower5 follower;
  (void)follower.step(follower.append(2, 2));
  // The new leader's log agrees up to index 1, and has two entries of its own behind it.
  AppendEntries other = follower.append(1, 1, 0, 3);
  other.prev_log_term = {2};
  CHECK(accepted(follower.step(other)) == Index{2});
  CHECK(follower.node.last_index() == Index{2});
  CHECK(follower.node.last_term() == Term{3});
}

TEST_CASE("the buffer takes as many as a window holds, and says when it is full") {
  Follower5 follower;
  ReorderBuffer buffer;
  for (std::uint64_t i = 0; i < ReorderBuffer::capacity; ++i) REQUIRE(buffer.keep(follower.append(10 + i, 1)));
  CHECK_FALSE(buffer.keep(follower.append(9, 1)));
  CHECK_FALSE(buffer.take({2}, {9}));
  Index verified{10};
  while (const auto next = buffer.take({2}, verified)) verified = ReorderBuffer::last(*next);
  CHECK(verified == Index{10 + ReorderBuffer::capacity});
  CHECK(buffer.empty());
}
