// RunSession: the steps of a real run: start, loop, finish, report. See real_run.hpp.
#pragma once

#include <memory>
#include <optional>

#include "core/course/course.hpp"
#include "tools/real/process/output_capture.hpp"
#include "tools/real/process/process_guard.hpp"
#include "tools/real/process/replica_processes.hpp"
#include "tools/real/report/real_recorder.hpp"
#include "tools/real/report/run_counters.hpp"
#include "tools/real/run/real_run.hpp"
#include "tools/real/run/run_clock.hpp"
#include "tools/real/run/run_core.hpp"
#include "tools/real/run/run_folder.hpp"
#include "tools/real/transport/driver_transport.hpp"

namespace whitewater::tools::real {

class RunSession final : private ProcessControl, private RunWatcher {
 public:
  RunSession(const scenarios::Scenario& scenario, std::uint64_t seed, const RunPlan& plan,
             const std::atomic<bool>& stop, RunProgress& progress);
  ~RunSession() override;
  RunSession(const RunSession&) = delete;
  RunSession& operator=(const RunSession&) = delete;

  void watch(RunWatcher& watcher) { watchers_.add(watcher); }
  void read_log(scenarios::RunLogReader& reader) { recorder_.log().add_reader(reader); }
  std::optional<Error> start();
  void loop();
  void finish();
  RealReport report();

 private:
  // --- faults: ProcessControl ---
  void end(NodeId replica, const std::string& why, Time now) override;
  void crash(NodeId replica, const std::string& why, Time now) override;
  bool start_again(NodeId replica, Time now) override;
  void stop(NodeId replica) override;
  void go_on(NodeId replica) override;

  // --- RunWatcher ---
  void on_reachable(Time, NodeId replica) override { reachable_.insert(replica); }

  std::optional<Error> start_replica(NodeId replica);
  void wait_and_read();
  void note_connections(Time now);
  bool close(NodeId replica, const std::string& why, Time now);
  void wait_for_end(NodeId replica);
  void look_after_processes(Time now);
  void process_ended(const ReplicaProcesses::Ended& ended, Time now);
  void died(NodeId replica, const std::string& words, Time now);
  void note_drops(NodeId replica, Time now);
  void add_bounces();
  void note_output(Time now);
  void note_empty_logs();
  void note_unfinished(Time now);
  void note_silence();
  void note_ends(Time now);
  void check_history(RealReport& report) const;
  void judge_liveness(RealReport& report) const;
  void note_observations(RealReport& report);
  void judge(RealReport& report) const;
  void tell_stories(RealReport& report) const;

  const scenarios::Scenario& scenario_;
  std::uint64_t seed_;
  const RunPlan& plan_;
  const std::atomic<bool>& stop_;
  RunProgress& progress_;
  unsigned replicas_;

  // Order matters: the course holds payloads of the pool; the processes must end before guard, pipes and folder go.
  PayloadPool pool_;
  course::Course course_;
  RunClock clock_;
  Findings findings_;
  RunCounters counters_;
  RealRecorder recorder_;
  AcknowledgementWatch acknowledgements_;
  ActivityWatch activity_;
  AnswerWatch answers_;
  LeadershipWatch leadership_;
  RunWatchers watchers_;
  std::optional<RunFolder> folder_;
  std::unique_ptr<DriverTransport> transport_;
  std::optional<OutputCapture> capture_;
  ProcessGuard guard_;
  ReplicaProcesses processes_;
  std::optional<RunCore> core_;
  std::vector<ReplicaReport> ends_;
  std::vector<Duration> bounces_;
  NodeSet connected_;  // sockets: the connected replicas
  NodeSet reachable_;  // who ever said hello, or connected
  NodeSet killed_;     // whom a fault killed
  Time next_look_;
  Duration cpu_before_, cpu_;
  Time end_;
  std::string hung_;  // the reason why the course's simulator would hang; empty: none
  bool finishing_ = false;
  Read read_;
};

}  // namespace whitewater::tools::real
