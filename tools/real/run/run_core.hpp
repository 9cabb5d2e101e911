// RunCore: everything of a run in real time that needs no clock and no process: the course, its clients, the network,
// the faults, the probe after the heal; and what of that happens when. RunSession tells it the time, and what was read.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/course/course.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/report/report.hpp"
#include "tools/real/run/agenda.hpp"
#include "tools/real/run/heal_probe.hpp"
#include "tools/real/run/network.hpp"
#include "tools/real/run/real_faults.hpp"
#include "tools/real/run/router.hpp"

namespace whitewater::tools::real {

class RunCore final : private Router::Guest, private RunWatcher {
 public:
  // What it works with. All of it outlives the core.
  struct Parts {
    course::Course& course;
    DriverTransport& transport;
    ProcessControl& processes;
    RunWatchers& watchers;
    Findings& findings;
    PayloadPool& pool;
  };

  RunCore(const scenarios::Scenario& scenario, std::uint64_t seed, const Parts& parts, Router::Config config);
  RunCore(const RunCore&) = delete;
  RunCore& operator=(const RunCore&) = delete;

  Router& router() { return router_; }
  const RealFaults& faults() const { return faults_; }

  // The course's end, or later until it is known whether the healed cluster serves.
  bool over(Time now) const;
  // Until when the course's loop sleeps if nothing can be read.
  Time sleeps_until(Time now) const;
  // When the next step is due that the course knows nothing of, so that it wakes no loop: a fault of the file, the end
  // of a way, a request that is asked again, the probe.
  Time next_step() const;
  void take_steps(Time now);
  // The loop is awake: requests and the course's events that are due strictly before now, in order; of one time, the
  // request comes first.
  void fire(Time now);

  // After the heal. Null: the scenario has none.
  const HealProbe* probe() const { return probe_ ? &*probe_ : nullptr; }
  std::optional<Time> served() const { return served_; }  // when the probe was done

  // After the run: whether a failure was by chance, with the faults of the file as they struck, or else why it failed.
  void explain(scenarios::RunReport& report) const;

 private:
  void take(NodeId from, const PayloadRef& reply, Time now) override;
  void on_request(const RequestSeen& seen) override;
  void ask(const std::vector<HealProbe::Asked>& asked, Time now);

  course::Course& course_;
  std::uint64_t seed_;
  PayloadPool& pool_;
  Network network_;
  Router router_;
  RealFaults faults_;
  Agenda agenda_;
  std::optional<HealProbe> probe_;
  std::optional<Time> served_;
};

}  // namespace whitewater::tools::real
