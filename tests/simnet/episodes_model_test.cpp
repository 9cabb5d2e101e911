// Any episodes, overlapping at will, against a model that asks of every moment which of them are open.
#include <algorithm>
#include <vector>

#include "simnet/faults/episodes.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"
#include "tests/simnet/toy_world.hpp"

using namespace whitewater;
using namespace whitewater::simnet;
using namespace whitewater::simnet::test;
using faults::Episode;
using faults::KindId;

namespace {

constexpr unsigned nodes = 4;

NodeSet drawn_nodes(unsigned word) {
  NodeSet set;
  for (unsigned i = 0; i < nodes; ++i)
    if ((word >> i & 1) != 0) set.insert(node(i));
  return set;
}

// The begins and ends of all episodes are different odd milliseconds when steps are; the model looks at even ones.
Episode drawn_episode(std::uint32_t number, std::uint32_t word) {
  Episode episode;
  episode.number = number;
  episode.begin = at(milliseconds(1 + 2 * static_cast<int>(word % 40)));
  if (word / 40 % 8 != 0) episode.lasts = milliseconds(2 * static_cast<int>(1 + word / 320 % 20));
  const unsigned rest = word / 6400;
  episode.whom.nodes = drawn_nodes(rest);
  episode.to.nodes = drawn_nodes(rest / 16);
  constexpr KindId kinds[] = {KindId::partition, KindId::cut, KindId::loss, KindId::duplication, KindId::pause};
  episode.what.kind = kinds[rest / 256 % 5];
  episode.what.values = {Probability{1 + rest / 1'280 % 1'000}};
  return episode;
}

struct Model {
  std::vector<Episode> plan;  // in the order of begin and number
  Time heal;

  bool open(const Episode& episode, Time now) const {
    const Time begin = std::get<Time>(episode.begin);
    if (now <= begin) return false;
    if (now > heal) return false;  // nothing begins after it, either
    return !episode.lasts || now < begin + *episode.lasts;
  }
  bool strikes(const Episode& episode, NodeId from, NodeId to) const {
    if (episode.what.kind == KindId::partition)
      return episode.whom.nodes.contains(from) != episode.whom.nodes.contains(to);
    return episode.whom.nodes.contains(from) && episode.to.nodes.contains(to);
  }
  bool cut(NodeId from, NodeId to, Time now) const {
    for (const Episode& episode : plan)
      if ((episode.what.kind == KindId::partition || episode.what.kind == KindId::cut) && open(episode, now) &&
          strikes(episode, from, to))
        return true;
    return false;
  }
  Probability last(KindId kind, NodeId from, NodeId to, Time now) const {
    Probability probability;
    for (const Episode& episode : plan)
      if (episode.what.kind == kind && open(episode, now) && strikes(episode, from, to))
        probability = episode.what.value<Probability>();
    return probability;
  }
  bool paused(NodeId id, Time now) const {
    for (const Episode& episode : plan)
      if (episode.what.kind == KindId::pause && open(episode, now) && episode.whom.nodes.contains(id)) return true;
    return false;
  }
};

void require_same(World& world, const Model& model, Time now) {
  for (const NodeId from : NodeSet::first(nodes)) {
    RC_ASSERT(world.paused(from) == model.paused(from, now));
    for (const NodeId to : NodeSet::first(nodes)) {
      if (from == to) continue;
      const Link& link = world.links().link(SendKind::message, from, to);
      RC_ASSERT(link.cut() == model.cut(from, to, now));
      RC_ASSERT(link.model().loss.ppm == model.last(KindId::loss, from, to, now).ppm);
      RC_ASSERT(link.model().duplication.ppm == model.last(KindId::duplication, from, to, now).ppm);
    }
  }
}

}  // namespace

TEST_CASE("what overlapping episodes do at any time is what those that are open say") {
  tests::check_property([](const std::vector<std::uint32_t>& words, std::uint16_t heal) {
    Model model;
    for (std::size_t i = 0; i < words.size(); ++i)
      model.plan.push_back(drawn_episode(static_cast<std::uint32_t>(i), words[i] * 2'654'435'761u));
    model.heal = at(milliseconds(1 + 2 * static_cast<int>(heal % 60)));
    std::stable_sort(model.plan.begin(), model.plan.end(),
                     [](const Episode& a, const Episode& b) { return a.begin < b.begin; });
    ToyWorld toys(toy_config(nodes), silent);
    toys.world.set_episodes(model.plan, model.heal);
    for (int now = 2; now <= 130; now += 2) {
      toys.run(milliseconds(now));
      require_same(toys.world, model, at(milliseconds(now)));
    }
  });
}
