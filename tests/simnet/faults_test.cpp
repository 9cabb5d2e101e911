// Faults: when they strike, whom they meet, and what each of them does.
#include <string>

#include "simnet/faults/words.hpp"
#include "tests/catch.hpp"
#include "tests/simnet/toy_world.hpp"

using namespace whitewater;
using namespace whitewater::simnet;
using namespace whitewater::simnet::test;
using faults::ending;
using faults::KindId;
using faults::point_fault;

namespace {

using Numbers = std::vector<std::uint64_t>;

// Node 0 says 1, 2, 3 … 20 to all others, at 0, 1, 2 … 19 ms; they arrive 1 ms later.
OneTalks chatter() {
  return {set_of({1, 2}), milliseconds(1), 20};
}

Numbers heard(const ToyWorld& toys, unsigned listener) {
  return toys.toys[listener].numbers(EventKind::message_arrived);
}

class VanishedLog final : public Observer {
 public:
  void on_vanished(const VanishedRecord& record) override { numbers.push_back(number_of(record.payload)); }
  Numbers numbers;
};

class FaultLog final : public Observer {
 public:
  struct Line {
    Time time;
    std::string name;
    NodeSet targets;
    friend bool operator==(const Line&, const Line&) = default;
  };
  // What ends because of it comes with it.
  void on_episode(const EpisodeRecord& record) override {
    if (record.what == EpisodeRecord::What::begins)
      lines.push_back({record.time, std::string(faults::fault_word(record)), record.targets});
  }
  std::vector<Line> lines;
};

}  // namespace

TEST_CASE("a fault strikes after every event of its time") {
  ToyWorld toys(toy_config(3), chatter());
  // At 3 ms node 0 sends the fourth: that is before the cut. The fifth, at 4 ms, is after it.
  toys.with_faults({point_fault(at(milliseconds(3)), KindId::cut, target({0}), target({1}))}).run(milliseconds(50));
  REQUIRE(heard(toys, 1) == Numbers{1, 2, 3, 4});
  REQUIRE(heard(toys, 2).size() == 20);
  REQUIRE(toys.sends.count(SendOutcome::cut) == 16);
}

TEST_CASE("faults of the same time strike in the order of the plan, others in the order of time") {
  FaultLog log;
  ToyWorld toys(toy_config(3), silent);
  toys.world.add_observer(log);
  toys.with_faults({ending(at(milliseconds(9)), KindId::partition, {}),
                    point_fault(at(milliseconds(5)), KindId::kill, target({1})),
                    ending(at(milliseconds(5)), KindId::kill, target({1})),
                    point_fault(at(milliseconds(2)), KindId::partition, target({0, 1}))})
      .run(milliseconds(20));
  REQUIRE(log.lines == std::vector<FaultLog::Line>{{at(milliseconds(2)), "partition", set_of({0, 1})},
                                                   {at(milliseconds(5)), "kill", set_of({1})},
                                                   {at(milliseconds(5)), "restart", set_of({1})},
                                                   {at(milliseconds(9)), "heal_partition", {}}});
  REQUIRE(toys.world.alive(node(1)));
}

