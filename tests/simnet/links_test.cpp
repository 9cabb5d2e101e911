// Loss, duplication and delay: as often as they should, and each message's fate its own.
#include <algorithm>
#include <cmath>
#include <map>

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

WorldConfig lossy(std::uint64_t seed = 1) {
  WorldConfig config = toy_config(3);
  config.seed = seed;
  config.message_link = {uniformly(milliseconds(1), milliseconds(10)), Probability{200'000}, Probability{100'000},
                         false};
  return config;
}

constexpr std::uint64_t many = 20'000;

// What became of each probe sent to node 1: outcome, and when its copies arrived.
struct Fate {
  SendOutcome outcome = SendOutcome::delivered;
  std::vector<std::int64_t> delays;
  friend bool operator==(const Fate&, const Fate&) = default;
};

std::map<std::uint64_t, Fate> fates(const WorldConfig& config, const OneTalks& talk) {
  ToyWorld toys(config, talk);
  toys.run(talk.interval * static_cast<std::int64_t>(talk.count) + seconds(1));
  std::map<std::uint64_t, Fate> result;
  std::map<std::uint64_t, Time> sent;
  for (const Sent& s : toys.sends.sent) {
    if (s.to != node(1)) continue;
    result[s.number].outcome = s.outcome;
    sent[s.number] = s.time;
  }
  for (const Seen& event : toys.toys[1].history)
    if (event.kind == EventKind::message_arrived)
      result[event.number].delays.push_back((event.now - sent[event.number]).ns);
  return result;
}

}  // namespace

TEST_CASE("a link loses and duplicates as often as its model says, and delays uniformly") {
  const auto all = fates(lossy(), {set_of({1}), microseconds(100), many});
  REQUIRE(all.size() == many);
  double lost = 0, twice = 0, arrived = 0, delay_sum = 0;
  for (const auto& [number, fate] : all) {
    lost += fate.outcome == SendOutcome::lost ? 1 : 0;
    twice += fate.delays.size() == 2 ? 1 : 0;
    REQUIRE(fate.delays.empty() == (fate.outcome == SendOutcome::lost));
    for (const std::int64_t delay : fate.delays) {
      REQUIRE((delay >= 1'000'000 && delay <= 10'000'000));
      delay_sum += static_cast<double>(delay) / 1e6;
      ++arrived;
    }
  }
  // Five standard deviations: 0.2 ± 0.0141, 0.1 of the rest ± 0.0119, 5.5 ± 0.1 ms.
  REQUIRE(std::abs(lost / many - 0.2) < 0.0142);
  REQUIRE(std::abs(twice / (many - lost) - 0.1) < 0.0119);
  REQUIRE(std::abs(delay_sum / arrived - 5.5) < 0.1);
}

