// Every pair of kinds of faults, from a scenario file to a world: one after the other, one inside the other, and
// overlapping, on nodes and links that they share in part. What the world does at any time is what a model says that
// knows each kind by one row: what it does to a node or a link while it is open there.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "scenarios/experiment/fault_plan.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/standard/standard.hpp"
#include "simnet/faults/kinds.hpp"
#include "tests/catch.hpp"
#include "tests/scenarios/scenario_texts.hpp"
#include "tests/simnet/toy_world.hpp"

namespace whitewater::scenarios {

namespace {

using simnet::DelayModel;
using simnet::test::constant;
using simnet::test::ToyWorld;

constexpr unsigned cluster_size = 5;

// The parameters of the first and of the second fault of a pair, as a file spells them and as links show them.
struct KindRow {
  std::array<std::string_view, 2> parameters{"", ""};
};

// By kind: a kind without a row fails the test.
const std::map<std::string_view, KindRow> rows{
    {"kill", {}},
    {"pause", {}},
    {"partition", {}},
    {"cut", {}},
    {"loss", {{R"(, "probability": 0.25)", R"(, "probability": 0.5)"}}},
    {"duplication", {{R"(, "probability": 0.25)", R"(, "probability": 0.5)"}}},
    {"delay", {{R"(, "delay": "3ms")", R"(, "delay": "7ms")"}}},
    {"slow", {{R"(, "busy": "2ms")", R"(, "busy": "5ms")"}}},
    {"disk_delay", {{R"(, "delay": "3ms")", R"(, "delay": "7ms")"}}},
    {"disk_stall", {}},
    {"clog", {}},
};

struct Span {
  int begin_ms;
  int end_ms;
};

struct Fault {
  std::string_view kind;
  unsigned which;  // of the pair
  Span span;

  // The first one strikes nodes 0 and 1, the second one 1 and 2; links from those to all.
  NodeSet whom() const { return which == 0 ? NodeSet{0b00011} : NodeSet{0b00110}; }
  bool touches(NodeId from, NodeId to) const {
    if (from == to) return false;
    if (kind == "partition") return whom().contains(from) != whom().contains(to);
    return whom().contains(from);
  }
  std::string json() const {
    const std::string set = which == 0 ? R"(["0000", "0001"])" : R"(["0001", "0002"])";
    const bool links = simnet::faults::kind_of(id()).links;
    const std::string targets =
        links ? concat({R"("from": )", set, R"(, "to": "all")"}) : concat({R"("replicas": )", set});
    return concat({R"({"type": ")", kind, R"(", "at": ")", duration_text(milliseconds(span.begin_ms)), R"(", "for": ")",
                   duration_text(milliseconds(span.end_ms - span.begin_ms)), R"(", )", targets,
                   rows.at(kind).parameters.at(which), "}"});
  }
  KindId id() const {
    for (std::size_t i = 0; i < simnet::faults::kinds.size(); ++i)
      if (simnet::faults::kinds[i]->name == kind) return static_cast<KindId>(i);
    return KindId::kill;
  }
};

// What the two faults have done to nodes and links by a time, step by step.
class Model {
 public:
  explicit Model(const std::array<Fault, 2>& pair) : pair_(pair) {}

  void run_to(int time_ms) {
    for (; now_ <= time_ms; ++now_) {
      for (const Fault& fault : pair_)
        if (fault.span.end_ms == now_) change(fault, false);
      for (const Fault& fault : pair_)
        if (fault.span.begin_ms == now_) change(fault, true);
    }
  }
  bool dead(NodeId node) const { return !killers_[node.value].empty(); }
  bool paused(NodeId node) const { return !dead(node) && !pausers_[node.value].empty(); }
  // The latest of that kind that is open on the link.
  const Fault* on_link(std::string_view kind, NodeId from, NodeId to) const {
    const Fault* latest = nullptr;
    for (const Fault* fault : open_)
      if (fault->kind == kind && fault->touches(from, to)) latest = fault;
    return latest;
  }
  const Fault* on_node(std::string_view kind, NodeId node) const {
    const Fault* latest = nullptr;
    for (const Fault* fault : open_)
      if (fault->kind == kind && fault->whom().contains(node)) latest = fault;
    return latest;
  }

