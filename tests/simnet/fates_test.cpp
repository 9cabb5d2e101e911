// Fates of single messages and writes: they decide instead of links and disks, and only on what they name.
#include "simnet/fates.hpp"

#include <vector>

#include "simnet/fate_recorder.hpp"
#include "tests/catch.hpp"
#include "tests/simnet/toy_world.hpp"

using namespace whitewater;
using namespace whitewater::simnet;
using namespace whitewater::simnet::test;
using faults::ending;
using faults::KindId;
using faults::point_fault;

namespace {

constexpr Duration gap = milliseconds(10);
using Numbers = std::vector<std::uint64_t>;

// Node 0 tells node 1 the probes 1 … 5, one each ten milliseconds.
ToyWorld talking(bool named = true) {
  return {toy_config(2), OneTalks{set_of({1}), gap, 5, named}};
}

Fate fate_of(std::uint64_t identity, std::optional<Duration> delay = {}, std::uint64_t occurrence = 0) {
  return {MessageName{SendKind::message, node(0), node(1), 0, identity, occurrence}, !delay, delay, {}};
}
Fate aimed_at(Duration first_from, std::uint64_t occurrence, std::uint32_t type = 0) {
  return {MessageAim{SendKind::message, node(0), node(1), type, at(first_from), occurrence}, true, {}, {}};
}

Numbers arrived(ToyWorld& toys) {
  toys.run(milliseconds(200));
  return toys.toys[1].numbers(EventKind::message_arrived);
}

std::uint32_t odd_or_even(const PayloadRef& payload) {
  return static_cast<std::uint32_t>(number_of(payload) % 2);
}

struct Recorder final : FateRecorder {
  void on_message(const MessageFate& fate) override {
    names.push_back(fate.name);
    outcomes.push_back(fate.outcome);
    delays.push_back(fate.delays[0]);
    identified = fate.identified;
  }
  void on_write(const WriteFate& fate) override { writes.push_back(fate); }

  std::vector<MessageName> names;
  std::vector<SendOutcome> outcomes;
  std::vector<Duration> delays;
  std::vector<WriteFate> writes;
  bool identified = false;
};

}  // namespace

TEST_CASE("a message that a fate names is lost, late or doubled, and no other") {
  ToyWorld toys = talking();
  Fate twice = fate_of(4, milliseconds(2));
  twice.again = milliseconds(3);
  const Fate fates[] = {fate_of(2), fate_of(3, milliseconds(15)), twice};
  toys.world.set_fates(fates);
  CHECK(arrived(toys) == Numbers{1, 4, 4, 3, 5});
  CHECK(toys.toys[1].times(EventKind::message_arrived) == std::vector{at(milliseconds(1)), at(milliseconds(32)),
                                                                      at(milliseconds(33)), at(milliseconds(35)),
                                                                      at(milliseconds(41))});
  CHECK(std::vector(toys.world.fates_met().begin(), toys.world.fates_met().end()) ==
        std::vector<std::uint32_t>{1, 1, 1});
  CHECK(toys.sends.count(SendOutcome::lost) == 1);
}

TEST_CASE("a fate without a delay leaves the delay to the link") {
  ToyWorld toys = talking();
  Fate twice = fate_of(2, milliseconds(9));
  twice.delay.reset();
  twice.again = milliseconds(3);
  const Fate fates[] = {twice};
  toys.world.set_fates(fates);
  CHECK(arrived(toys) == Numbers{1, 2, 2, 3, 4, 5});
  CHECK(toys.toys[1].times(EventKind::message_arrived)[1] == at(milliseconds(11)));
}

TEST_CASE("messages without identity are named by their content and occurrence") {
  ToyWorld toys(toy_config(2), [](NodeId self, const Seen& event, Effects& effects) {
    if (self != node(0) || event.now >= at(gap * 4)) return;
    effects.send_message(node(1), effects.make<Probe>(Probe{7}));
    effects.set_timer(TimerId{0}, event.now + gap);
  });
  PayloadPool pool;
  const std::uint64_t fold = make_payload<Probe>(pool, Probe{7}).fold();
  const Fate fates[] = {fate_of(fold, {}, 2)};
  toys.world.set_fates(fates);
  CHECK(arrived(toys).size() == 3);
  CHECK(toys.sends.sent[2].outcome == SendOutcome::lost);
}

