// HealProbe: the client that a healed cluster must serve in real time: scenarios::LivenessProbe, hosted by the driver.
// Time is passed in; what it asks is handed out. A system that nobody knows is said to settle in a second.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/actor/effects.hpp"
#include "core/base/payload_pool.hpp"
#include "core/course/course.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/workloads/latest_put.hpp"
#include "scenarios/workloads/liveness_probe.hpp"

namespace whitewater::tools::real {

class HealProbe : private scenarios::ProbeBooks {
 public:
  static constexpr Duration settle_time = seconds(1);

  struct Asked {
    NodeId to;
    PayloadRef request;  // a client::Request
  };

  // Precondition: the scenario has a heal.
  HealProbe(const scenarios::Scenario& scenario, const course::Course& course, PayloadPool& pool);
  HealProbe(const HealProbe&) = delete;
  HealProbe& operator=(const HealProbe&) = delete;

  NodeId node() const { return node_; }
  // When it must be woken.
  Time next() const { return done() ? time_never : timer_; }
  // The answer must have come by then.
  Time limit() const { return limit_; }
  bool done() const { return probe_.done(); }
  std::string waits_for() const { return probe_.waits_for(); }
  // Of what was put before the heal: part of the history of the run.
  std::span<const scenarios::ReportedRequest> gets() const { return probe_.gets(); }

  // Starts at the heal, then asks again where nobody answered. Returns what it asks now.
  std::vector<Asked> wake(Time now);
  std::vector<Asked> answered(NodeId from, const PayloadRef& reply, Time now);

 private:
  std::string key_to_get() const override { return std::string(scenarios::latest_put_key(course_.requests(), "")); }
  std::vector<Asked> handle(const Event& event, Time now);

  const course::Course& course_;
  NodeId node_;
  Time limit_;
  Time timer_;
  bool started_ = false;
  scenarios::LivenessProbe probe_;
  Effects effects_;
};

}  // namespace whitewater::tools::real
