// ReplicaProcesses: the processes of one run. Ends them with SIGTERM and, after a grace period, with SIGKILL; a replica
// may have several processes, one after the other. Reports which process ended, and how. Knows nothing of messages.
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
    bool asked = false;  // the driver had sent SIGTERM or SIGKILL
    bool late = false;   // SIGTERM did not end it in time
    Duration cpu;        // processor time
  };

  ReplicaProcesses(unsigned replicas, Duration grace);

  // Precondition: no process of that replica runs.
  std::optional<Error> start(NodeId replica, const Command& command, int out, int err);
  void terminate(NodeId replica, Time now);
  // SIGKILL. Waits until it has ended, which takes no time to speak of.
  void kill(NodeId replica);
  void signal(NodeId replica, int signal);
  NodeSet running() const;
  pid_t pid(NodeId replica) const { return processes_[replica.value].child.pid(); }
  // Readable when a process has ended that poll() has not reported; -1: the system cannot say.
  int wake_descriptor() const { return wake_.get(); }
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
  replica::Descriptor wake_;
  std::vector<Process> processes_;
};

}  // namespace whitewater::tools::real
