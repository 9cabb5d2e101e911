// What ends a run before its time is known afterwards: which node, which event; or which observer.
#include <limits>
#include <stdexcept>

#include "core/base/check.hpp"
#include "tests/catch.hpp"
#include "tests/simnet/toy_world.hpp"

using namespace whitewater;
using namespace whitewater::simnet;
using namespace whitewater::simnet::test;

namespace {

// Node 0 sends number 7 to node 1, which then does this.
template <class Deed>
auto second_node_does(Deed deed) {
  return [deed](NodeId self, const Seen& event, Effects& effects) {
    if (self == node(0) && event.kind == EventKind::started)
      effects.send_message(node(1), effects.make<Probe>(Probe{7}));
    if (self == node(1) && event.kind == EventKind::message_arrived) deed(effects);
  };
}

struct FailingObserver final : Observer {
  void on_event(const EventRecord& record) override { check(record.time.ns == 0, "only the beginning is watched"); }
};

// Wakes itself at once, so many times in all.
struct Spinner {
  std::uint64_t left;
  void operator()(NodeId self, const Seen& event, Effects& effects) {
    if (self != node(0) || left == 0) return;
    --left;
    effects.set_timer(TimerId{3}, event.now);
  }
};

WorldConfig at_most(std::uint32_t events) {
  WorldConfig config = toy_config(2);
  config.events_per_instant_max = events;
  return config;
}

}  // namespace

TEST_CASE("an exception that leaves an actor passes on, and the world knows whose it was") {
  ToyWorld toys(toy_config(2), second_node_does([](Effects&) { throw std::runtime_error("no more room"); }));
  REQUIRE_THROWS_AS(toys.run(milliseconds(5)), std::runtime_error);
  REQUIRE(toys.world.failure() != nullptr);
  const RunFailure& failure = *toys.world.failure();
  CHECK(failure.whose == RunFailure::Whose::actor);
  CHECK(failure.node == node(1));
  REQUIRE(failure.handled.size() == 1);
  const Event handled = failure.handled.front().event();
  REQUIRE(std::holds_alternative<MessageArrived>(handled));
  CHECK(std::get<MessageArrived>(handled).from == node(0));
  CHECK(number_of(std::get<MessageArrived>(handled).payload) == 7);
}

TEST_CASE("effects that break the contract are the actor's failure") {
  ToyWorld toys(toy_config(2), second_node_does([](Effects& effects) { effects.truncate(9); }));
  REQUIRE_THROWS_AS(toys.run(milliseconds(5)), CheckFailure);
  CHECK(toys.world.failure()->whose == RunFailure::Whose::actor);
  CHECK(toys.world.failure()->node == node(1));
}

TEST_CASE("a write that makes no sense is its node's failure when it becomes durable, too") {
  WorldConfig config = toy_config(2);
  config.disk = constant(milliseconds(1));
  ToyWorld toys(config, second_node_does([](Effects& effects) { effects.truncate(9); }));
  REQUIRE_THROWS_AS(toys.run(milliseconds(5)), CheckFailure);
  CHECK(toys.world.failure()->node == node(1));
  CHECK(toys.world.failure()->handled.empty());
}

TEST_CASE("an observer that fails is named, not the node that it watched") {
  ToyWorld toys(toy_config(2), second_node_does([](Effects&) {}));
  FailingObserver observer;
  toys.world.add_observer(observer);
  REQUIRE_THROWS_AS(toys.run(milliseconds(5)), CheckFailure);
  CHECK(toys.world.failure()->whose == RunFailure::Whose::observer);
  CHECK(toys.world.failure()->observer == &observer);
}

TEST_CASE("a node that never lets time advance is stopped, and named") {
  ToyWorld toys(at_most(50), Spinner{std::numeric_limits<std::uint64_t>::max()});
  toys.run(milliseconds(5));
  REQUIRE(toys.world.stopped());
  REQUIRE(toys.world.failure() != nullptr);
  CHECK(toys.world.failure()->whose == RunFailure::Whose::standstill);
  CHECK(toys.world.failure()->node == node(0));
  CHECK(std::get<TimerFired>(toys.world.failure()->handled.front().event()).timer == TimerId{3});
  CHECK(toys.world.events() <= 55);
  CHECK(toys.world.now() == Time{});
}

TEST_CASE("so many events in one instant as a node may handle are fine") {
  ToyWorld toys(at_most(50), Spinner{49});
  toys.run(milliseconds(5));
  CHECK_FALSE(toys.world.stopped());
  CHECK(toys.world.failure() == nullptr);
  toys.world.reset(toy_config(2));
  CHECK(toys.world.failure() == nullptr);
}
