// The order of events: by time, then by sequence number; first in, first out where a link promises it.
#include <algorithm>

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

class Sequences final : public Observer {
 public:
  void on_event(const EventRecord& record) override { seen.emplace_back(record.time, record.sequence); }
  std::vector<std::pair<Time, std::uint64_t>> seen;
};

}  // namespace

TEST_CASE("events happen by time, then by sequence number") {
  WorldConfig config = toy_config(4);
  config.message_link.delay = uniformly({}, nanoseconds(3));  // plenty of events at the same time
  ToyWorld toys(config, [](NodeId self, const Seen& event, Effects& effects) {
    if (event.kind == EventKind::started)
      for (unsigned to = 0; to < 4; ++to) effects.send_message(node(to), effects.make<Probe>(Probe{self.value}));
    else
      effects.send_message(event.from, effects.make<Probe>(Probe{event.number + 1}));
  });
  Sequences sequences;
  toys.world.add_observer(sequences);
  toys.run(nanoseconds(300));
  REQUIRE(sequences.seen.size() > 1'000);
  REQUIRE(std::is_sorted(sequences.seen.begin(), sequences.seen.end()));
  REQUIRE(toys.world.events() == sequences.seen.size());
}

TEST_CASE("messages of one event over links of the same delay arrive in the order in which they were sent") {
  ToyWorld toys(toy_config(2), [](NodeId self, const Seen& event, Effects& effects) {
    if (self == node(0) && event.kind == EventKind::started)
      for (std::uint64_t k = 1; k <= 5; ++k) effects.send_message(node(1), effects.make<Probe>(Probe{k}));
  });
  toys.run(milliseconds(5));
  REQUIRE(toys.toys[1].numbers(EventKind::message_arrived) == Numbers{1, 2, 3, 4, 5});
  REQUIRE(toys.toys[1].times(EventKind::message_arrived).front() == at(milliseconds(1)));
}

TEST_CASE("a first-in first-out link keeps the order under any delay; a message link does not") {
  WorldConfig config = toy_config(2);
  config.message_link.delay = config.client_link.delay = uniformly(milliseconds(1), milliseconds(20));
  ToyWorld toys(config, [k = std::uint64_t{0}](NodeId self, const Seen& event, Effects& effects) mutable {
    if (self != node(0) || event.kind == EventKind::message_arrived) return;
    ++k;
    effects.send_message(node(1), effects.make<Probe>(Probe{k}));
    effects.send_request(node(1), effects.make<Probe>(Probe{k}));
    effects.send_reply(node(1), effects.make<Probe>(Probe{k}));
    if (k < 200) effects.set_timer(TimerId{0}, event.now + milliseconds(1));
  });
  toys.run(seconds(1));
  for (const EventKind kind : {EventKind::request_arrived, EventKind::reply_arrived, EventKind::message_arrived}) {
    const Numbers numbers = toys.toys[1].numbers(kind);
    REQUIRE(numbers.size() == 200);
    REQUIRE(std::is_sorted(numbers.begin(), numbers.end()) == (kind != EventKind::message_arrived));
  }
}

TEST_CASE("a message to oneself takes the link's time, like any other") {
  ToyWorld toys(toy_config(1), [](NodeId, const Seen& event, Effects& effects) {
    if (event.kind == EventKind::started) effects.send_message(node(0), effects.make<Probe>(Probe{9}));
  });
  toys.run(milliseconds(2));
  REQUIRE(toys.toys[0].times(EventKind::message_arrived) == std::vector<Time>{at(milliseconds(1))});
}

TEST_CASE("timers of several nodes fire by deadline, then in the order in which they were set last") {
  std::vector<unsigned> order;
  ToyWorld toys(toy_config(3), [&order](NodeId self, const Seen& event, Effects& effects) {
    if (event.kind == EventKind::started) {
      effects.set_timer(TimerId{0}, at(milliseconds(5)));
      if (self == node(0)) effects.set_timer(TimerId{1}, at(milliseconds(2)));
    } else if (event.number == 1) {
      effects.set_timer(TimerId{0}, at(milliseconds(5)));  // once more: now it is the last of its time
    } else {
      order.push_back(self.value);
    }
  });
  toys.run(milliseconds(10));
  REQUIRE(order == std::vector<unsigned>{1, 2, 0});
}

TEST_CASE("a deadline that has passed fires at once, behind what happens at that time already") {
  ToyWorld toys(toy_config(1), [](NodeId, const Seen& event, Effects& effects) {
    if (event.kind == EventKind::started) effects.set_timer(TimerId{0}, at(milliseconds(3)));
    if (event.kind == EventKind::timer_fired && event.number == 0) effects.set_timer(TimerId{1}, at(milliseconds(1)));
  });
  toys.run(milliseconds(10));
  REQUIRE(toys.toys[0].numbers(EventKind::timer_fired) == Numbers{0, 1});
  REQUIRE(toys.toys[0].times(EventKind::timer_fired) == std::vector<Time>(2, at(milliseconds(3))));
}

TEST_CASE("a node starts at its time; what arrives before is gone") {
  Toy early([](const Seen& event, Effects& effects) {
    effects.send_message(node(1), effects.make<Probe>(Probe{static_cast<std::uint64_t>(event.now.ns)}));
    effects.set_timer(TimerId{0}, event.now + milliseconds(2));
  });
  Toy late;
  World world;
  world.reset(toy_config(2));
  world.add(node(0), early);
  world.add(node(1), late);
  world.start(node(0));
  world.start(node(1), at(milliseconds(4)));
  REQUIRE_FALSE(world.alive(node(1)));
  world.run_until(at(milliseconds(6)));
  REQUIRE(world.alive() == NodeSet::first(2));
  REQUIRE(late.times(EventKind::started) == std::vector<Time>{at(milliseconds(4))});
  REQUIRE(late.times(EventKind::message_arrived) == std::vector<Time>{at(milliseconds(5))});
}

TEST_CASE("a run can be continued, stops when an observer says so, and is then over") {
  struct Stopper final : Observer {
    World* world = nullptr;
    void on_event(const EventRecord& record) override {
      if (record.time >= at(milliseconds(7))) world->stop();
    }
  } stopper;
  const OneTalks talk{set_of({1}), milliseconds(1), 100};
  ToyWorld whole(toy_config(2), talk);
  whole.run(milliseconds(5));
  ToyWorld pieces(toy_config(2), talk);
  for (int i = 1; i <= 5; ++i) pieces.run(milliseconds(i));
  REQUIRE(pieces.world.digest() == whole.world.digest());
  REQUIRE(whole.world.now() == at(milliseconds(5)));

  stopper.world = &whole.world;
  whole.world.add_observer(stopper);
  whole.run(milliseconds(50));
  REQUIRE(whole.world.stopped());
  REQUIRE(whole.world.now() == at(milliseconds(7)));
  const std::uint64_t events = whole.world.events();
  whole.run(milliseconds(60));
  REQUIRE(whole.world.events() == events);
}

TEST_CASE("a run without an end is over when nothing is left to happen") {
  ToyWorld toys(toy_config(2), OneTalks{set_of({1}), milliseconds(1), 3});
  toys.world.run_until(time_never);
  REQUIRE(toys.toys[1].numbers(EventKind::message_arrived) == Numbers{1, 2, 3});
  REQUIRE(toys.world.now() == at(milliseconds(3)));
}

TEST_CASE("an observer is called for what it watches, and always for faults") {
  struct Choosy final : Observer {
    Watches chosen;
    unsigned sends = 0, events = 0, faults = 0;
    Watches watches() const override { return chosen; }
    void on_send(const SendRecord&) override { ++sends; }
    void on_event(const EventRecord&) override { ++events; }
    void on_episode(const EpisodeRecord&) override { ++faults; }
  };
  Choosy sends_only, events_only;
  sends_only.chosen.events = false;
  events_only.chosen.sends = false;
  ToyWorld toys(toy_config(2), OneTalks{set_of({1}), milliseconds(1), 3});
  toys.world.add_observer(sends_only);
  toys.world.add_observer(events_only);
  toys.with_faults({ending(at(milliseconds(1)), KindId::partition, {})}).run(milliseconds(10));
  REQUIRE((sends_only.sends == 3 && sends_only.events == 0 && sends_only.faults == 1));
  REQUIRE((events_only.sends == 0 && events_only.events == toys.world.events() && events_only.faults == 1));
}
