// Episodes: each kind by what it does, and pairs that overlap.
#include <algorithm>
#include <vector>

#include "simnet/faults/kinds.hpp"
#include "tests/catch.hpp"
#include "tests/simnet/toy_world.hpp"

using namespace whitewater;
using namespace whitewater::simnet;
using namespace whitewater::simnet::test;
using faults::Episode;
using faults::KindId;

namespace {

Episode episode(std::uint64_t number, KindId kind, int begin_ms, int lasts_ms, Target whom, Target to = {},
                Probability probability = Probability{Probability::ppm_max}) {
  return {.number = number,
          .begin = at(milliseconds(begin_ms)),
          .lasts = milliseconds(lasts_ms),
          .whom = whom,
          .to = to,
          .what = {kind, {probability}}};
}

// Node 0 sends to node 1 once a millisecond, for 60 ms; the probes that did not arrive, as first and last of each gap.
std::vector<std::pair<unsigned, unsigned>> gaps(const std::vector<Episode>& plan, Time heal = time_never) {
  ToyWorld toys(toy_config(3), OneTalks{set_of({1}), milliseconds(1), 60});
  toys.world.set_episodes(plan, heal);
  toys.run(milliseconds(80));
  const auto arrived = toys.toys[1].numbers(EventKind::message_arrived);
  std::vector<std::pair<unsigned, unsigned>> result;
  for (unsigned probe = 1; probe <= 60; ++probe) {
    if (std::find(arrived.begin(), arrived.end(), probe) != arrived.end()) continue;
    if (!result.empty() && result.back().second + 1 == probe)
      result.back().second = probe;
    else
      result.emplace_back(probe, probe);
  }
  return result;
}

using Gaps = std::vector<std::pair<unsigned, unsigned>>;

// Probe k is sent at k - 1 ms, before a fault of that time: the first one that a fault of t ms meets is t + 2.
Gaps gap(unsigned begin_ms, unsigned end_ms) {
  return {{begin_ms + 2, end_ms + 1}};
}

}  // namespace

TEST_CASE("links that are cut twice pass nothing until both episodes have ended") {
  const Target side = target({0});
  CHECK(gaps({episode(1, KindId::partition, 10, 10, side)}) == gap(10, 20));
  CHECK(gaps({episode(1, KindId::partition, 10, 20, side), episode(2, KindId::partition, 15, 25, target({1}))}) ==
        gap(10, 40));
  CHECK(gaps({episode(1, KindId::partition, 10, 30, side), episode(2, KindId::partition, 15, 5, target({0, 2}))}) ==
        gap(10, 40));
  CHECK(gaps({episode(1, KindId::partition, 10, 20, side), episode(2, KindId::cut, 15, 5, side, target({1}))}) ==
        gap(10, 30));
  CHECK(gaps({episode(1, KindId::partition, 10, 5, side), episode(2, KindId::cut, 12, 18, side, target({1}))}) ==
        gap(10, 30));
  CHECK(gaps({episode(1, KindId::cut, 10, 20, target({1}), side)}).empty());
}

TEST_CASE("of two episodes of loss on a link the later decides, and its end takes back only its own") {
  const Target from = target({0});
  const Target to = target({1});
  CHECK(gaps({episode(1, KindId::loss, 10, 30, from, to), episode(2, KindId::loss, 20, 10, from, to, {})}) ==
        Gaps{{12, 21}, {32, 41}});
  CHECK(gaps({episode(1, KindId::loss, 10, 10, from, to), episode(2, KindId::loss, 15, 15, from, to)}) == gap(10, 30));
}

TEST_CASE("the heal ends every open episode") {
  Episode endless = episode(1, KindId::partition, 10, 0, target({0}));
  endless.lasts.reset();
  CHECK(gaps({endless}) == gap(10, 60 - 1));
  CHECK(gaps({endless, episode(2, KindId::cut, 12, 40, target({0}), target({1}))}, at(milliseconds(30))) ==
        gap(10, 30));
}

TEST_CASE("a node is dead, or paused, while any episode holds it, and only those that it struck come back") {
  ToyWorld toys(toy_config(4), silent);
  const auto dead = [&](int time_ms) {
    toys.run(milliseconds(time_ms));
    return NodeSet::first(4) - toys.world.alive();
  };
  const std::vector<Episode> plan{
      episode(1, KindId::kill, 10, 20, target({1, 2})), episode(2, KindId::kill, 20, 20, target({2, 3})),
      episode(3, KindId::pause, 12, 100, target({0, 1})), episode(4, KindId::pause, 14, 10, target({0}))};
  toys.world.set_episodes(plan);
  toys.run(milliseconds(5)).world.kill(node(3));
  CHECK(dead(6) == set_of({3}));
  CHECK(dead(11) == set_of({1, 2, 3}));
  CHECK(dead(31) == set_of({2, 3}));
  CHECK(dead(41) == set_of({3}));  // killed before the second episode, by somebody else
  CHECK(toys.world.paused(node(0)));
  CHECK_FALSE(toys.world.paused(node(1)));  // it was dead when the pause began
  toys.run(milliseconds(113));
  CHECK_FALSE(toys.world.paused(node(0)));
  CHECK(toys.world.evidence()[0].nodes == set_of({1, 2}));
  CHECK(toys.world.evidence()[1].nodes == set_of({2}));
}

