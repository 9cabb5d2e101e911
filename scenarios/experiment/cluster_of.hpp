// ClusterOf: a cluster whose replicas are actors of one class. It makes them, lets the system judge them after every
// event, and stops the run at the first property that does not hold. A system derives from it and adds its own parts.
// It makes new nodes in every run: a cluster that must not allocate derives from Cluster itself.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "scenarios/experiment/cluster.hpp"

namespace whitewater::scenarios {

// A property of the system that does not hold.
struct Broken {
  std::string property;  // "one_holder"
  std::string text;      // one sentence: what is wrong, which nodes
};

// Node(NodeId self, const Scenario& scenario, std::uint64_t seed) is an Actor. It may have a function text(), which
// returns its state on one line.
template <class Node>
class ClusterOf : public Cluster, private simnet::Observer {
 public:
  void reset(const Scenario& scenario, std::uint64_t seed) override {
    nodes_.clear();
    for (const NodeId node : NodeSet::first(scenario.replicas)) nodes_.emplace_back(node, scenario, seed);
    world_ = nullptr;
    violation_.reset();
  }
  void release() override { nodes_.clear(); }
  Actor& replica(NodeId node) override { return nodes_[node.value]; }
  simnet::Observer* checker(simnet::World& world) override {
    world_ = &world;
    return this;
  }
  std::optional<Violation> violation() const override { return violation_; }
  NodeSet in_role(ReplicaRole role, NodeSet living) const override {
    return role == ReplicaRole::leader      ? leaders() & living
           : role == ReplicaRole::followers ? living - leaders()
                                            : NodeSet{};
  }
  std::string describe(NodeId node) const override {
    if constexpr (requires(const Node& n) { std::string(n.text()); })
      return (alive(node) ? "" : "dead; ") + std::string(nodes_[node.value].text());
    else
      return "";
  }

 protected:
  // Judges the nodes as they are after an event. Nothing: every property holds.
  virtual std::optional<Broken> broken() const { return std::nullopt; }

  // Who leads, for faults that strike a leader or followers.
  virtual NodeSet leaders() const { return {}; }

  const std::deque<Node>& nodes() const { return nodes_; }
  const Node& node(NodeId id) const { return nodes_[id.value]; }
  bool alive(NodeId id) const { return world_ == nullptr || world_->alive(id); }
  // The living nodes of which predicate is true.
  template <class Predicate>
  NodeSet nodes_that(Predicate predicate) const {
    NodeSet found;
    for (const NodeId id : NodeSet::first(static_cast<unsigned>(nodes_.size())))
      if (alive(id) && predicate(nodes_[id.value])) found.insert(id);
    return found;
  }

 private:
  Watches watches() const final { return {.sends = false, .events = true, .notes = false, .writes = false}; }
  void on_event(const simnet::EventRecord& record) final {
    if (violation_) return;
    std::optional<Broken> found = broken();
    if (!found) return;
    violation_ = Violation{std::move(found->property),
                           std::move(found->text),
                           record.time,
                           world_->events(),
                           record.node,
                           handled(record.event, static_cast<unsigned>(nodes_.size())),
                           {}};
    world_->stop();
  }

  std::deque<Node> nodes_;
  simnet::World* world_ = nullptr;
  std::optional<Violation> violation_;
};

// A row of a toolbox: a system whose cluster is Own, with its options.
template <class Own, class OwnOptions>
constexpr System system_of(std::string_view name, std::span<const Field> fields, unsigned replicas_min,
                           unsigned replicas_max) {
  System system;
  system.name = name;
  system.fields = fields;
  system.options = [] { return Options::of<OwnOptions>(); };
  system.replicas_min = replicas_min;
  system.replicas_max = replicas_max;
  system.make = []() -> std::unique_ptr<Cluster> { return std::make_unique<Own>(); };
  return system;
}
// With a Vocabulary: faults may begin at its notes.
template <class Own, class OwnOptions, class Words>
constexpr System system_of(std::string_view name, std::span<const Field> fields, unsigned replicas_min,
                           unsigned replicas_max, const Words* words) {
  System system = system_of<Own, OwnOptions>(name, fields, replicas_min, replicas_max);
  system.words = words;
  system.notes = words->notes;
  return system;
}

}  // namespace whitewater::scenarios