TEST_CASE("the two copies of a duplicated message take their own time") {
  unsigned same = 0, pairs = 0;
  for (const auto& [number, fate] : fates(lossy(), {set_of({1}), microseconds(100), 2'000})) {
    if (fate.delays.size() != 2) continue;
    ++pairs;
    same += fate.delays[0] == fate.delays[1] ? 1u : 0u;
  }
  REQUIRE(pairs > 100);
  REQUIRE(same == 0);
}

TEST_CASE("a message that is not sent changes the fate of no other") {
  OneTalks talk{set_of({1}), microseconds(100), 500};
  auto all = fates(lossy(), talk);
  talk.skip = 250;
  const auto without = fates(lossy(), talk);
  REQUIRE(all.erase(250) == 1);
  REQUIRE(without == all);
}

TEST_CASE("what is sent on one link changes no fate on another") {
  const auto alone = fates(lossy(), {set_of({1}), microseconds(100), 500});
  const auto beside = fates(lossy(), {set_of({1, 2}), microseconds(100), 500});
  REQUIRE(alone == beside);
}

TEST_CASE("messages without an identity are told apart by their ordinal on the link") {
  const auto all = fates(lossy(), {set_of({1}), microseconds(100), many, false});
  const auto lost = std::count_if(all.begin(), all.end(), [](const auto& f) { return f.second.delays.empty(); });
  REQUIRE(std::abs(static_cast<double>(lost) / many - 0.2) < 0.0142);
}

TEST_CASE("the same message sent twice under one identity shares its fate, which is why retransmissions count") {
  WorldConfig config = lossy();
  config.message_link.duplication = {};
  ToyWorld toys(config, [](NodeId self, const Seen& event, Effects& effects) {
    if (self != node(0) || event.kind != EventKind::started) return;
    for (std::uint64_t k = 1; k <= 200; ++k)
      for (int i = 0; i < 2; ++i) effects.send_message(node(1), effects.make<Probe>(Probe{k}), k);
  });
  toys.run(seconds(1));
  REQUIRE((toys.sends.count(SendOutcome::lost) > 20 && toys.sends.count(SendOutcome::lost) < 100));
  for (std::size_t i = 0; i < toys.sends.sent.size(); i += 2)
    REQUIRE(toys.sends.sent[i].outcome == toys.sends.sent[i + 1].outcome);
}

TEST_CASE("seed, direction and incarnation of the sender all change what is lost") {
  const OneTalks talk{set_of({1}), microseconds(100), 500};
  REQUIRE(fates(lossy(1), talk) != fates(lossy(2), talk));

  // Node 0 sends the same 200 identities in each of its two lives.
  ToyWorld toys(lossy(), [](NodeId self, const Seen& event, Effects& effects) {
    if (self != node(0) || event.kind != EventKind::started) return;
    for (std::uint64_t k = 1; k <= 200; ++k) effects.send_message(node(1), effects.make<Probe>(Probe{k}), k);
  });
  toys.with_faults(
          {point_fault(at(seconds(1)), KindId::kill, target({0})), ending(at(seconds(1)), KindId::kill, target({0}))})
      .run(seconds(2));
  REQUIRE(toys.sends.sent.size() == 400);
  unsigned different = 0;
  for (std::size_t i = 0; i < 200; ++i)
    different += toys.sends.sent[i].outcome != toys.sends.sent[i + 200].outcome ? 1u : 0u;
  REQUIRE(different > 20);
}

TEST_CASE("requests and replies are touched by no loss, cut or partition of the message plane") {
  WorldConfig config = toy_config(2);
  config.message_link.loss = {Probability::ppm_max};
  ToyWorld toys(config, [](NodeId self, const Seen& event, Effects& effects) {
    if (self != node(0) || event.kind != EventKind::timer_fired) {
      if (event.kind == EventKind::started) effects.set_timer(TimerId{0}, at(milliseconds(5)));
      return;
    }
    effects.send_message(node(1), effects.make<Probe>(Probe{1}));
    effects.send_request(node(1), effects.make<Probe>(Probe{2}));
    effects.send_reply(node(1), effects.make<Probe>(Probe{3}));
  });
  toys.with_faults({point_fault(Time{}, KindId::partition, target({0})),
                    point_fault(Time{}, KindId::cut, target({0}), target({1}))})
      .run(milliseconds(10));
  REQUIRE(toys.toys[1].numbers(EventKind::message_arrived).empty());
  REQUIRE(toys.toys[1].numbers(EventKind::request_arrived) == Numbers{2});
  REQUIRE(toys.toys[1].numbers(EventKind::reply_arrived) == Numbers{3});
}

TEST_CASE("links differ from the rest when they were changed before the run") {
  ToyWorld toys(toy_config(3), OneTalks{set_of({1, 2}), milliseconds(1), 5});
  toys.world.links().set_delay(set_of({0}), set_of({1}), constant(milliseconds(4)));
  toys.world.links().set_loss(set_of({0}), set_of({2}), Probability{Probability::ppm_max});
  toys.run(milliseconds(20));
  REQUIRE(toys.toys[1].times(EventKind::message_arrived).front() == at(milliseconds(4)));
  REQUIRE(toys.toys[1].history.size() == 6);
  REQUIRE(toys.toys[2].history.size() == 1);
}
