// EventBudget: stops a run that handles too many events. Counts events and not time, so that what becomes of a run does
// not depend on the machine.
#pragma once

#include <cstdint>

#include "simnet/observer.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

class EventBudget final : public simnet::Observer {
 public:
  void reset(simnet::World& world, std::uint64_t most) {
    world_ = &world;
    most_ = left_ = most;
    exceeded_ = false;
  }
  bool exceeded() const { return exceeded_; }
  std::uint64_t most() const { return most_; }

 private:
  Watches watches() const override { return {.sends = false, .events = true, .notes = false, .writes = false}; }
  void on_event(const simnet::EventRecord&) override {
    if (left_-- > 0) return;
    exceeded_ = true;
    world_->stop();
  }

  simnet::World* world_ = nullptr;
  std::uint64_t most_ = 0;
  std::uint64_t left_ = 0;
  bool exceeded_ = false;
};

}  // namespace whitewater::scenarios
