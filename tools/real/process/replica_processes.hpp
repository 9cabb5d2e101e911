// ReplicaProcesses: the processes of one run. Ends them with SIGTERM and, after a grace period, with SIGKILL. Reports
// which process ended, and how. Knows nothing of messages.
#pragma once

#include <optional>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "tools/real/process/child_process.hpp"

namespace whitewater::tools::real {

class ReplicaProcesses {
 public:
  struct Ended {
    NodeId replica;
    ExitStatus status;
    bool asked = false;  // the driver had sent SIGTERM
    bool late = false;   // SIGTERM did not end it in time
  };

  ReplicaProcesses(unsigned replicas, Duration grace) : grace_(grace), processes_(replicas) {}

  std::optional<Error> start(NodeId replica, const Command& command, int out, int err);
  void terminate(NodeId replica, Time now);
  void signal(NodeId replica, int signal);
  NodeSet running() const;
  pid_t pid(NodeId replica) const { return processes_[replica.value].child.pid(); }
  // The processes that ended since the last call. Sends SIGKILL to those whose grace period is over.
  std::vector<Ended> poll(Time now);

 private:
  struct Process {
    ChildProcess child;
    Time kill_at = time_never;
    bool asked = false;
    bool late = false;
    bool reported = false;
  };

  Duration grace_;
  std::vector<Process> processes_;
};

}  // namespace whitewater::tools::real
