// The faults that strike disks: what becomes durable when, what waits for it, and what a death in between leaves.
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

Episode harm(KindId kind, int begin_ms, int lasts_ms, std::initializer_list<unsigned> whom) {
  return {
      .begin = at(milliseconds(begin_ms)), .lasts = milliseconds(lasts_ms), .whom = target(whom), .what = {kind, {}}};
}
Episode late(int begin_ms, int lasts_ms, int delay_ms, std::initializer_list<unsigned> whom) {
  Episode episode = harm(KindId::disk_delay, begin_ms, lasts_ms, whom);
  episode.what.values[0] = constant(milliseconds(delay_ms));
  return episode;
}

// Every 10 ms node 0 appends a record, and tells node 1 once the record is durable.
struct Writer {
  std::uint64_t count = 0;
  std::uint64_t done = 0;

  void operator()(NodeId self, const Seen& event, Effects& effects) {
    const bool turn = event.kind == EventKind::started || event.kind == EventKind::timer_fired;
    if (self != node(0) || !turn || done == count) return;
    ++done;
    effects.append(done, 1, effects.make<Probe>(Probe{done}));
    effects.send(SendKind::message, node(1), effects.make<Probe>(Probe{done}), done, effects.last_write());
    effects.set_timer(TimerId{0}, event.now + milliseconds(10));
  }
};

// When node 1 was told of each record, in milliseconds.
std::vector<std::int64_t> told(const std::vector<Episode>& plan, Time heal = time_never) {
  ToyWorld toys(toy_config(2), Writer{6});
  toys.world.set_episodes(plan, heal);
  toys.run(milliseconds(400));
  std::vector<std::int64_t> times;
  for (const Time time : toys.toys[1].times(EventKind::message_arrived))
    times.push_back((time - Time{}).ns / 1'000'000);
  return times;
}

using Times = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("writes that begin while a disk is slow take longer, and so does what waits for them") {
  CHECK(told({}) == Times{1, 11, 21, 31, 41, 51});
  CHECK(told({late(15, 20, 4, {0})}) == Times{1, 11, 25, 35, 41, 51});
  // A write never becomes durable before an earlier one.
  CHECK(told({late(15, 10, 27, {0})}) == Times{1, 11, 48, 48, 48, 51});
  CHECK(told({late(15, 20, 4, {1})}) == told({}));
}

TEST_CASE("of two that are open on a disk the later decides, and the heal ends both") {
  CHECK(told({late(5, 100, 2, {0}), late(15, 10, 5, {0})}) == Times{1, 13, 26, 33, 43, 53});
  CHECK(told({late(5, 100, 2, {0})}, at(milliseconds(35))) == Times{1, 13, 23, 33, 41, 51});
}

TEST_CASE("a disk that stands still keeps what is due until the end, in its order") {
  CHECK(told({harm(KindId::disk_stall, 15, 20, {0})}) == Times{1, 11, 36, 36, 41, 51});
  // Two of them: the disk goes on when both are over.
  CHECK(told({harm(KindId::disk_stall, 15, 20, {0}), harm(KindId::disk_stall, 25, 20, {0})}) ==
        Times{1, 11, 46, 46, 46, 51});
  CHECK(told({harm(KindId::disk_stall, 15, 200, {0})}, at(milliseconds(35))) == Times{1, 11, 36, 36, 41, 51});
  // A slow disk that stands still as well: a write is due when its time is over.
  CHECK(told({harm(KindId::disk_stall, 15, 20, {0}), late(5, 100, 22, {0})}) == Times{1, 36, 43, 53, 63, 73});
}

TEST_CASE("what was written to a disk that stands still is lost with its node") {
  ToyWorld toys(toy_config(2), Writer{3});
  toys.world.set_episodes(std::vector<Episode>{
      harm(KindId::disk_stall, 5, 40, {0}),
      {.begin = at(milliseconds(27)), .lasts = milliseconds(3), .whom = target({0}), .what = {KindId::kill, {}}}});
  toys.run(milliseconds(100));
  // It starts again with the first record alone.
  CHECK(toys.toys[0].numbers(EventKind::started) == std::vector<std::uint64_t>{0, 1});
  CHECK(toys.world.writes_durable(node(0)) == 0);
}

TEST_CASE("a world without such faults keeps disks that are durable at once") {
  ToyWorld toys(toy_config(2), silent);
  toys.world.set_episodes(std::vector<Episode>{harm(KindId::kill, 5, 5, {0})});
  CHECK(toys.world.instant_disks());
  ToyWorld harmed(toy_config(2), silent);
  harmed.world.set_episodes(std::vector<Episode>{late(5, 5, 1, {0})});
  CHECK_FALSE(harmed.world.instant_disks());
}
