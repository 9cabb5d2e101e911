// Episodes that replace or end others, that come back, and the heal.
#include <algorithm>
#include <vector>

#include "simnet/faults/kinds.hpp"
#include "tests/catch.hpp"
#include "tests/simnet/toy_world.hpp"

using namespace whitewater;
using namespace whitewater::simnet;
using namespace whitewater::simnet::test;
using faults::ending;
using faults::Episode;
using faults::KindId;
using faults::point_fault;

namespace {

Time ms(int time) {
  return at(milliseconds(time));
}

Episode stacked(int begin_ms, int lasts_ms, KindId kind, Target whom, Target to = {},
                const faults::ParameterValue& value = {}) {
  return {.begin = ms(begin_ms), .lasts = milliseconds(lasts_ms), .whom = whom, .to = to, .what = {kind, {value}}};
}

class EpisodeLog final : public Observer {
 public:
  void on_episode(const EpisodeRecord& record) override { records.push_back(record); }
  // As "begins 0, ends 0": what happened to which place of the plan.
  std::string text() const {
    std::string all;
    for (const EpisodeRecord& record : records) {
      if (!all.empty()) all += ", ";
      all += record.what == EpisodeRecord::What::heals    ? "heals"
             : record.what == EpisodeRecord::What::begins ? "begins " + std::to_string(record.place)
                                                          : "ends " + std::to_string(record.place);
    }
    return all;
  }
  std::vector<EpisodeRecord> records;
};

// A quiet world at a time, with the plan carried out.
struct Played {
  explicit Played(const std::vector<Episode>& plan, Time heal = time_never, unsigned nodes = 4)
      : toys(toy_config(nodes), silent) {
    toys.world.add_observer(log);
    toys.world.set_episodes(plan, heal);
  }
  Link& link(unsigned from, unsigned to) { return toys.world.links().link(SendKind::message, node(from), node(to)); }
  bool cut(unsigned from, unsigned to) { return link(from, to).cut(); }
  NodeSet dead() const { return NodeSet::first(toys.world.nodes()) - toys.world.alive(); }
  void run(int time_ms) { toys.run(milliseconds(time_ms)); }

