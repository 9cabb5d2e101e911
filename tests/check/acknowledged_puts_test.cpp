// Who must have heard of a put before it is acknowledged: the protocols' usual paths, and the ways to be too early.
#include <random>
#include <vector>

#include "core/check/causality/acknowledged_puts.hpp"
#include "tests/catch.hpp"

using namespace whitewater;
using checks::AcknowledgedPuts;

namespace {

constexpr std::uint64_t put = 77;

NodeId node(unsigned number) {
  return NodeId{static_cast<std::uint16_t>(number)};
}

NodeSet nodes(std::initializer_list<unsigned> numbers) {
  NodeSet set;
  for (const unsigned number : numbers) set.insert(node(number));
  return set;
}

class Play {
 public:
  explicit Play(unsigned replicas = 5, unsigned needed = 3) : latest(replicas, 0) { judge.reset(replicas, needed); }
  void deliver(AcknowledgedPuts::EventNumber sent_after, unsigned to) {
    judge.happened(node(to), sent_after);
    judge.make_room();
    latest[to] = judge.now();
  }
  void tell(unsigned from, unsigned to) { deliver(latest[from], to); }
  void ask(unsigned to) {
    deliver(0, to);
    judge.put_delivered(put);
  }
  bool early(unsigned by) { return judge.acknowledged(put, node(by)).has_value(); }
  AcknowledgedPuts judge;
  std::vector<AcknowledgedPuts::EventNumber> latest;  // of each replica
};

}  // namespace

TEST_CASE("a leader acknowledges a put when a majority heard of it and answered") {
  Play play;
  play.ask(0);
  for (const unsigned follower : {1u, 2u}) play.tell(0, follower);
  REQUIRE(play.early(0));  // they heard of it, but 0 cannot know
  CHECK(play.judge.acknowledged(put, node(0))->heard == nodes({0}));
  play.tell(1, 0);
  REQUIRE(play.early(0));  // one of five too few
  CHECK(play.judge.acknowledged(put, node(0))->heard == nodes({0, 1}));
  CHECK(play.judge.acknowledged(put, node(0))->needed == 3);
  play.tell(2, 0);
  CHECK_FALSE(play.early(0));
  CHECK(play.judge.heard(put, node(0)) == nodes({0, 1, 2}));
  CHECK(play.judge.majority_known(put, node(0)) == play.judge.now());
  play.tell(3, 0);
  CHECK(play.judge.majority_known(put, node(0)) == play.judge.now() - 1);
  CHECK_FALSE(play.judge.majority_known(put, node(3)));
}

TEST_CASE("what was on its way before the put came proves nothing") {
  Play play(3, 2);
  const AcknowledgedPuts::EventNumber before = play.latest[0];
  play.ask(0);
  play.deliver(before, 1);
  play.tell(1, 0);
  CHECK(play.early(0));
}

TEST_CASE("a follower that forwards the put, and passes the answer on, is right") {
  Play play;
  play.ask(3);
  play.tell(3, 0);
  for (const unsigned follower : {1u, 2u}) play.tell(0, follower);
  for (const unsigned follower : {1u, 2u}) play.tell(follower, 0);
  CHECK_FALSE(play.early(0));
  CHECK(play.early(3));
  play.tell(0, 3);
  CHECK_FALSE(play.early(3));
}

TEST_CASE("a new leader may acknowledge what the old one had spread") {
  Play play;
  play.ask(0);
  play.tell(0, 1);
  play.tell(0, 2);
  play.tell(2, 1);  // 0 is dead; 1 collects votes
  CHECK_FALSE(play.early(1));
  CHECK(play.judge.heard(put, node(1)) == nodes({0, 1, 2}));
}

TEST_CASE("a put that is asked again, of another replica, may have been spread by the first one") {
  Play play;
  play.ask(0);
  for (const unsigned follower : {1u, 2u}) play.tell(0, follower);
  play.tell(1, 4);
  play.tell(2, 4);
  play.ask(4);
  CHECK_FALSE(play.early(4));
  // Where the second one knows nothing of the first, it has to spread the put itself.
  Play other;
  other.ask(0);
  other.tell(0, 1);
  other.ask(4);
  REQUIRE(other.early(4));
  CHECK(other.judge.heard(put, node(4)) == nodes({4}));
  other.tell(1, 4);
  CHECK(other.judge.heard(put, node(4)) == nodes({0, 1, 4}));
}

TEST_CASE("a put that was delivered to nobody, and a request that is no put, are not judged") {
  Play play;
  CHECK_FALSE(play.early(0));
  CHECK(play.judge.heard(put, node(0)).empty());
}

TEST_CASE("one replica alone is its own majority") {
  Play play(1, 1);
  play.ask(0);
  CHECK_FALSE(play.early(0));
}

// A model: every event keeps the set of (replica, knows of the put by its own hearing) that is in its past.
TEST_CASE("hearing is what a model of sets in messages says") {
  std::mt19937_64 random(5);
  for (int round = 0; round < 300; ++round) {
    const auto replicas = static_cast<unsigned>(2 + random() % 5);
    Play play(replicas, replicas + 1);
    std::vector<NodeSet> known(replicas);
    struct Flight {
      AcknowledgedPuts::EventNumber sent = 0;
      NodeSet known;
    };
    std::vector<Flight> flying;
    for (int step = 0; step < 60; ++step) {
      const auto at = static_cast<unsigned>(random() % replicas);
      const auto what = static_cast<unsigned>(random() % 12);
      if (what == 0) {
        play.ask(at);
        known[at].insert(node(at));
      } else if (what < 6) {
        flying.push_back({play.latest[at], known[at]});
      } else if (!flying.empty()) {
        const Flight& flight = flying[random() % flying.size()];  // it stays: it may be delivered again
        play.deliver(flight.sent, at);
        known[at] = known[at] | flight.known;
        if (!flight.known.empty()) known[at].insert(node(at));
      }
      const auto by = static_cast<unsigned>(random() % replicas);
      REQUIRE(play.judge.heard(put, node(by)) == known[by]);
    }
  }
}

TEST_CASE("a second run knows nothing of the first") {
  Play play(3, 2);
  play.ask(0);
  play.tell(0, 1);
  play.judge.reset(3, 2);
  play.latest.assign(3, 0);
  CHECK_FALSE(play.early(0));
  play.ask(0);
  CHECK(play.early(0));
}