TEST_CASE("a cut is one-way and ends when it is healed") {
  ToyWorld toys(toy_config(2), [](NodeId self, const Seen& event, Effects& effects) {
    if (event.kind == EventKind::message_arrived) return;
    effects.send_message(node(1 - self.value), effects.make<Probe>(Probe{static_cast<std::uint64_t>(event.now.ns)}));
    effects.set_timer(TimerId{0}, event.now + milliseconds(1));
  });
  toys.with_faults({point_fault(at(microseconds(2'500)), KindId::cut, target({0}), target({1})),
                    ending(at(microseconds(5'500)), KindId::cut, target({0}), target({1}))})
      .run(milliseconds(10));
  REQUIRE(heard(toys, 0) == Numbers{0, 1'000'000, 2'000'000, 3'000'000, 4'000'000, 5'000'000, 6'000'000, 7'000'000,
                                    8'000'000, 9'000'000});
  REQUIRE(heard(toys, 1) == Numbers{0, 1'000'000, 2'000'000, 6'000'000, 7'000'000, 8'000'000, 9'000'000});
}

TEST_CASE("a partition cuts both directions between its sides, spares each side, and lets what is in flight arrive") {
  ToyWorld toys(toy_config(4), [](NodeId self, const Seen& event, Effects& effects) {
    if (event.kind == EventKind::message_arrived) return;
    for (unsigned to = 0; to < 4; ++to)
      if (node(to) != self) effects.send_message(node(to), effects.make<Probe>(Probe{self.value}));
    if (event.now < at(milliseconds(10))) effects.set_timer(TimerId{0}, event.now + milliseconds(10));
  });
  // Sent at 0, under way when the partition comes; sent at 10 ms, while it lasts.
  toys.with_faults({point_fault(at(microseconds(500)), KindId::partition, target({0, 1}))}).run(milliseconds(20));
  for (unsigned a = 0; a < 4; ++a) {
    unsigned times_heard[4] = {};
    for (const std::uint64_t from : heard(toys, a)) ++times_heard[from];
    for (unsigned b = 0; b < 4; ++b) REQUIRE(times_heard[b] == (a == b ? 0u : (a < 2) == (b < 2) ? 2u : 1u));
  }
}

TEST_CASE("a partition replaces the one before, ends with heal_partition, and leaves cuts alone") {
  ToyWorld toys(toy_config(3), chatter());
  toys.with_faults({point_fault(at(microseconds(2'500)), KindId::partition, target({0})),
                    point_fault(at(microseconds(4'500)), KindId::partition, target({2})),
                    point_fault(at(microseconds(6'500)), KindId::cut, target({0}), target({2})),
                    ending(at(microseconds(8'500)), KindId::partition, {})})
      .run(milliseconds(50));
  REQUIRE(heard(toys, 1) == Numbers{1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20});
  REQUIRE(heard(toys, 2) == Numbers{1, 2, 3});
}

TEST_CASE("a partition divides replicas only") {
  WorldConfig config = toy_config(3);
  config.replicas = 2;
  ToyWorld toys(config, [](NodeId self, const Seen& event, Effects& effects) {
    if (self == node(2) && event.kind == EventKind::started) effects.set_timer(TimerId{0}, at(milliseconds(5)));
    if (event.kind == EventKind::timer_fired) effects.send_message(node(0), effects.make<Probe>(Probe{1}));
  });
  toys.with_faults({point_fault(at(milliseconds(1)), KindId::partition, target({0}))}).run(milliseconds(20));
  REQUIRE(heard(toys, 0) == Numbers{1});
}

TEST_CASE("set_loss, set_duplication and set_delay change the links that they name, from then on") {
  ToyWorld toys(toy_config(3), chatter());
  toys.with_faults(
          {point_fault(at(microseconds(2'500)), KindId::duplication, target({0}), target({1}), Probability{1'000'000}),
           point_fault(at(microseconds(4'500)), KindId::loss, target({0}), target({1}), Probability{1'000'000}),
           point_fault(at(microseconds(16'500)), KindId::delay, target({0}), target({2}), constant(milliseconds(7)))})
      .run(milliseconds(50));
  REQUIRE(heard(toys, 1) == Numbers{1, 2, 3, 4, 4, 5, 5});
  REQUIRE(toys.toys[2].times(EventKind::message_arrived)[16] == at(milliseconds(17)));
  REQUIRE(toys.toys[2].times(EventKind::message_arrived)[17] == at(milliseconds(24)));
}

TEST_CASE("what arrives at a dead node vanishes, what is sent to it is known to be gone, and its timers are void") {
  ToyWorld toys(toy_config(3), chatter());
  VanishedLog vanished;
  toys.world.add_observer(vanished);
  toys.with_faults({point_fault(at(microseconds(2'500)), KindId::kill, target({1})),
                    point_fault(at(microseconds(9'500)), KindId::kill, target({0}))})
      .run(milliseconds(50));
  REQUIRE(heard(toys, 1) == Numbers{1, 2});
  REQUIRE(toys.sends.count(SendOutcome::receiver_dead) == 7);         // 4 … 10; the third was in flight
  REQUIRE(heard(toys, 2) == Numbers{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});  // the tenth was on its way when node 0 died
  REQUIRE(toys.world.alive() == set_of({2}));
  REQUIRE(vanished.numbers == Numbers{3});
}

TEST_CASE("what is in flight while a node dies and returns is delivered to its new incarnation") {
  ToyWorld toys(toy_config(3), chatter());
  toys.with_faults({point_fault(at(microseconds(2'300)), KindId::kill, target({1})),
                    ending(at(microseconds(2'600)), KindId::kill, target({1}))})
      .run(milliseconds(10));
  REQUIRE(toys.toys[1].numbers(EventKind::started).size() == 2);
  REQUIRE(heard(toys, 1) == Numbers{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
}

TEST_CASE("a timer set before a crash does not fire after the restart") {
  ToyWorld toys(toy_config(1), [](NodeId, const Seen& event, Effects& effects) {
    if (event.kind == EventKind::started && event.now == Time{}) effects.set_timer(TimerId{0}, at(milliseconds(5)));
  });
  toys.with_faults({point_fault(at(milliseconds(1)), KindId::kill, target({0})),
                    ending(at(milliseconds(2)), KindId::kill, target({0}))})
      .run(milliseconds(10));
  REQUIRE(toys.toys[0].numbers(EventKind::timer_fired).empty());
  REQUIRE(toys.toys[0].times(EventKind::started) == std::vector<Time>{Time{}, at(milliseconds(2))});
}

TEST_CASE("killing the dead, restarting the living and killing the unborn are harmless") {
  ToyWorld toys(toy_config(2), silent);
  toys.with_faults({ending(at(milliseconds(1)), KindId::kill, target({0})),
                    point_fault(at(milliseconds(2)), KindId::kill, target({0})),
                    point_fault(at(milliseconds(3)), KindId::kill, target({0}))})
      .run(milliseconds(10));
  REQUIRE(toys.toys[0].numbers(EventKind::started).size() == 1);
  REQUIRE_FALSE(toys.world.alive(node(0)));

  Toy unborn;
  World world;
  world.reset(toy_config(1));
  world.add(node(0), unborn);
  world.start(node(0), at(milliseconds(5)));
  world.run_until(at(milliseconds(1)));
  world.kill(node(0));
  world.run_until(at(milliseconds(7)));
  REQUIRE(unborn.history.empty());
  world.restart(node(0));
  world.run_until(at(milliseconds(8)));
  REQUIRE(unborn.times(EventKind::started) == std::vector<Time>{at(milliseconds(7))});
}

TEST_CASE("roles are resolved when the fault strikes; an empty answer does nothing but is reported") {
  struct Resolver final : RoleResolver {
    NodeSet resolve(std::uint32_t role, const Asker& asker, Time now) override {
      asked.emplace_back(role, asker.number, now);
      return role == 7 ? set_of({2}) : NodeSet{};
    }
    std::vector<std::tuple<std::uint32_t, std::uint64_t, Time>> asked;
  } resolver;
  FaultLog log;
  ToyWorld toys(toy_config(3), chatter());
  toys.world.set_resolver(&resolver);
  toys.world.add_observer(log);
  const Target leader{{}, 7};
  const Target nobody{{}, 8};
  std::vector<faults::Episode> plan{point_fault(at(milliseconds(6)), KindId::kill, leader),
                                    point_fault(at(milliseconds(1)), KindId::partition, nobody),
                                    point_fault(at(milliseconds(2)), KindId::cut, target({0}), nobody)};
  for (std::size_t i = 0; i < plan.size(); ++i) plan[i].number = i;
  toys.with_faults(plan).run(milliseconds(50));
  REQUIRE(resolver.asked == std::vector<std::tuple<std::uint32_t, std::uint64_t, Time>>{
                                {8, 1, at(milliseconds(1))}, {8, 2, at(milliseconds(2))}, {7, 0, at(milliseconds(6))}});
  REQUIRE(log.lines.size() == 3);
  REQUIRE(log.lines[0].targets.empty());
  REQUIRE(heard(toys, 1).size() == 20);
  REQUIRE(toys.world.alive() == set_of({0, 1}));

  ToyWorld without(toy_config(3), silent);
  without.with_faults({point_fault(Time{}, KindId::kill, leader)});
  REQUIRE_THROWS_AS(without.run(milliseconds(1)), CheckFailure);
}

TEST_CASE("faults are part of the digest, with whom they met") {
  const auto digest = [](std::vector<faults::Episode> faults) {
    ToyWorld toys(toy_config(3), silent);
    return toys.with_faults(std::move(faults)).run(milliseconds(10)).world.digest();
  };
  const std::uint64_t none = digest({});
  const std::uint64_t cut_1 = digest({point_fault(at(milliseconds(1)), KindId::cut, target({0}), target({1}))});
  REQUIRE(cut_1 != none);
  REQUIRE(cut_1 == digest({point_fault(at(milliseconds(1)), KindId::cut, target({0}), target({1}))}));
  REQUIRE(cut_1 != digest({point_fault(at(milliseconds(1)), KindId::cut, target({0}), target({2}))}));
  REQUIRE(cut_1 != digest({point_fault(at(milliseconds(2)), KindId::cut, target({0}), target({1}))}));
  REQUIRE(cut_1 != digest({ending(at(milliseconds(1)), KindId::cut, target({0}), target({1}))}));
}