TEST_CASE("equal identities are told apart too") {
  ToyWorld toys(toy_config(2), [](NodeId self, const Seen& event, Effects& effects) {
    if (self != node(0) || event.kind != EventKind::started) return;
    for (std::uint64_t i = 1; i <= 3; ++i) effects.send_message(node(1), effects.make<Probe>(Probe{i}), 9);
  });
  const Fate fates[] = {fate_of(9, {}, 1)};
  toys.world.set_fates(fates);
  CHECK(arrived(toys) == Numbers{1, 3});
}

TEST_CASE("a fate is of one life of its sender") {
  for (const std::uint32_t life : {0u, 1u}) {
    ToyWorld toys = talking();
    toys.with_faults({point_fault(at(milliseconds(60)), KindId::kill, target({0})),
                      ending(at(milliseconds(70)), KindId::kill, target({0}))});
    toys.toys[0] = Toy([](const Seen& event, Effects& effects) {
      if (event.kind == EventKind::started) effects.send_message(node(1), effects.make<Probe>(Probe{1}), 1);
    });
    const Fate fates[] = {{MessageName{SendKind::message, node(0), node(1), life, 1, 0}, true, {}, {}}};
    toys.world.set_fates(fates);
    toys.run(milliseconds(200));
    CHECK(toys.toys[1].times(EventKind::message_arrived) ==
          std::vector{life == 0 ? at(milliseconds(71)) : at(milliseconds(1))});
  }
}

TEST_CASE("a fate decides instead of an open fault, but not instead of a cut, nor for the dead") {
  const Fate fates[] = {fate_of(2, milliseconds(1)), fate_of(3, milliseconds(1))};
  for (const KindId kind : {KindId::loss, KindId::cut, KindId::kill}) {
    ToyWorld toys = talking();
    const Target whom = kind == KindId::kill ? target({1}) : target({0});
    toys.with_faults({point_fault(
        at(milliseconds(5)), kind, whom, kind == KindId::kill ? Target{} : target({1}),
        kind == KindId::loss ? faults::ParameterValue(Probability{1'000'000}) : faults::ParameterValue())});
    toys.world.set_fates(fates);
    CHECK(arrived(toys) == (kind == KindId::loss ? Numbers{1, 2, 3} : Numbers{1}));
    CHECK(toys.world.fates_met()[0] == (kind == KindId::loss ? 1 : 0));
    // What a fate let through is nothing that the fault did.
    CHECK(toys.world.evidence()[0].targets == (kind == KindId::kill ? set_of({1}) : set_of({0, 1})));
  }
}

TEST_CASE("an aim counts what leaves from its time on, and can pass") {
  const auto with = [](std::vector<Fate> fates, MessageType type = nullptr) {
    ToyWorld toys = talking();
    toys.world.set_fates(fates, type);
    return arrived(toys);
  };
  CHECK(with({aimed_at({}, 0)}) == Numbers{2, 3, 4, 5});
  CHECK(with({aimed_at(gap, 0)}) == Numbers{1, 3, 4, 5});
  CHECK(with({aimed_at(gap + nanoseconds(1), 0)}) == Numbers{1, 2, 4, 5});
  CHECK(with({aimed_at(gap, 2)}) == Numbers{1, 2, 3, 5});
  CHECK(with({aimed_at(gap, 0, 1)}, odd_or_even) == Numbers{1, 2, 4, 5});
  CHECK(with({aimed_at(gap, 1, 0)}, odd_or_even) == Numbers{1, 2, 3, 5});
  // Both mean the second message; a name decides before an aim.
  CHECK(with({aimed_at(gap, 0), fate_of(2, milliseconds(25))}) == Numbers{1, 3, 4, 2, 5});
  CHECK(with({aimed_at(gap, 7)}) == Numbers{1, 2, 3, 4, 5});
}

