// A node that is paused, as SIGSTOP pauses a process: what is kept for it, what goes on, and what happens when it
// resumes, crashes or starts again.
#include "tests/catch.hpp"
#include "tests/simnet/toy_world.hpp"

using namespace whitewater;
using namespace whitewater::simnet;
using namespace whitewater::simnet::test;

namespace {

using Numbers = std::vector<std::uint64_t>;

constexpr Duration ms(std::int64_t count) {
  return milliseconds(count);
}

// Node 0 says 1, 2 … 10 to node 1, at 0, 1 … 9 ms; they arrive 1 ms later. Node 1 sets its timer 3 for 5 ms at its
// start.
auto talk_to_a_timer(bool cancelled_by_first_kept = false) {
  return [talk = OneTalks{set_of({1}), ms(1), 10}, cancelled_by_first_kept](NodeId self, const Seen& event,
                                                                            Effects& effects) mutable {
    talk(self, event, effects);
    if (self != node(1)) return;
    if (event.kind == EventKind::started) effects.set_timer(TimerId{3}, event.now + ms(5));
    if (cancelled_by_first_kept && event.number == 4) effects.cancel_timer(TimerId{3});
  };
}

// What node 1 has handled since that time: arrivals by their number, a timer as 100 and its number.
Numbers handled_since(const ToyWorld& toys, Duration since) {
  Numbers numbers;
  for (const Seen& event : toys.toys[1].history)
    if (event.now >= at(since))
      numbers.push_back(event.kind == EventKind::timer_fired ? 100 + event.number : event.number);
  return numbers;
}

}  // namespace

TEST_CASE("a paused node handles nothing; on resume arrivals come in order, then its due timers") {
  ToyWorld toys(toy_config(2), talk_to_a_timer());
  toys.run(ms(3));
  toys.world.pause(node(1));
  REQUIRE(toys.world.paused(node(1)));
  REQUIRE(toys.world.alive(node(1)));
  const std::size_t before = toys.toys[1].history.size();
  toys.run(ms(7));
  REQUIRE(toys.toys[1].history.size() == before);
  toys.world.resume(node(1));
  toys.run(ms(7));
  REQUIRE(handled_since(toys, ms(7)) == Numbers{4, 5, 6, 7, 103});
  toys.run(ms(30));
  REQUIRE(handled_since(toys, ms(8)) == Numbers{8, 9, 10});
}

TEST_CASE("an arrival that was kept may cancel a timer that came due meanwhile") {
  ToyWorld toys(toy_config(2), talk_to_a_timer(true));
  toys.run(ms(3));
  toys.world.pause(node(1));
  toys.run(ms(7));
  toys.world.resume(node(1));
  toys.run(ms(30));
  REQUIRE(toys.toys[1].numbers(EventKind::timer_fired).empty());
}

TEST_CASE("a timer that is not due when the node resumes fires at its time") {
  ToyWorld toys(toy_config(2), talk_to_a_timer());
  toys.run(ms(2));
  toys.world.pause(node(1));
  toys.run(ms(4));
  toys.world.resume(node(1));
  toys.run(ms(30));
  REQUIRE(toys.toys[1].times(EventKind::timer_fired) == std::vector<Time>{at(ms(5))});
}

TEST_CASE("writes of a paused node become durable, and what waited for them leaves when it resumes") {
  WorldConfig config = toy_config(2);
  config.disk = constant(ms(5));
  ToyWorld toys(config, [](NodeId self, const Seen& event, Effects& effects) {
    if (self != node(0) || event.kind != EventKind::started) return;
    effects.append(1, 1, effects.make<Probe>(Probe{100}));
    effects.send_message(node(1), effects.make<Probe>(Probe{1}));
  });
  toys.run(ms(1));
  toys.world.pause(node(0));
  toys.run(ms(20));
  REQUIRE(toys.world.writes_durable(node(0)) == 1);
  REQUIRE(toys.sends.sent.empty());
  toys.world.resume(node(0));
  toys.run(ms(40));
  REQUIRE(toys.toys[1].times(EventKind::message_arrived) == std::vector<Time>{at(ms(21))});
}

TEST_CASE("a kill ends a pause, and what was kept is lost") {
  ToyWorld toys(toy_config(2), talk_to_a_timer());
  toys.run(ms(3));
  toys.world.pause(node(1));
  toys.run(ms(7));
  toys.world.kill(node(1));
  REQUIRE_FALSE(toys.world.paused(node(1)));
  toys.world.resume(node(1));
  REQUIRE_FALSE(toys.world.alive(node(1)));
  toys.world.restart(node(1));
  REQUIRE_FALSE(toys.world.paused(node(1)));
  toys.run(ms(30));
  // The new life: its start (nothing was durable), then what is sent from now on; the timer is that of the new life.
  REQUIRE(handled_since(toys, ms(7)) == Numbers{0, 8, 9, 10, 103});
}

TEST_CASE("a node that is paused before its start begins when it resumes") {
  ToyWorld toys(toy_config(2), talk_to_a_timer());
  toys.run(ms(3));
  toys.world.kill(node(1));
  toys.world.restart(node(1));
  toys.world.pause(node(1));
  toys.run(ms(7));
  toys.world.resume(node(1));
  toys.run(ms(7));
  REQUIRE(handled_since(toys, ms(4)) == Numbers{0, 4, 5, 6, 7});
  REQUIRE(toys.toys[1].history.back().kind == EventKind::message_arrived);
}

TEST_CASE("a pause of a dead node, a second pause, and a resume of a node that runs do nothing") {
  ToyWorld toys(toy_config(2), talk_to_a_timer());
  toys.run(ms(3));
  toys.world.resume(node(1));
  toys.world.kill(node(0));
  toys.world.pause(node(0));
  REQUIRE_FALSE(toys.world.paused(node(0)));
  toys.world.pause(node(1));
  toys.world.pause(node(1));
  toys.run(ms(4));
  toys.world.resume(node(1));
  REQUIRE_FALSE(toys.world.paused(node(1)));
  toys.run(ms(4));
  REQUIRE(handled_since(toys, ms(4)) == Numbers{4});
}

TEST_CASE("a world that is reset while nodes are paused forgets what it kept") {
  const auto digest_after = [](bool paused_before) {
    ToyWorld toys(toy_config(2), talk_to_a_timer());
    toys.run(ms(3));
    if (paused_before) toys.world.pause(node(1));
    toys.run(ms(6));
    toys.world.reset(toy_config(2));
    Toy talker([talk = OneTalks{set_of({1}), ms(1), 10}](const Seen& event, Effects& effects) mutable {
      talk(node(0), event, effects);
    });
    Toy listener;
    toys.world.add(node(0), talker);
    toys.world.add(node(1), listener);
    toys.world.start(node(0));
    toys.world.start(node(1));
    toys.world.run_until(at(ms(30)));
    return std::pair(toys.world.digest(), listener.history.size());
  };
  REQUIRE(digest_after(true) == digest_after(false));
  REQUIRE(digest_after(true).second == 11);
}
