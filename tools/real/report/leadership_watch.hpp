// LeadershipWatch: who claimed to lead in a real run, and who left a leader and why, told by the events of the run
// (core/check/messages/followings.hpp).
#pragma once

#include <vector>

#include "core/check/messages/followings.hpp"
#include "scenarios/report/leadership_report.hpp"
#include "tools/real/run/run_events.hpp"

namespace whitewater::tools::real {

using checks::Claim;
using checks::Departure;

class LeadershipWatch final : public RunWatcher {
 public:
  explicit LeadershipWatch(unsigned replicas) : replicas_(replicas) { followings_.reset(replicas); }

  void on_message(const MessageSeen& seen) override;
  void on_arrival(const ArrivalSeen& seen) override;
  void on_answer(const AnswerSeen& seen) override;
  void on_fault(const FaultSeen& seen) override;
  void on_episode(const EpisodeSeen& seen) override;
  // Whom the driver ended had a fault before, or the run is over.
  void on_end(const EndSeen& seen) override {
    if (!seen.asked) followings_.died(seen.replica);
  }
  void on_over(Time end) override;

  // In the order of their beginnings.
  const std::vector<Claim>& claims() const { return followings_.claims(); }
  const std::vector<Departure>& departures() const { return followings_.departures(); }
  // The longest time after `from` in which nobody claimed to lead. Valid after the run.
  scenarios::LeadershipReport::Span longest_gap(Time from) const;

 private:
  unsigned replicas_;
  checks::Followings followings_;
  Time end_;
};

}  // namespace whitewater::tools::real
