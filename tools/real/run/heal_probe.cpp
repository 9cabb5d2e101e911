// Hands the probe its events, and takes what it wants done.
#include "tools/real/run/heal_probe.hpp"

#include "core/course/rules.hpp"

namespace whitewater::tools::real {

HealProbe::HealProbe(const scenarios::Scenario& scenario, const course::Course& course, PayloadPool& pool)
    : course_(course),
      node_{static_cast<std::uint16_t>(scenario.replicas + course::clients)},
      limit_(Time{} + *scenario.heal + settle_time * std::int64_t{scenario.heal_within}),
      timer_(Time{} + *scenario.heal),
      effects_(pool) {
  probe_.reset(node_, scenario.replicas, settle_time, *this);
}

std::vector<HealProbe::Asked> HealProbe::wake(Time now) {
  timer_ = time_never;
  if (started_) return handle(TimerFired{TimerId{0}}, now);
  started_ = true;
  return handle(Started{}, now);
}

std::vector<HealProbe::Asked> HealProbe::answered(NodeId from, const PayloadRef& reply, Time now) {
  return handle(ReplyArrived{from, reply}, now);
}

std::vector<HealProbe::Asked> HealProbe::handle(const Event& event, Time now) {
  std::vector<Asked> asked;
  effects_.begin(0);
  probe_.handle(event, now, effects_);
  for (const Effects::TimerChange& change : effects_.timers) timer_ = change.deadline;
  for (Effects::Send& send : effects_.sends) asked.push_back({send.to, std::move(send.payload)});

  return asked;
}

}  // namespace whitewater::tools::real
