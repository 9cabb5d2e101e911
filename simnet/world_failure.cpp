// What ended a run before its time. Not compiled as one unit with the rest: what is never inlined only takes room
// there.
#include "simnet/world.hpp"

namespace whitewater::simnet {

World::~World() = default;

void World::count_in_instant(NodeId id, const Event& event) {
  Crowd& crowd = crowds_[id.value];
  if (crowd.instant != now_) crowd = {now_, 0};
  if (++crowd.events <= events_per_instant_max_ || failure_ != nullptr) return;
  failure_ = std::make_unique<RunFailure>(RunFailure{RunFailure::Whose::standstill, id, {KeptEvent(event)}, nullptr});
  stop();
}

// Keeps only the first failure: an exception passes through all callers of the code that threw it.
void World::failed(NodeId id, const Event* event) {
  if (failure_ != nullptr) return;
  failure_ = std::make_unique<RunFailure>(RunFailure{RunFailure::Whose::actor, id, {}, nullptr});
  if (event != nullptr) failure_->handled.emplace_back(*event);
}

void World::failed(const Observer& observer) {
  if (failure_ == nullptr)
    failure_ = std::make_unique<RunFailure>(RunFailure{RunFailure::Whose::observer, no_node, {}, &observer});
}

void World::forget_failure() {
  failure_.reset();
  crowds_.fill({});
  instant_ = Time{-1};
}

}  // namespace whitewater::simnet
