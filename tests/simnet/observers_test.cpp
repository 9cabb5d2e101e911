// What observers are told besides events: which arrival belongs to which send, what vanished, and what became durable.
// In a world with all that can happen on the way: loss, duplication, deaths, pauses, busy nodes, and disks that take
// time or none.
#include <deque>
#include <map>

#include "tests/catch.hpp"
#include "tests/simnet/toy_world.hpp"

using namespace whitewater;
using namespace whitewater::simnet;
using namespace whitewater::simnet::test;
using faults::Episode;
using faults::KindId;

namespace {

constexpr Duration ms(std::int64_t count) {
  return milliseconds(count);
}

// Talks to everybody every millisecond, writes what it says, and is busy now and then.
void talkative(NodeId self, const Seen& event, Effects& effects) {
  if (event.kind == EventKind::message_arrived) {
    if (event.number % 7 == 0) effects.busy_for(microseconds(700));
    if (event.number % 3 == 0) effects.send_reply(event.from, effects.make<Probe>(Probe{event.number}));
    return;
  }
  if (event.kind == EventKind::reply_arrived) return;
  const auto said = static_cast<std::uint64_t>(event.now.ns) / 1'000 + self.value;
  effects.replace(SlotId{0}, effects.make<Probe>(Probe{said}));
  if (said % 2 == 0) effects.replace(SlotId{1}, effects.make<Probe>(Probe{said}));
  for (unsigned to = 0; to < 4; ++to) effects.send_message(node(to), effects.make<Probe>(Probe{said + 10 * to}));
  effects.set_timer(TimerId{0}, event.now + ms(1));
}

// Follows each copy from its send to its end.
class Ways final : public Observer {
 public:
  void on_send(const SendRecord& record) override {
    REQUIRE((record.sequence == 0) == (record.copies == 0));
    for (unsigned copy = 0; copy < record.copies; ++copy)
      REQUIRE(
          under_way.emplace(record.sequence + copy, Way{record.from, record.to, record.kind, number_of(record.payload)})
              .second);
    twice += record.copies > 1 ? 1u : 0u;
  }
  void on_event(const EventRecord& record) override {
    if (const auto* message = std::get_if<MessageArrived>(&record.event))
      ends(record.sequence, message->from, record.node, SendKind::message, message->payload);
    if (const auto* reply = std::get_if<ReplyArrived>(&record.event))
      ends(record.sequence, reply->from, record.node, SendKind::reply, reply->payload);
  }
  void on_vanished(const VanishedRecord& record) override {
    ends(record.sequence, record.from, record.to, record.kind, record.payload);
    ++vanished;
  }
  void on_renumbered(const RenumberedRecord& record) override {
    const auto way = under_way.extract(record.was);
    if (way.empty()) return;  // its start
    REQUIRE(way.mapped().to == record.node);
    REQUIRE(under_way.emplace(record.is, way.mapped()).second);
    ++renumbered;
  }

  struct Way {
    NodeId from, to;
    SendKind kind;
    std::uint64_t number = 0;  // of the probe; the payload does not outlive its world
  };
  std::map<std::uint64_t, Way> under_way;
  unsigned ended = 0, twice = 0, vanished = 0, renumbered = 0;

 private:
  void ends(std::uint64_t sequence, NodeId from, NodeId to, SendKind kind, const PayloadRef& payload) {
    const auto way = under_way.extract(sequence);
    REQUIRE_FALSE(way.empty());
    REQUIRE(way.mapped().from == from);
    REQUIRE(way.mapped().to == to);
    REQUIRE(way.mapped().kind == kind);
    REQUIRE(way.mapped().number == number_of(payload));
    ++ended;
  }
};

// What each node has written, and what became of it.
class Writes final : public Observer {
 public:
  void on_event(const EventRecord& record) override {
    if (std::holds_alternative<Started>(record.event)) settled_[record.node] = 0;
    issued[record.node] = record.effects.last_write();
    last_event = record.time;
  }
  void on_durable(const WritesRecord& writes) override {
    settle(writes);
    durable += writes.last - writes.first + 1;
    at_once = at_once && writes.time == last_event;
  }
  void on_writes_lost(const WritesRecord& writes) override {
    settle(writes);
    REQUIRE(writes.last == issued[writes.node]);
    lost += writes.last - writes.first + 1;
  }

  std::map<NodeId, WriteNumber> issued;
  Time last_event;
  std::uint64_t durable = 0, lost = 0;
  bool at_once = true;

