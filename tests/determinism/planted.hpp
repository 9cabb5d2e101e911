// Actors that break their promise to be functions of what happened to them, each in one way, at one known event. The
// memory that they misuse is given to them, so that two runs differ by construction and no sanitizer has anything to
// say.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <set>
#include <variant>

#include "simnet/world.hpp"
#include "tests/contract/probe.hpp"

namespace whitewater::tests {

using contract::node;
using contract::number_of;
using contract::Probe;

// Hands a number round a ring of nodes, one higher each time, up to limit. When it is bad_number's turn, does wrong().
class Relay : public Actor {
 public:
  Relay(NodeId self, unsigned nodes, std::uint64_t limit, std::uint64_t bad_number)
      : self_(self), nodes_(nodes), limit_(limit), bad_number_(bad_number) {}

  void handle(const Event& event, Time, Effects& effects) override {
    if (std::holds_alternative<Started>(event) && self_ == NodeId{0}) return pass(0, effects);
    const auto* arrived = std::get_if<MessageArrived>(&event);
    if (arrived == nullptr) return;
    const std::uint64_t number = number_of(arrived->payload);
    state_ = combine(state_, number);
    if (number == bad_number_) wrong(effects);
    if (number < limit_) pass(number, effects);
  }
  std::uint64_t fingerprint() const final { return state_; }

 protected:
  virtual void wrong(Effects&) {}

  NodeId next(unsigned steps = 1) const { return node((self_.value + steps) % nodes_); }

  std::uint64_t state_ = 1;

 private:
  void pass(std::uint64_t number, Effects& effects) { effects.send_message(next(), effects.make<Probe>(number + 1)); }

  NodeId self_;
  unsigned nodes_;
  std::uint64_t limit_;
  std::uint64_t bad_number_;
};

// Uses an address as a key: asks its friends in the order in which a set of pointers holds them.
class AddressOrder final : public Relay {
 public:
  // swapped: the allocator happened to give the second one the lower address.
  AddressOrder(bool swapped, NodeId self, unsigned nodes, std::uint64_t limit, std::uint64_t bad_number)
      : Relay(self, nodes, limit, bad_number) {
    friends_[swapped ? 1 : 0] = next(1);
    friends_[swapped ? 0 : 1] = next(2);
    for (const NodeId& one : friends_) by_address_.insert(&one);
  }

 private:
  void wrong(Effects& effects) override {
    effects.send_message(**by_address_.begin(), effects.make<Probe>(1'000'000u));
  }

  std::array<NodeId, 2> friends_;
  std::set<const NodeId*> by_address_;
};

// Uses an address as a value: no two objects that live at the same time have the same one.
class AddressDraw final : public Relay {
 public:
  using Relay::Relay;

 private:
  void wrong(Effects& effects) override {
    effects.send_message(next(), effects.make<Probe>(1'000'000u), reinterpret_cast<std::uintptr_t>(this));
  }
};

// Has a field that nobody wrote: it holds what was in the memory before.
class UnwrittenField final : public Relay {
 public:
  UnwrittenField(std::byte garbage, NodeId self, unsigned nodes, std::uint64_t limit, std::uint64_t bad_number)
      : Relay(self, nodes, limit, bad_number) {
    memory_.fill(garbage);
  }

 private:
  void wrong(Effects&) override {
    std::uint64_t field = 0;
    std::memcpy(&field, memory_.data() + 8, sizeof field);
    state_ = combine(state_, field);
  }

  std::array<std::byte, 16> memory_;
};

// A ring of relays in a world of its own, that outlives its run.
class RelayRun {
 public:
  explicit RelayRun(unsigned nodes) : nodes_(nodes) {
    simnet::WorldConfig config;
    config.nodes = nodes;
    config.replicas = nodes;
    config.message_link.delay = {simnet::DelayModel::Kind::constant, milliseconds(1), {}, {}, {}, {}, {}};
    world_.reset(config);
  }
  template <class Kind, class... Arguments>
  void add(Arguments... arguments) {
    actors_.push_back(std::make_unique<Kind>(arguments...));
    world_.add(node(static_cast<unsigned>(actors_.size() - 1)), *actors_.back());
  }
  void run(simnet::Observer& watcher) {
    world_.set_episodes(faults);
    world_.add_observer(watcher);
    for (unsigned i = 0; i < nodes_; ++i) world_.start(node(i));
    world_.run_until(Time{} + end);
  }
  std::uint64_t digest() const { return world_.digest(); }

  std::vector<simnet::faults::Episode> faults;
  Duration end = seconds(100);

 private:
  unsigned nodes_;
  simnet::World world_;
  std::vector<std::unique_ptr<Relay>> actors_;
};

}  // namespace whitewater::tests
