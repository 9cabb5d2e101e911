// ToyWorld: a world of toys, all of them replicas, with what tests need to watch it.
#pragma once

#include <deque>
#include <initializer_list>
#include <vector>

#include "simnet/world.hpp"
#include "tests/simnet/probe.hpp"

namespace whitewater::simnet::test {

inline DelayModel constant(Duration delay) {
  return {DelayModel::Kind::constant, delay, {}, {}, {}, {}, {}};
}
inline DelayModel uniformly(Duration low, Duration high) {
  return {DelayModel::Kind::uniform, low, high, {}, {}, {}, {}};
}
inline Time at(Duration after_start) {
  return Time{} + after_start;
}
inline NodeSet set_of(std::initializer_list<unsigned> nodes) {
  NodeSet set;
  for (unsigned n : nodes) set.insert(node(n));
  return set;
}
inline Target target(std::initializer_list<unsigned> nodes) {
  return Target{set_of(nodes), Target::no_role};
}

// One millisecond on each link, the client plane first in first out, durable at once.
inline WorldConfig toy_config(unsigned nodes) {
  WorldConfig config;
  config.nodes = nodes;
  config.replicas = nodes;
  config.message_link.delay = constant(milliseconds(1));
  config.client_link.delay = constant(milliseconds(1));
  config.client_link.first_in_first_out = true;
  return config;
}

// What was sent, as numbers.
struct Sent {
  Time time;
  NodeId from;
  NodeId to;
  SendOutcome outcome;
  unsigned copies;
  std::uint64_t number;
};

class SendLog final : public Observer {
 public:
  void on_send(const SendRecord& record) override {
    sent.push_back({record.time, record.from, record.to, record.outcome, record.copies, number_of(record.payload)});
  }
  unsigned count(SendOutcome outcome) const {
    unsigned n = 0;
    for (const Sent& s : sent) n += s.outcome == outcome ? 1 : 0;
    return n;
  }
  std::vector<Sent> sent;
};

class ToyWorld {
 public:
  // Every node starts at time zero and does what behaviour says: void(NodeId self, const Seen&, Effects&).
  template <class Behaviour>
  ToyWorld(const WorldConfig& config, Behaviour behaviour) {
    world.reset(config);
    for (unsigned i = 0; i < config.nodes; ++i) {
      toys.emplace_back(
          [behaviour, i](const Seen& event, Effects& effects) mutable { behaviour(node(i), event, effects); });
      world.add(node(i), toys.back());
      world.start(node(i));
    }
    world.add_observer(sends);
  }

  ToyWorld& with_faults(const std::vector<faults::Episode>& plan) {
    world.set_episodes(plan);
    return *this;
  }
  ToyWorld& run(Duration until) {
    world.run_until(at(until));
    return *this;
  }

  std::deque<Toy> toys;
  SendLog sends;
  World world;
};

// Node 0 sends probes 1, 2, 3 … count to each node of receivers, one every interval (its timer 0).
// named: the probe's number is its identity; else it has none.
struct OneTalks {
  NodeSet receivers;
  Duration interval;
  std::uint64_t count = 0;
  bool named = true;
  std::uint64_t skip = 0;  // this one is not sent
  std::uint64_t done = 0;

  void operator()(NodeId self, const Seen& event, Effects& effects) {
    const bool turn = event.kind == EventKind::started || event.kind == EventKind::timer_fired;
    if (self != node(0) || !turn || done == count) return;
    ++done;
    if (done != skip)
      for (NodeId to : receivers) effects.send_message(to, effects.make<Probe>(Probe{done}), named ? done : 0);
    effects.set_timer(TimerId{0}, event.now + interval);
  }
};

inline void silent(NodeId, const Seen&, Effects&) {}

}  // namespace whitewater::simnet::test
