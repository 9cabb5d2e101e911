// RealFaults: carries out a scenario's plan of faults on real processes, with the same episodes as in virtual time: the
// course's events and the faults of the file. Roles are resolved from what the replicas' messages show. Time is passed
// in; processes are behind an interface: tests need neither.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/course/course.hpp"
#include "core/course/ideal.hpp"
#include "scenarios/experiment/fault_plan.hpp"
#include "scenarios/format/scenario.hpp"
#include "simnet/faults/episodes.hpp"
#include "simnet/faults/machines.hpp"
#include "simnet/faults/target.hpp"
#include "tools/real/report/finding.hpp"
#include "tools/real/run/run_events.hpp"

namespace whitewater::tools::real {

// What faults do to processes. why: for the report, "killed by kill_leader".
class ProcessControl {
 public:
  virtual ~ProcessControl() = default;
  virtual void end(NodeId replica, const std::string& why, Time now) = 0;    // SIGTERM, as the course does
  virtual void crash(NodeId replica, const std::string& why, Time now) = 0;  // SIGKILL
  // False: it could not be started.
  virtual bool start_again(NodeId replica, Time now) = 0;
  virtual void stop(NodeId replica) = 0;   // SIGSTOP
  virtual void go_on(NodeId replica) = 0;  // SIGCONT
};

class RealFaults final : public RunWatcher, private simnet::faults::Machines, private simnet::RoleResolver {
 public:
  // All of them outlive this. The course was reset to the scenario's rules.
  RealFaults(const scenarios::Scenario& scenario, std::uint64_t seed, course::Course& course, simnet::Links& links,
             ProcessControl& processes, RunWatcher& watcher, Findings& findings);

  // When the next step of the plan is due; time_never: none is left.
  Time next() const { return episodes_.next(); }
  // The same, but time_never if that step is an event of the course: those happen where requests are sent.
  Time next_of_file() const;
  // Takes the next step, which is due. now: the present time, for the report.
  void step(Time now);

  NodeSet paused() const { return paused_; }
  std::span<const simnet::faults::Episode> plan() const { return episodes_.plan(); }
  // What each episode of the plan did so far.
  std::span<const simnet::faults::Evidence> evidence() const { return episodes_.evidence(); }
  // The faults of the file that did nothing, a line each: "fault 1, kill: no effect, the run ended before it began". A
  // role that nobody had is another finding. stopped: the run was interrupted.
  std::vector<std::string> without_effect(bool stopped) const;
  // Whom the faults of the file killed and started so far.
  std::span<const course::Casualties> casualties() const { return casualties_; }

  void on_message(const MessageSeen& seen) override;
  void on_leader(Time time, NodeId leader) override;

 private:
  enum class Act : std::uint8_t { kill, restart, pause, resume };

  // --- Machines ---
  Time now() const override { return now_; }
  unsigned nodes() const override { return nodes_; }
  NodeSet alive() const override { return up_; }
  std::uint32_t incarnation(NodeId node) const override { return lives_[node.value]; }
  simnet::Links& links() override { return links_; }
  void kill(NodeId node) override;
  void restart(NodeId node) override;
  void pause(NodeId node) override;
  void resume(NodeId node) override;
  simnet::ModifierId begin_slow(NodeSet nodes, Duration busy) override;
  void end_slow(simnet::ModifierId id) override;
  void clog(const simnet::LinkSet& links) override;
  void unclog(const simnet::LinkSet& links) override;
  simnet::ModifierId harm_disks(NodeSet nodes, const simnet::DiskFault& fault) override;
  void mend_disks(simnet::ModifierId id) override;

  NodeSet resolve(std::uint32_t role, const simnet::Asker& asker, Time now) override;
  NodeSet of(scenarios::ReplicaRole role, const simnet::Asker& asker) const;
  NodeSet named_leader() const { return NodeSet::of(course_.leader()) & up_; }

  void perform(const std::string& why, bool by_event, Time now);
  void tell_event(std::uint32_t event, NodeSet targets, NodeSet died, NodeId leader, Time now);
  void tell(const EpisodeSeen& seen);

  const scenarios::Scenario& scenario_;
  std::uint64_t seed_;
  course::Course& course_;
  simnet::Links& links_;
  ProcessControl& processes_;
  RunWatcher& watcher_;
  Findings& findings_;
  unsigned replicas_;
  unsigned nodes_;
  scenarios::FaultPlan plan_;
  simnet::faults::Episodes episodes_;
  std::vector<Time> events_;  // when the course's events are due, ascending
  std::size_t events_done_ = 0;
  Time now_;      // of the present step, as planned
  NodeSet up_;    // who lives, paused ones included
  NodeSet down_;  // whom a fault killed
  NodeSet paused_;
  std::array<std::uint32_t, NodeSet::nodes_max> lives_{};
  std::vector<std::pair<Act, NodeId>> acts_;  // of the present step
  NodeId leader_ = no_node, previous_leader_ = no_node;
  std::vector<course::Casualties> casualties_;
};

// "fault 3, pause", as reports call it.
std::string fault_name(const simnet::faults::Episode& episode);

}  // namespace whitewater::tools::real