TEST_CASE("an aim does not count what a cut stops") {
  ToyWorld toys = talking();
  toys.with_faults({point_fault(at(milliseconds(5)), KindId::cut, target({0}), target({1})),
                    ending(at(milliseconds(15)), KindId::cut, target({0}), target({1}))});
  const Fate fates[] = {aimed_at(gap, 0)};
  toys.world.set_fates(fates);
  CHECK(arrived(toys) == Numbers{1, 4, 5});
}

TEST_CASE("on a link that is first in, first out a late message holds back those behind it") {
  ToyWorld toys(toy_config(2), [](NodeId self, const Seen& event, Effects& effects) {
    if (self != node(0) || event.now >= at(gap * 3)) return;
    effects.send_request(node(1), effects.make<Probe>(Probe{static_cast<std::uint64_t>(event.now.ns)}));
    effects.set_timer(TimerId{0}, event.now + gap);
  });
  PayloadPool pool;
  const std::uint64_t fold = make_payload<Probe>(pool, Probe{0}).fold();
  const Fate fates[] = {{MessageName{SendKind::request, node(0), node(1), 0, fold, 0}, false, milliseconds(15), {}}};
  toys.world.set_fates(fates);
  toys.run(milliseconds(100));
  CHECK(toys.toys[1].times(EventKind::request_arrived) ==
        std::vector{at(milliseconds(15)), at(milliseconds(15)), at(milliseconds(21))});
}

TEST_CASE("a write that a fate names takes its time") {
  WorldConfig config = toy_config(2);
  config.disk = constant(milliseconds(2));
  ToyWorld toys(config, [](NodeId self, const Seen& event, Effects& effects) {
    if (self != node(0) || event.kind != EventKind::started) return;
    effects.append(1, 1, effects.make<Probe>(Probe{1}));
    effects.send_message(node(1), effects.make<Probe>(Probe{1}), 1);
  });
  Recorder recorder;
  const Fate fates[] = {
      {WriteName{node(0), 0, Effects::Write::Kind::append, SlotId{0}, 1, 0}, false, milliseconds(5), {}}};
  toys.world.set_fates(fates);
  toys.world.set_fate_recorder(&recorder);
  toys.run(milliseconds(100));
  CHECK(toys.toys[1].times(EventKind::message_arrived) == std::vector{at(milliseconds(6))});
  REQUIRE(recorder.writes.size() == 1);
  CHECK(recorder.writes[0].name == std::get<WriteName>(fates[0].of));
  CHECK(recorder.writes[0].delay == milliseconds(5));
}

TEST_CASE("what is recorded is what happened, and recording changes nothing") {
  WorldConfig config = toy_config(2);
  config.message_link = {uniformly(milliseconds(1), milliseconds(30)), Probability{300'000}, Probability{300'000},
                         false};
  const bool named = GENERATE(true, false);
  const auto make = [&] { return ToyWorld(config, OneTalks{set_of({1}), gap, 40, named}); };
  ToyWorld plain = make();
  plain.run(milliseconds(600));
  Recorder recorder;
  ToyWorld recorded = make();
  recorded.world.set_fate_recorder(&recorder);
  recorded.run(milliseconds(600));
  CHECK(recorded.world.digest() == plain.world.digest());
  CHECK(recorder.identified == named);
  REQUIRE(recorder.names.size() == 40);
  std::vector<Fate> fates;
  for (std::size_t i = 0; i < recorder.names.size(); ++i) {
    CHECK(recorder.outcomes[i] == recorded.sends.sent[i].outcome);
    Fate fate{recorder.names[i], recorder.outcomes[i] == SendOutcome::lost, recorder.delays[i], {}};
    fates.push_back(fate);
  }
  // Without duplicates: they would have to be recorded as well.
  config.message_link.duplication = {};
  ToyWorld single = make();
  single.run(milliseconds(600));
  config.message_link = toy_config(2).message_link;
  ToyWorld told = make();
  told.world.set_fates(fates);
  told.run(milliseconds(600));
  CHECK(told.world.digest() == single.world.digest());
}