 private:
  void change(const Fault& fault, bool begins) {
    if (begins)
      open_.push_back(&fault);
    else
      std::erase(open_, &fault);
    for (const NodeId node : fault.whom()) {
      std::set<unsigned>& killers = killers_[node.value];
      std::set<unsigned>& pausers = pausers_[node.value];
      if (fault.kind == "kill") {
        if (begins) killers.insert(fault.which), pausers.clear();  // a pause is over with the life that it struck
        if (!begins) killers.erase(fault.which);
      }
      if (fault.kind == "pause") {
        if (begins && !dead(node)) pausers.insert(fault.which);
        if (!begins) pausers.erase(fault.which);
      }
    }
  }

  const std::array<Fault, 2>& pair_;
  int now_ = 0;
  std::vector<const Fault*> open_;
  std::array<std::set<unsigned>, cluster_size> killers_;
  std::array<std::set<unsigned>, cluster_size> pausers_;
};

Probability probability_of(const Fault* fault) {
  return fault == nullptr ? Probability{} : Probability{fault->which == 0 ? 250'000u : 500'000u};
}

void check_same(simnet::World& world, const Model& model) {
  for (const NodeId node : NodeSet::first(cluster_size)) {
    INFO("node " << node.value);
    CHECK(world.alive(node) == !model.dead(node));
    CHECK(world.paused(node) == model.paused(node));
    const Fault* const slow = model.on_node("slow", node);
    CHECK(world.slow(node) == milliseconds(slow == nullptr ? 0 : slow->which == 0 ? 2 : 5));
    const Fault* const late_disk = model.on_node("disk_delay", node);
    CHECK(world.disk_delay(node) ==
          (late_disk == nullptr ? DelayModel{} : constant(milliseconds(late_disk->which == 0 ? 3 : 7))));
    CHECK(world.disk_stalled(node) == (model.on_node("disk_stall", node) != nullptr));
    for (const NodeId to : NodeSet::first(cluster_size)) {
      if (node == to) continue;
      INFO("link to " << to.value);
      const simnet::Link& link = world.links().link(SendKind::message, node, to);
      CHECK(link.cut() ==
            (model.on_link("cut", node, to) != nullptr || model.on_link("partition", node, to) != nullptr));
      CHECK(link.clogged() == (model.on_link("clog", node, to) != nullptr));
      CHECK(link.model().loss == probability_of(model.on_link("loss", node, to)));
      CHECK(link.model().duplication == probability_of(model.on_link("duplication", node, to)));
      const Fault* const late = model.on_link("delay", node, to);
      CHECK(link.model().delay == constant(milliseconds(late == nullptr ? 1 : late->which == 0 ? 3 : 7)));
    }
  }
}

void check_pair(const std::array<Fault, 2>& pair) {
  const std::string text =
      with(smallest, "}", concat({R"(, "delay": "1ms", "faults": [)", pair[0].json(), ", ", pair[1].json(), "]}"}));
  INFO(text);
  const Result<ReadScenario> read = read_standard(text, "pair.json");
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  ToyWorld toys(simnet::test::toy_config(cluster_size), simnet::test::silent);
  FaultPlan plan;
  plan.add(read.value().scenario);
  plan.hand_to(toys.world);
  Model model(pair);
  for (int time = 5; time < 80; time += 10) {
    INFO("at " << time << " ms");
    toys.run(milliseconds(time));
    model.run_to(time);
    check_same(toys.world, model);
  }
}

}  // namespace

TEST_CASE("any two faults of a file do each its part while it is open, whatever begins or ends meanwhile") {
  REQUIRE(rows.size() == simnet::faults::kinds.size());
  for (const simnet::faults::FaultKind* one : simnet::faults::kinds)
    for (const simnet::faults::FaultKind* other : simnet::faults::kinds) {
      const auto pair = [&](Span first, Span second) {
        check_pair({Fault{one->name, 0, first}, Fault{other->name, 1, second}});
      };
      pair({10, 40}, {20, 60});  // overlapping
      pair({20, 60}, {10, 40});  // likewise, the other way round
      pair({10, 60}, {20, 40});  // one inside the other
      pair({10, 30}, {30, 50});  // one begins when the other ends
      pair({10, 40}, {10, 40});  // both at once
    }
}

}  // namespace whitewater::scenarios