 private:
  // Each write once, in order.
  void settle(const WritesRecord& writes) {
    REQUIRE(writes.first == settled_[writes.node] + 1);
    REQUIRE(writes.last >= writes.first);
    settled_[writes.node] = writes.last;
  }

  std::map<NodeId, WriteNumber> settled_;
};

std::uint64_t run(Duration disk, std::initializer_list<Observer*> observers) {
  WorldConfig config = toy_config(4);
  config.message_link = {uniformly(ms(1), ms(4)), Probability{100'000}, Probability{100'000}, false};
  if (disk > Duration{}) config.disk = uniformly({}, disk);
  ToyWorld toys(config, talkative);
  const auto episode = [](Duration begin, Duration lasts, KindId kind, unsigned whom) {
    Episode fault = faults::point_fault(at(begin), kind, target({whom}));
    fault.lasts = lasts;
    return fault;
  };
  for (Observer* observer : observers) toys.world.add_observer(*observer);
  toys.with_faults({episode(ms(10), ms(5), KindId::kill, 1), episode(ms(12), ms(8), KindId::pause, 2),
                    episode(ms(30), ms(9), KindId::pause, 3), episode(ms(35), ms(9), KindId::kill, 3),
                    episode(ms(50), ms(9), KindId::pause, 1)})
      .run(ms(80));
  return toys.world.digest();
}

}  // namespace

TEST_CASE("each copy of what was sent arrives or vanishes under the number of its send") {
  Ways ways;
  const Duration disk = GENERATE(Duration{}, ms(3));
  const std::uint64_t digest = run(disk, {&ways});
  CHECK(ways.ended > 700);
  CHECK(ways.twice > 50);
  CHECK(ways.vanished > 5);
  CHECK(ways.renumbered > 20);
  CHECK(ways.under_way.size() < 60);
  CHECK(digest == run(disk, {}));
}

TEST_CASE("each write becomes durable or is lost in a crash, in order") {
  Writes slow;
  run(ms(3), {&slow});
  CHECK(slow.durable > 300);
  CHECK(slow.lost > 0);
  CHECK_FALSE(slow.at_once);

  Writes instant;
  run({}, {&instant});
  CHECK(instant.durable > 300);
  CHECK(instant.lost == 0);
  CHECK(instant.at_once);
}

TEST_CASE("who wants to hear nothing of writes hears nothing") {
  struct Deaf final : Observer {
    Watches watches() const override { return {.sends = false, .events = false, .notes = false, .writes = false}; }
    void on_durable(const WritesRecord&) override { FAIL("not asked for"); }
  } deaf;
  Writes writes;
  run(ms(3), {&deaf, &writes});
  CHECK(writes.durable > 300);
}

TEST_CASE("an observer of marks is told of events that noted one, and nobody else's notes are written") {
  struct Marks final : Observer {
    Watches watches() const override {
      return {.sends = false, .events = false, .notes = false, .writes = false, .marks = NoteFilter::of(7)};
    }
    void on_event(const EventRecord&) override { FAIL("not asked for"); }
    void on_noted(const EventRecord& record) override {
      for (const Effects::Note& note : record.effects.notes) {
        others += note.code == 7 ? 0u : 1u;
        if (note.code == 7) sum += note.a;
      }
      ++told;
    }
    std::uint64_t told = 0;
    std::uint64_t sum = 0;
    std::uint64_t others = 0;
  } marks;
  struct Notes final : Observer {
    void on_event(const EventRecord& record) override { seen += record.effects.notes.size(); }
    std::uint64_t seen = 0;
  } notes;
  // A world without the log of sends of ToyWorld, which wants all notes.
  const auto play = [](const std::vector<Observer*>& observers) {
    World world;
    world.reset(toy_config(2));
    std::deque<Toy> toys;
    for (unsigned i = 0; i < 2; ++i) {
      toys.emplace_back([i](const Seen& event, Effects& effects) {
        effects.note(8, 1);
        if (i == 1) effects.note(7, 10);
        effects.set_timer(TimerId{0}, event.now + ms(1));
      });
      world.add(node(i), toys.back());
      world.start(node(i));
    }
    for (Observer* const observer : observers) world.add_observer(*observer);
    world.run_until(Time{} + milliseconds(9) + microseconds(500));
    return world.digest();
  };
  const std::uint64_t plain = play({});
  CHECK(play({&marks}) == plain);
  CHECK(marks.told == 10);
  CHECK(marks.sum == 100);
  CHECK(marks.others == 0);
  CHECK(play({&marks, &notes}) == plain);
  CHECK(notes.seen == 30);
}