  EpisodeLog log;
  ToyWorld toys;
};

constexpr Probability half{500'000};
constexpr Probability always{1'000'000};

}  // namespace

TEST_CASE("a point partition ends the open ones, and its ending ends them all") {
  Played played({stacked(1, 50, KindId::partition, target({3})), point_fault(ms(5), KindId::partition, target({0})),
                 point_fault(ms(10), KindId::partition, target({1})), ending(ms(15), KindId::partition, {})});
  played.run(4);
  CHECK(played.cut(3, 0));
  played.run(6);
  CHECK_FALSE(played.cut(3, 1));
  CHECK(played.cut(0, 1));
  played.run(11);
  CHECK_FALSE(played.cut(0, 2));
  CHECK(played.cut(1, 2));
  played.run(60);
  CHECK_FALSE(played.cut(1, 2));
  CHECK(played.log.text() == "begins 0, begins 1, ends 0, begins 2, ends 1, begins 3, ends 2");
}

TEST_CASE("a point fault of a link's model ends those of its kind on the links that it touches, and no others") {
  Played played({stacked(1, 50, KindId::loss, target({0}), target({1, 2}), half),
                 stacked(2, 50, KindId::duplication, target({0}), target({1}), half),
                 point_fault(ms(5), KindId::loss, target({0}), target({1}), always),
                 point_fault(ms(10), KindId::loss, target({0}), target({1}), Probability{})});
  played.run(6);
  CHECK(played.link(0, 1).model().loss == always);
  CHECK(played.link(0, 2).model().loss == half);
  played.run(11);
  CHECK(played.link(0, 1).model().loss.never());
  CHECK(played.link(0, 1).model().duplication == half);
  played.run(55);
  CHECK(played.link(0, 2).model().loss.never());
  CHECK(played.log.text() == "begins 0, begins 1, begins 2, begins 3, ends 2, ends 0, ends 1");
}

TEST_CASE("an ending takes its nodes and links from every open episode of its kind, and leaves other kinds alone") {
  Played played({point_fault(ms(1), KindId::kill, target({0, 1})), stacked(2, 50, KindId::kill, target({1, 2})),
                 point_fault(ms(3), KindId::cut, target({3}), target({0, 1})),
                 stacked(4, 50, KindId::partition, target({3})), ending(ms(10), KindId::kill, target({1})),
                 ending(ms(11), KindId::cut, target({3}), target({0}))});
  played.run(9);
  CHECK(played.dead() == set_of({0, 1, 2}));
  played.run(12);
  CHECK(played.dead() == set_of({0, 2}));
  CHECK(played.cut(3, 0));  // the partition
  played.run(55);
  CHECK_FALSE(played.cut(3, 0));
  CHECK(played.cut(3, 1));
  CHECK(played.dead() == set_of({0}));
  CHECK(played.toys.world.evidence()[4].took_back);
  const EpisodeRecord& restart = played.log.records[4];
  CHECK(restart.started == set_of({1}));
  CHECK(restart.targets == set_of({1}));
}

TEST_CASE("an ending restarts whom no episode killed, and opens links that were cut from the start") {
  Played played({ending(ms(5), KindId::kill, target({0, 1})), ending(ms(5), KindId::cut, target({0}), target({1}))});
  played.toys.world.links().set_cut(set_of({0}), set_of({1, 2}), true);
  played.run(1);
  played.toys.world.kill(node(0));
  played.run(6);
  CHECK(played.dead().empty());
  CHECK_FALSE(played.cut(0, 1));
  CHECK(played.cut(0, 2));
}

TEST_CASE("a point fault or an ending that meets nobody leaves everything as it is") {
  Played played({point_fault(ms(1), KindId::partition, target({0})), point_fault(ms(2), KindId::partition, {}),
                 point_fault(ms(3), KindId::loss, target({0}), target({1}), half),
                 point_fault(ms(4), KindId::loss, target({0}), {}, always), ending(ms(5), KindId::kill, {})});
  played.run(9);
  CHECK(played.cut(0, 1));
  CHECK(played.link(0, 1).model().loss == half);
  CHECK_FALSE(played.toys.world.evidence()[1].effect());
}

TEST_CASE("the heal makes the message plane plain and leaves the client plane, whatever is open") {
  std::vector<Episode> plan{point_fault(ms(1), KindId::kill, target({0})),
                            stacked(2, 500, KindId::pause, target({1})),
                            point_fault(ms(3), KindId::delay, target({2}), target({3}), constant(milliseconds(9))),
                            stacked(4, 500, KindId::partition, target({2})),
                            point_fault(ms(20), KindId::cut, target({0}), target({1})),
                            point_fault(ms(21), KindId::kill, target({0}))};
  WorldConfig config = toy_config(4);
  config.message_link.loss = half;
  config.message_link.duplication = half;
  config.client_link.duplication = half;
  ToyWorld toys(config, silent);
  EpisodeLog log;
  toys.world.add_observer(log);
  toys.world.links().set_cut(set_of({3}), set_of({0}), true);
  toys.world.links().set_delay(set_of({3}), set_of({1}), constant(milliseconds(7)));
  toys.world.set_episodes(plan, ms(20));
  toys.run(milliseconds(30));
  CHECK(toys.world.alive() == NodeSet::first(4));
  CHECK_FALSE(toys.world.paused(node(1)));
  LinkModel plain;
  plain.delay = constant(milliseconds(1));
  for (const NodeId from : NodeSet::first(4))
    for (const NodeId to : NodeSet::first(4)) {
      if (from == to) continue;
      const Link& link = toys.world.links().link(SendKind::message, from, to);
      CHECK(link.model() == plain);
      CHECK(link.plain());
      CHECK(toys.world.links().link(SendKind::request, from, to).model() == config.client_link);
    }
  // What begins at the heal still begins, and ends with it; what would begin after it does not.
  CHECK(log.text() ==
        "begins 0, begins 1, begins 2, begins 3, begins 4, heals, ends 0, ends 1, ends 3, ends 4, ends 2");
  CHECK(toys.world.evidence()[4].ended == 1);
  CHECK(toys.world.evidence()[5].begun == 0);
}

TEST_CASE("an episode comes back every so often, until its end, with an occurrence of its own each time") {
  struct Resolver final : RoleResolver {
    NodeSet resolve(std::uint32_t, const Asker& asker, Time) override {
      asked.push_back(asker);
      return NodeSet::of(node(asker.occurrence));
    }
    std::vector<Asker> asked;
  } resolver;
  Episode flapping = stacked(10, 4, KindId::kill, Target{{}, 1});
  flapping.number = 3;
  flapping.every = milliseconds(10);
  flapping.until = ms(32);
  Played played({flapping});
  played.toys.world.set_resolver(&resolver);
  std::vector<NodeSet> dead;
  for (int time = 11; time <= 45; time += 2) {
    played.run(time);
    dead.push_back(played.dead());
  }
  const NodeSet a = set_of({0}), b = set_of({1}), c = set_of({2}), none;
  CHECK(dead == std::vector<NodeSet>{a, a, none, none, none, b, b, none, none, none, c, none, none, none, none, none,
                                     none, none});
  CHECK(resolver.asked == std::vector<Asker>{{3, 0}, {3, 1}, {3, 2}});
  CHECK(played.toys.world.evidence()[0].begun == 3);
  CHECK(played.toys.world.evidence()[0].ended == 3);
}

TEST_CASE("a modifier that says what the link does anyway still knows which messages were its own") {
  ToyWorld toys(toy_config(2), OneTalks{set_of({1}), milliseconds(1), 60});
  toys.world.set_episodes(
      std::vector<Episode>{stacked(10, 10, KindId::delay, target({0}), target({1}), constant(milliseconds(1)))});
  toys.run(milliseconds(100));
  CHECK(toys.world.evidence()[0].messages == 10);
}
