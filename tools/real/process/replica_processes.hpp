// ReplicaProcesses: the processes of one run. Ends them with SIGTERM and, after a grace, with SIGKILL; notices who
// ended and how. Knows nothing of what they say.
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
    bool asked = false;  // it had been told to
    bool late = false;   // SIGTERM was not enough
  };

  ReplicaProcesses(unsigned replicas, Duration grace) : grace_(grace), processes_(replicas) {}

  std::optional<Error> start(NodeId replica, const Command& command, int out, int err);
  void terminate(NodeId replica, Time now);
  void signal(NodeId replica, int signal);
  NodeSet running() const;
  pid_t pid(NodeId replica) const { return processes_[replica.value].child.pid(); }
  // Who ended since the last call. Sends SIGKILL to whom the grace is over for.
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
