// EarlyAcknowledgements: the property majority_heard of a simulated run, for systems that promise it
// (System::majority): a put is acknowledged only after a majority of the replicas heard of it
// (core/check/causality/acknowledged_puts.hpp). Judges what is delivered, and asks no replica. Stops the world at the
// first violation. It judges requests and replies of core/client; a system that has others is not judged.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/check/causality/acknowledged_puts.hpp"
#include "scenarios/report/report.hpp"
#include "simnet/observer.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

// The violation majority_heard; without the number of its event. needed: a majority.
Violation early_acknowledgement(std::string_view mid, NodeId client, const checks::AcknowledgedPuts::Early& early,
                                Time answered, unsigned replicas);

class EarlyAcknowledgements final : public simnet::Observer {
 public:
  // Before each run.
  void reset(simnet::World& world, unsigned replicas);
  const std::optional<Violation>& violation() const { return violation_; }

  Watches watches() const override { return {.sends = false, .events = true, .notes = false, .writes = false}; }
  void on_event(const simnet::EventRecord& record) override;

 private:
  [[gnu::noinline]] void judge_apart(const simnet::EventRecord& record);
  void saw_request(const PayloadRef& asked);
  void judge(NodeId from, const Effects::Send& reply, Time now);

  simnet::World* world_ = nullptr;
  unsigned replicas_ = 0;
  checks::AcknowledgedPuts puts_;
  std::optional<Violation> violation_;
};

}  // namespace whitewater::scenarios
