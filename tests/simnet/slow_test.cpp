// The fault that makes nodes slow: what they send leaves later, and they take one event after the other.
#include <vector>

#include "simnet/faults/episode.hpp"
#include "tests/catch.hpp"
#include "tests/simnet/toy_world.hpp"

using namespace whitewater;
using namespace whitewater::simnet;
using namespace whitewater::simnet::test;
using faults::Episode;
using faults::KindId;

namespace {

Episode slow(int begin_ms, int lasts_ms, int busy_ms, std::initializer_list<unsigned> whom) {
  return {.begin = at(milliseconds(begin_ms)),
          .lasts = milliseconds(lasts_ms),
          .whom = target(whom),
          .what = {KindId::slow, {milliseconds(busy_ms)}}};
}

}  // namespace

TEST_CASE("what a slow node sends leaves when its event is over") {
  // Node 0 sends at 0, 10, 20 … ms; it is slow from 15 ms to 35 ms, so that of 20 and 30 leaves 4 ms later.
  ToyWorld toys(toy_config(2), OneTalks{set_of({1}), milliseconds(10), 5});
  toys.world.set_episodes(std::vector<Episode>{slow(15, 20, 4, {0})});
  toys.run(milliseconds(100));
  const std::vector<Time> times = toys.toys[1].times(EventKind::message_arrived);
  REQUIRE(times.size() == 5);
  CHECK(times[1] == at(milliseconds(11)));
  CHECK(times[2] == at(milliseconds(25)));
  CHECK(times[3] - times[2] >= milliseconds(10));
  CHECK(times[4] - times[3] <= milliseconds(10));
}

TEST_CASE("a slow node takes one event after the other, and none is lost") {
  // A message a millisecond, each of which takes node 1 three.
  ToyWorld toys(toy_config(2), OneTalks{set_of({1}), milliseconds(1), 10});
  toys.world.set_episodes(std::vector<Episode>{slow(1, 500, 3, {1})});
  toys.run(milliseconds(100));
  const std::vector<Time> times = toys.toys[1].times(EventKind::message_arrived);
  REQUIRE(times.size() == 10);
  for (std::size_t i = 2; i < times.size(); ++i) CHECK(times[i] - times[i - 1] == milliseconds(3));
  CHECK(toys.world.evidence()[0].effect());
}

TEST_CASE("of two on a node the later decides, the heal ends both, and a slow node that dies is slow again") {
  ToyWorld toys(toy_config(3), silent);
  toys.world.set_episodes(std::vector<Episode>{slow(10, 500, 2, {0, 1}), slow(20, 10, 7, {1, 2})},
                          at(milliseconds(50)));
  const auto busy = [&](int time_ms) {
    toys.run(milliseconds(time_ms));
    std::vector<std::int64_t> all;
    for (unsigned i = 0; i < 3; ++i) all.push_back(toys.world.slow(node(i)).ns / 1'000'000);
    return all;
  };
  using Each = std::vector<std::int64_t>;
  CHECK(busy(5) == Each{0, 0, 0});
  CHECK(busy(15) == Each{2, 2, 0});
  CHECK(busy(25) == Each{2, 7, 7});
  toys.world.kill(node(0));
  toys.world.restart(node(0));
  CHECK(busy(35) == Each{2, 2, 0});
  CHECK(busy(55) == Each{0, 0, 0});
}
