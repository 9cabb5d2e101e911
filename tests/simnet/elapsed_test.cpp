// Time that passes while a node handles an event: sends that leave later, nodes that are busy, and slow nodes.
#include "tests/catch.hpp"
#include "tests/simnet/toy_world.hpp"

using namespace whitewater;
using namespace whitewater::simnet;
using namespace whitewater::simnet::test;

namespace {

using Numbers = std::vector<std::uint64_t>;
using Times = std::vector<Time>;

constexpr Duration ms(std::int64_t count) {
  return milliseconds(count);
}

void send_after(Effects& effects, unsigned to, std::uint64_t number, Duration after) {
  effects.send(SendKind::message, node(to), effects.make<Probe>(Probe{number}), number, effects.last_write(), after);
}

// What a node has handled: arrivals by their number, a timer as 100 and its number.
Numbers handled(const Toy& toy) {
  Numbers numbers;
  for (const Seen& event : toy.history)
    if (event.kind != EventKind::started)
      numbers.push_back(event.kind == EventKind::timer_fired ? 100 + event.number : event.number);
  return numbers;
}

Times handled_at(const Toy& toy) {
  Times times;
  for (const Seen& event : toy.history)
    if (event.kind != EventKind::started) times.push_back(event.now);
  return times;
}

Times at_ms(std::initializer_list<std::int64_t> times) {
  Times result;
  for (const std::int64_t time : times) result.push_back(at(ms(time)));
  return result;
}

// Node 0 says 1, 2 … 6 at 0, 1 … 5 ms; each arrives at node 1 a millisecond later, and takes it `busy`. Node 1 has a
// timer for 3500 us, and one for 4500 us.
auto busy_listener(Duration busy, std::uint64_t cancels_at = 0) {
  return [=, talk = OneTalks{set_of({1}), ms(1), 6}](NodeId self, const Seen& event, Effects& effects) mutable {
    talk(self, event, effects);
    if (self != node(1)) return;
    if (event.kind == EventKind::started) {
      effects.set_timer(TimerId{3}, at(microseconds(3'500)));
      effects.set_timer(TimerId{4}, at(microseconds(4'500)));
      return;
    }
    if (event.kind == EventKind::message_arrived && event.number == cancels_at) {
      effects.cancel_timer(TimerId{3});
      effects.set_timer(TimerId{4}, at(ms(100)));
    }
    effects.busy_for(busy);
  };
}

}  // namespace

TEST_CASE("a message that is sent later leaves later, and others do not wait for it") {
  ToyWorld toys(toy_config(2), [](NodeId self, const Seen& event, Effects& effects) {
    if (self != node(0) || event.kind != EventKind::started) return;
    send_after(effects, 1, 1, ms(5));
    effects.send_message(node(1), effects.make<Probe>(Probe{2}), 2);
    send_after(effects, 1, 3, ms(2));
    send_after(effects, 1, 4, Duration{});
    send_after(effects, 1, 5, ms(2));
  });
  toys.run(ms(20));
  REQUIRE(toys.toys[1].numbers(EventKind::message_arrived) == Numbers{2, 4, 3, 5, 1});
  REQUIRE(toys.toys[1].times(EventKind::message_arrived) == at_ms({1, 1, 3, 3, 6}));
  REQUIRE(toys.sends.sent.back().time == at(ms(5)));
}

TEST_CASE("a message that is sent later waits for its write too") {
  WorldConfig config = toy_config(2);
  config.disk = constant(ms(4));
  ToyWorld toys(config, [](NodeId self, const Seen& event, Effects& effects) {
    if (self != node(0) || event.kind != EventKind::started) return;
    effects.append(1, 1, effects.make<Probe>(Probe{100}));
    send_after(effects, 1, 1, ms(2));  // durable at 4 ms
    send_after(effects, 1, 2, ms(7));
    effects.send(SendKind::message, node(1), effects.make<Probe>(Probe{3}), 3, 0, ms(2));  // waits for no write
  });
  toys.run(ms(20));
  REQUIRE(toys.toys[1].numbers(EventKind::message_arrived) == Numbers{3, 1, 2});
  REQUIRE(toys.toys[1].times(EventKind::message_arrived) == at_ms({3, 5, 8}));
}

TEST_CASE("a crash loses what has not left, and a pause holds it back") {
  const auto sends_at_start = [](NodeId self, const Seen& event, Effects& effects) {
    if (self == node(0) && event.kind == EventKind::started) send_after(effects, 1, 1, ms(5));
  };
  ToyWorld toys(toy_config(2), sends_at_start);
  SECTION("crash") {
    toys.run(ms(2));
    toys.world.kill(node(0));
    toys.world.restart(node(0));
    toys.run(ms(20));
    REQUIRE(toys.toys[1].times(EventKind::message_arrived) == at_ms({8}));
  }
  SECTION("pause") {
    toys.run(ms(2));
    toys.world.pause(node(0));
    toys.run(ms(9));
    REQUIRE(toys.sends.sent.empty());
    toys.world.resume(node(0));
    toys.run(ms(20));
    REQUIRE(toys.toys[1].times(EventKind::message_arrived) == at_ms({10}));
  }
}

TEST_CASE("a busy node takes what happened meanwhile one by one, in the order in which it happened") {
  ToyWorld toys(toy_config(2), busy_listener(ms(2)));
  toys.run(ms(2));
  REQUIRE(toys.world.busy(node(1)));
  toys.run(ms(60));
  REQUIRE_FALSE(toys.world.busy(node(1)));
  REQUIRE(handled(toys.toys[1]) == Numbers{1, 2, 3, 103, 4, 104, 5, 6});
  REQUIRE(handled_at(toys.toys[1]) == at_ms({1, 3, 5, 7, 9, 11, 13, 15}));
}

TEST_CASE("a kept timer that an earlier event cancels or sets again does not fire for its old deadline") {
  ToyWorld toys(toy_config(2), busy_listener(ms(2), 3));
  toys.run(ms(200));
  REQUIRE(handled(toys.toys[1]) == Numbers{1, 2, 3, 4, 5, 6, 104});
  REQUIRE(toys.toys[1].times(EventKind::timer_fired) == at_ms({100}));
}

TEST_CASE("a node that is busy no longer than until its next event is not held up") {
  ToyWorld toys(toy_config(2), busy_listener(microseconds(500)));
  toys.run(ms(60));
  // The timer for 3500 us comes while nothing happens.
  REQUIRE(handled(toys.toys[1]) == Numbers{1, 2, 3, 103, 4, 104, 5, 6});
  REQUIRE(toys.toys[1].times(EventKind::message_arrived) == at_ms({1, 2, 3, 4, 5, 6}));
}

TEST_CASE("what arrives at the very end of an event stands behind what was kept") {
  ToyWorld toys(toy_config(3), [](NodeId self, const Seen& event, Effects& effects) {
    if (self == node(1) && event.kind == EventKind::message_arrived) effects.busy_for(ms(4));
    if (event.kind != EventKind::started) return;
    if (self == node(0))
      for (const std::int64_t when : {0, 1, 4}) send_after(effects, 1, static_cast<std::uint64_t>(when), ms(when));
  });
  toys.run(ms(60));
  REQUIRE(toys.toys[1].numbers(EventKind::message_arrived) == Numbers{0, 1, 4});
  REQUIRE(toys.toys[1].times(EventKind::message_arrived) == at_ms({1, 5, 9}));
}

TEST_CASE("a crash ends that a node is busy, and what was kept is lost") {
  ToyWorld toys(toy_config(2), busy_listener(ms(10)));
  toys.run(ms(4));
  toys.world.kill(node(1));
  toys.world.restart(node(1));
  REQUIRE_FALSE(toys.world.busy(node(1)));
  toys.run(ms(5));
  // Of the first life 1; of the second, the timer for a time that has passed, and then it is busy.
  REQUIRE(handled(toys.toys[1]) == Numbers{1, 103});
  toys.run(ms(100));
  REQUIRE(handled(toys.toys[1]) == Numbers{1, 103, 104, 5, 6});
}

TEST_CASE("a busy node that is paused goes on when both are over") {
  ToyWorld toys(toy_config(2), busy_listener(ms(2)));
  toys.run(ms(2));  // busy with 1 until 3 ms, and 2 is kept
  toys.world.pause(node(1));
  const bool shorter_than_busy = GENERATE(false, true);
  if (shorter_than_busy) {
    toys.run(microseconds(2'500));
    toys.world.resume(node(1));
    toys.run(ms(60));
    REQUIRE(handled_at(toys.toys[1]) == at_ms({1, 3, 5, 7, 9, 11, 13, 15}));
  } else {
    toys.run(ms(8));
    REQUIRE(handled(toys.toys[1]) == Numbers{1});
    toys.world.resume(node(1));
    toys.run(ms(60));
    // What it kept before the pause first, then the arrivals of the pause, then its timers.
    REQUIRE(handled(toys.toys[1]) == Numbers{1, 2, 3, 4, 5, 6, 103, 104});
    REQUIRE(handled_at(toys.toys[1]) == at_ms({1, 8, 10, 12, 14, 16, 18, 20}));
  }
}

TEST_CASE("each event takes a slow node its time, and what it sends leaves at the end") {
  ToyWorld toys(toy_config(2),
                [talk = OneTalks{set_of({1}), ms(1), 4}](NodeId self, const Seen& event, Effects& effects) mutable {
                  talk(self, event, effects);
                  if (self == node(1) && event.kind == EventKind::message_arrived)
                    effects.send_message(node(0), effects.make<Probe>(Probe{event.number}), event.number);
                });
  const ModifierId slow = toys.world.begin_slow(set_of({1}), ms(3));  // its start takes time too
  toys.run(ms(9));
  REQUIRE(toys.toys[1].times(EventKind::message_arrived) == at_ms({3, 6, 9}));
  REQUIRE(toys.toys[0].times(EventKind::message_arrived) == at_ms({7}));
  toys.world.end_slow(slow);
  toys.run(ms(60));
  REQUIRE(toys.toys[1].times(EventKind::message_arrived) == at_ms({3, 6, 9, 12}));
  REQUIRE(toys.toys[0].times(EventKind::message_arrived) == at_ms({7, 10, 13, 13}));
}

TEST_CASE("of several that slow a node the one begun last decides, and a restart changes nothing") {
  ToyWorld toys(toy_config(2), OneTalks{set_of({1}), ms(10), 9});
  const auto takes = [&toys](Duration until) {  // how long node 1 was busy with what arrived last
    toys.run(until);
    const Time arrived = toys.toys[1].history.back().now;
    Duration busy;
    for (; toys.world.busy(node(1)); busy = toys.world.now() - arrived) toys.run(toys.world.now() + ms(1) - Time{});
    return busy;
  };
  toys.run(ms(5));
  const ModifierId first = toys.world.begin_slow(set_of({1}), ms(4));
  const ModifierId second = toys.world.begin_slow(set_of({1}), ms(2));
  REQUIRE(takes(ms(11)) == ms(2));
  toys.world.end_slow(second);
  REQUIRE(takes(ms(22)) == ms(4));
  toys.world.kill(node(1));
  toys.world.restart(node(1));
  REQUIRE(takes(ms(32)) == ms(4));
  toys.world.end_slow(first);
  toys.world.end_slow(first);
  REQUIRE(takes(ms(61)) == Duration{});
}

TEST_CASE("a slow node that never catches up keeps what arrives in order") {
  WorldConfig config = toy_config(2);
  ToyWorld toys(config, OneTalks{set_of({1}), microseconds(100), 3'000});
  toys.world.begin_slow(set_of({1}), ms(1));
  toys.run(ms(5'000));
  Numbers expected;
  for (std::uint64_t number = 1; number <= 3'000; ++number) expected.push_back(number);
  REQUIRE(toys.toys[1].numbers(EventKind::message_arrived) == expected);
}
