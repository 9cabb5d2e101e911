// Episodes that begin when something was noted.
#include <vector>

#include "simnet/faults/episode.hpp"
#include "tests/catch.hpp"
#include "tests/simnet/toy_world.hpp"

using namespace whitewater;
using namespace whitewater::simnet;
using namespace whitewater::simnet::test;
using faults::Episode;
using faults::KindId;
using faults::Trigger;

namespace {

constexpr std::uint32_t ticked = 70;

// Each node notes its number of the note once a millisecond, at 1, 2, 3 … ms.
void ticks(NodeId, const Seen& event, Effects& effects) {
  if (event.kind == EventKind::timer_fired) {
    effects.note(ticked, 0, 0);
    effects.note(ticked + 1, 0, 0);
  }
  if (event.kind != EventKind::message_arrived) effects.set_timer(TimerId{0}, event.now + milliseconds(1));
}

Episode kill_when(const Trigger& trigger, std::initializer_list<unsigned> whom) {
  return {.begin = trigger, .lasts = milliseconds(2), .whom = target(whom), .what = {KindId::kill, {}}};
}

class Begins final : public Observer {
 public:
  Watches watches() const override { return {.sends = false, .events = false, .notes = false}; }
  void on_episode(const EpisodeRecord& record) override {
    if (record.what == EpisodeRecord::What::begins) times.push_back(record.time);
  }
  std::vector<Time> times;
};

std::vector<Time> begins(const Episode& episode, Time heal = time_never, int slices = 1) {
  ToyWorld toys(toy_config(3), ticks);
  Begins log;
  toys.world.add_observer(log);
  toys.world.set_episodes(std::vector<Episode>{episode}, heal);
  for (int slice = 1; slice <= slices; ++slice) toys.run(milliseconds(60) * slice / slices);
  return log.times;
}

Time ms(int time) {
  return at(milliseconds(time));
}

}  // namespace

TEST_CASE("an episode begins when a note was made for the n-th time, on that node or anywhere, or a while later") {
  CHECK(begins(kill_when({.note = ticked}, {1})) == std::vector<Time>{ms(1)});
  CHECK(begins(kill_when({.note = ticked, .nth = 4}, {1})) == std::vector<Time>{ms(2)});  // three nodes tick a turn
  CHECK(begins(kill_when({.note = ticked, .nth = 4, .on = node(2)}, {1})) == std::vector<Time>{ms(4)});
  CHECK(begins(kill_when({.note = ticked, .nth = 4, .on = node(2), .after = microseconds(300)}, {1})) ==
        std::vector<Time>{ms(4) + microseconds(300)});
  CHECK(begins(kill_when({.note = ticked + 7}, {1})).empty());
}

TEST_CASE("a trigger fires once, between two events, after all of its time") {
  ToyWorld toys(toy_config(3), ticks);
  toys.world.set_episodes(std::vector<Episode>{kill_when({.note = ticked, .nth = 2, .on = node(0)}, {0, 1, 2})});
  toys.run(milliseconds(50));
  // The nodes tick at 2 ms, each in its turn, and only then die; they start again at 4 ms.
  for (const Toy& toy : toys.toys) {
    const std::vector<Time> times = toy.times(EventKind::timer_fired);
    REQUIRE(times.size() > 10);
    CHECK(times[1] == ms(2));
    CHECK(times[2] == ms(5));
  }
  CHECK(toys.world.evidence()[0].begun == 1);
}

TEST_CASE("a triggered episode comes back, ends, and heals like any other") {
  Episode again = kill_when({.note = ticked, .nth = 3, .on = node(0)}, {1});
  again.every = milliseconds(10);
  again.until = ms(30);
  CHECK(begins(again) == std::vector<Time>{ms(3), ms(13), ms(23)});
  CHECK(begins(again, ms(20)) == std::vector<Time>{ms(3), ms(13)});
  CHECK(begins(again, ms(2)).empty());
  again.until = ms(3);
  CHECK(begins(again).empty());
}

TEST_CASE("what the heal itself sets off begins nothing") {
  const auto notes_its_start = [](NodeId, const Seen& event, Effects& effects) {
    if (event.kind == EventKind::started) effects.note(ticked, 0, 0);
  };
  ToyWorld toys(toy_config(3), notes_its_start);
  Begins log;
  toys.world.add_observer(log);
  Episode dead = {.begin = ms(1), .whom = target({1}), .what = {KindId::kill, {}}};
  // Three nodes start at time 0. The fourth start is the one by which the heal brings node 1 back.
  Episode after_it = {.begin = Trigger{.note = ticked, .nth = 4}, .whom = target({0}), .what = {KindId::kill, {}}};
  after_it.number = 1;
  toys.world.set_episodes(std::vector<Episode>{dead, after_it}, ms(5));
  toys.run(milliseconds(20));
  CHECK(toys.toys[1].times(EventKind::started).size() == 2);
  CHECK(log.times == std::vector<Time>{ms(1)});
  CHECK(toys.world.alive(node(0)));
}

TEST_CASE("a run in slices has the same triggers, and the next run of a world forgets them") {
  const Episode episode = kill_when({.note = ticked, .nth = 5, .on = node(1), .after = milliseconds(4)}, {1});
  CHECK(begins(episode, time_never, 60) == begins(episode));

  ToyWorld toys(toy_config(3), ticks);
  toys.world.set_episodes(std::vector<Episode>{episode});
  toys.run(milliseconds(20));
  const std::uint64_t digest = toys.world.digest();
  std::vector<Toy> fresh;
  toys.world.reset(toy_config(3));
  for (unsigned i = 0; i < 3; ++i)
    fresh.emplace_back([i](const Seen& event, Effects& effects) { ticks(node(i), event, effects); });
  for (unsigned i = 0; i < 3; ++i) toys.world.add(node(i), fresh[i]);
  for (unsigned i = 0; i < 3; ++i) toys.world.start(node(i));
  toys.world.set_episodes(std::vector<Episode>{episode});
  toys.world.run_until(ms(20));
  CHECK(toys.world.digest() == digest);
}
