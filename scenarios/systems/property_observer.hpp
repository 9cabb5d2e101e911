// Shows every replica to the properties after each of its events, and stops the world at the first violation. Then it
// describes the violation: the event, and the state of every replica. Text is made only in that case.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/check/properties/kv_properties.hpp"
#include "core/kv/replica_actor.hpp"
#include "scenarios/report/report.hpp"
#include "simnet/observer.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

class PropertyObserver final : public simnet::Observer {
 public:
  // Call it before a run, after the world was reset. Nodes 0 … replicas-1 of the world are actors[0] …; these objects
  // must not move until the run is over.
  void watch(simnet::World& world, const kv::ReplicaActor* actors, unsigned replicas);
  void forget() { violation_.reset(); }

  const std::optional<Violation>& violation() const { return violation_; }
  bool forgot_a_put() const { return judged_ != 0 && properties_.forgot_a_put(); }
  // The states of all watched replicas.
  std::shared_ptr<const NodeStates> states() const;

  Watches watches() const override { return {.sends = false, .events = true, .notes = false, .writes = false}; }
  void on_event(const simnet::EventRecord& record) override;
  void on_episode(const simnet::EpisodeRecord& record) override;

 private:
  void tell_what_is_durable();
  void stop_at(const simnet::EventRecord& record);

  simnet::World* world_ = nullptr;
  const kv::ReplicaActor* actors_ = nullptr;
  unsigned replicas_ = 0;
  unsigned judged_ = 0;  // the number of judged replicas: all or none
  bool instant_disks_ = true;
  std::uint64_t writes_told_ = 0;  // World::writes_completed() when properties_ was last told of writes
  checks::KvProperties properties_;
  std::optional<Violation> violation_;
};

}  // namespace whitewater::scenarios