TEST_CASE("a kill inside a pause ends it for good: the next life is not the one that was paused") {
  ToyWorld toys(toy_config(2), silent);
  toys.world.set_episodes(std::vector<Episode>{episode(1, KindId::pause, 10, 30, target({0})),
                                               episode(2, KindId::kill, 20, 5, target({0})),
                                               episode(3, KindId::pause, 30, 30, target({0}))});
  toys.run(milliseconds(22));
  CHECK_FALSE(toys.world.alive(node(0)));
  toys.run(milliseconds(26));
  CHECK((toys.world.alive(node(0)) && !toys.world.paused(node(0))));
  toys.run(milliseconds(50));
  CHECK(toys.world.paused(node(0)));  // the first pause ended at 40, and was of another life
  toys.run(milliseconds(61));
  CHECK_FALSE(toys.world.paused(node(0)));
}

TEST_CASE("each episode knows how many messages it changed, and one without effect says so") {
  ToyWorld toys(toy_config(3), OneTalks{set_of({1}), milliseconds(1), 60});
  Episode slow = episode(5, KindId::delay, 40, 5, target({0}), target({1}));
  slow.what.values = {constant(milliseconds(3))};
  toys.world.set_episodes(std::vector<Episode>{
      episode(1, KindId::partition, 10, 10, target({0})), episode(2, KindId::cut, 15, 10, target({0}), target({1})),
      episode(3, KindId::loss, 28, 2, target({0}), target({1})),
      episode(4, KindId::duplication, 32, 4, target({0}), target({1})), slow,
      episode(6, KindId::kill, 50, 3, target({1})), episode(7, KindId::partition, 70, 5, target({2})),
      episode(8, KindId::kill, 51, 1, target({1})), episode(9, KindId::cut, 500, 1, target({0}), target({1}))});
  toys.run(milliseconds(100));
  std::vector<std::uint64_t> messages;
  for (const faults::Evidence& evidence : toys.world.evidence()) messages.push_back(evidence.messages);
  CHECK(messages == std::vector<std::uint64_t>{10, 10, 2, 4, 5, 3, 0, 1, 0});
  CHECK(toys.world.evidence()[5].effect());
  CHECK_FALSE(toys.world.evidence()[6].effect());
  CHECK(toys.world.evidence()[6].ended);
  CHECK_FALSE(toys.world.evidence()[8].begun);
}

TEST_CASE("draws of roles and the digest know an episode by its number, not by its place") {
  struct Resolver final : RoleResolver {
    NodeSet resolve(std::uint32_t role, const Asker& asker, Time) override {
      asked.push_back(asker.number);
      return NodeSet::of(node(role));
    }
    std::vector<std::uint64_t> asked;
  };
  const auto run = [](std::vector<Episode> plan) {
    Resolver resolver;
    ToyWorld toys(toy_config(3), OneTalks{set_of({1}), milliseconds(1), 60});
    toys.world.set_resolver(&resolver);
    toys.world.set_episodes(plan);
    toys.run(milliseconds(80));
    return std::pair(resolver.asked, toys.world.digest());
  };
  const Episode first = episode(7, KindId::kill, 10, 10, Target{{}, 2});
  const Episode second = episode(4, KindId::pause, 30, 10, Target{{}, 1});
  CHECK(run({first, second}).first == std::vector<std::uint64_t>{7, 4});
  CHECK(run({first, second}) == run({second, first}));
  Episode renumbered = first;
  renumbered.number = 8;
  CHECK(run({renumbered, second}).second != run({first, second}).second);
}

TEST_CASE("the table of kinds is in the order of their numbers") {
  const char* const names[] = {"kill",  "pause", "partition",  "cut",        "loss", "duplication",
                               "delay", "slow",  "disk_delay", "disk_stall", "clog"};
  REQUIRE(faults::kinds.size() == std::size(names));
  for (std::size_t i = 0; i < faults::kinds.size(); ++i) CHECK(faults::kinds[i]->name == names[i]);
}
