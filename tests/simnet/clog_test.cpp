// The fault that clogs links: what waits, when and in which order it goes on, and what is decided when it is sent.
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

Episode from_to(KindId kind, int begin_ms, int lasts_ms, unsigned from, unsigned to) {
  return {.begin = at(milliseconds(begin_ms)),
          .lasts = milliseconds(lasts_ms),
          .whom = target({from}),
          .to = target({to}),
          .what = {kind, {}}};
}

struct Arrived {
  std::int64_t ms;
  std::uint64_t number;
  friend bool operator==(const Arrived&, const Arrived&) = default;
};

// Node 0 sends 1, 2, 3 … at 0, 10, 20 … ms to nodes 1 and 2: what arrives at node `to`.
std::vector<Arrived> arrivals(const std::vector<Episode>& plan, unsigned to = 1, Time heal = time_never,
                              std::uint64_t count = 5) {
  ToyWorld toys(toy_config(3), OneTalks{set_of({1, 2}), milliseconds(10), count});
  toys.world.set_episodes(plan, heal);
  toys.run(milliseconds(300));
  std::vector<Arrived> all;
  for (const Seen& event : toys.toys[to].history)
    if (event.kind == EventKind::message_arrived) all.push_back({(event.now - Time{}).ns / 1'000'000, event.number});
  return all;
}

using All = std::vector<Arrived>;

}  // namespace

TEST_CASE("what is sent over a clogged link arrives behind the end, in its order, and nothing else waits") {
  const std::vector<Episode> plan{from_to(KindId::clog, 5, 30, 0, 1)};
  CHECK(arrivals(plan) == All{{1, 1}, {36, 2}, {36, 3}, {36, 4}, {41, 5}});
  CHECK(arrivals(plan, 2) == All{{1, 1}, {11, 2}, {21, 3}, {31, 4}, {41, 5}});
  // What was on its way before arrives in time.
  CHECK(arrivals({from_to(KindId::clog, 0, 35, 0, 1)})[0] == Arrived{1, 1});
}

TEST_CASE("a link that two faults clog goes on when both have ended, and at the heal") {
  CHECK(arrivals({from_to(KindId::clog, 5, 20, 0, 1), from_to(KindId::clog, 15, 30, 0, 1)}) ==
        All{{1, 1}, {46, 2}, {46, 3}, {46, 4}, {46, 5}});
  CHECK(arrivals({from_to(KindId::clog, 5, 200, 0, 1)}, 1, at(milliseconds(25))) ==
        All{{1, 1}, {26, 2}, {26, 3}, {31, 4}, {41, 5}});
}

TEST_CASE("what a cut or a loss stops is stopped when it is sent, also on a clogged link") {
  CHECK(arrivals({from_to(KindId::clog, 5, 30, 0, 1), from_to(KindId::cut, 15, 10, 0, 1)}) ==
        All{{1, 1}, {36, 2}, {36, 4}, {41, 5}});
}

TEST_CASE("who died meanwhile gets nothing, and who came back gets it all") {
  Episode kill{
      .begin = at(milliseconds(12)), .lasts = milliseconds(10), .whom = target({1}), .what = {KindId::kill, {}}};
  CHECK(arrivals({from_to(KindId::clog, 5, 30, 0, 1), kill}) == All{{1, 1}, {36, 2}, {36, 4}, {41, 5}});
  kill.lasts = milliseconds(200);
  CHECK(arrivals({from_to(KindId::clog, 5, 30, 0, 1), kill}) == All{{1, 1}});
}

TEST_CASE("a run that ends while messages wait leaves none behind") {
  ToyWorld toys(toy_config(2), OneTalks{set_of({1}), milliseconds(10), 5});
  toys.world.set_episodes(std::vector<Episode>{from_to(KindId::clog, 5, 500, 0, 1)});
  toys.run(milliseconds(100));
  CHECK(toys.world.evidence()[0].messages == 4);
  const std::size_t in_use = toys.world.pool().blocks_in_use();
  CHECK(in_use > 0);
  toys.world.reset(toy_config(2));
  CHECK(toys.world.pool().blocks_in_use() == 0);
}
